#include "core/i18n/catalogue.hpp"
#include "core/measurements/measurements.hpp"
#include "core/text.hpp"
#include "features/built_forms/explain.hpp"
#include "features/built_forms/field_types/all.hpp"

namespace kpa::built_forms::field_types {
namespace {

using measurements::Measurement;

/// Limits in mm, both included. Sizes outside are accepted, with a finding: an inspector must be able to
/// record a bad wheel.
struct MeasurementRules {
  std::optional<Decimal> low;
  std::optional<Decimal> high;
  std::optional<std::string> condemns;
};

const schema::Object<MeasurementRules>& measurement_rules() {
  using R = MeasurementRules;
  const auto length = [] { return schema::between(Decimal(0), Decimal(100'000)) & schema::decimals(3); };
  static const auto made =
      schema::object<R>("MeasurementRules")
          .field("low", &R::low, length(), "Smallest size in mm; a smaller one is a finding", 16)
          .field("high", &R::high, length(), "Largest size in mm; a larger one is a finding", 29.4)
          .field("condemns", &R::condemns, schema::one_of({"at_low", "at_high"}),
                 "The limit at which the part must be replaced", "at_low");
  return made;
}

struct Limits {
  std::optional<Micrometres> low;
  std::optional<Micrometres> high;
  bool condemns_at_low = false;
  bool condemns_at_high = false;
};

Micrometres millimetres(Decimal number) { return std::get<Micrometres>(parse_millimetres(format(number))); }

/// As stored: the text as it came, and the sizes in mm that it says.
struct Size {
  std::string text;
  std::optional<Decimal> nominal;
  std::optional<Decimal> low;
  std::optional<Decimal> high;
};

Size size_of(const Measurement& measurement) {
  const auto decimal = [](const std::optional<Micrometres>& length) {
    return length ? std::optional(Decimal(length->count, 3)) : std::nullopt;
  };
  return {measurement.text, decimal(measurement.nominal), decimal(measurement.low),
          decimal(measurement.high)};
}

/// Kept as the text; the sizes are read from it when it is written.
class MeasurementMember final : public schema::Field<schema::Values> {
 public:
  explicit MeasurementMember(const Making& making)
      : Field(making.field.name, making.field.label, "915 (900-1000)"), number_(making.number) {}

  bool required() const override { return false; }
  /// Takes the text alone, and the stored object, of which the text counts.
  void read(const boost::json::value& value, schema::Values& into, const schema::Path& path,
            schema::Issues& issues) const override {
    const auto* const text = value.is_object() ? value.get_object().if_contains("text") : &value;
    if (text == nullptr) return issues.add(schema::Path(path, "text"), "required");
    if (const auto read = schema::Codec<std::string>::read(*text, path, issues))
      read_text(*read, into, path, issues);
  }
  void read_text(std::string_view text, schema::Values& into, const schema::Path& path,
                 schema::Issues& issues) const override {
    auto parsed = measurements::parse_measurement(text);
    if (auto* unreadable = std::get_if<measurements::Unreadable>(&parsed))
      issues.add(path, {std::move(unreadable->code), std::move(unreadable->message.params),
                        unreadable->message.text});
    else
      into.set(number_, std::get<Measurement>(std::move(parsed)).text);
  }
  void write(const schema::Values& from, std::string& out) const override {
    const auto* text = from.get<std::string>(number_);
    if (text == nullptr) {
      out += "null";
      return;
    }
    const Size size = size_of(std::get<Measurement>(measurements::parse_measurement(*text)));
    out += "{\"text\":";
    schema::write_string(size.text, out);
    for (const auto& [part, length] :
         {std::pair("nominal", size.nominal), std::pair("low", size.low), std::pair("high", size.high)})
      if (length) out.append(",\"").append(part).append("\":").append(format(*length));
    out += '}';
  }
  boost::json::object document(schema::Components&) const override {
    return documented(schema::or_null({{"type", "string"}, {"maxLength", measurements::longest_text}}));
  }
  boost::json::value example_value() const override { return example; }

 private:
  std::size_t number_;
};

/// The size that was measured is the value, or the nominal before a range; of a range alone and of deviations
/// the whole range must be within the limits.
void judge(const Limits& limits, const std::string& title, const std::string& text, const std::string& path,
           std::vector<Finding>& findings) {
  const auto size = std::get<Measurement>(measurements::parse_measurement(text));
  using measurements::Notation;
  const bool whole_range =
      size.notation == Notation::range || size.notation == Notation::nominal_and_deviations;
  const auto low = whole_range ? size.low : size.nominal;
  const auto high = whole_range ? size.high : size.nominal;
  const auto found = [&](bool condemned, const char* outside, Micrometres measured, const char* end,
                         Micrometres limit) {
    Finding finding{.path = path,
                    .code = condemned ? "condemned" : outside,
                    .severity = condemned ? severity::replace_now : severity::needs_attention,
                    .message = {},
                    .params = {{"title", title}, {"measured", format(measured)}, {end, format(limit)}}};
    finding.message = i18n::in_english(explain(finding));
    findings.push_back(std::move(finding));
  };
  if (limits.low && low && (*low < *limits.low || (limits.condemns_at_low && *low == *limits.low)))
    found(limits.condemns_at_low, "below_limit", *low, "low", *limits.low);
  if (limits.high && high && (*high > *limits.high || (limits.condemns_at_high && *high == *limits.high)))
    found(limits.condemns_at_high, "above_limit", *high, "high", *limits.high);
}

BuiltAnswer make_measurement(const Making& making) {
  const auto rules = rules_of(making, measurement_rules());
  Limits limits;
  if (rules.low) limits.low = millimetres(*rules.low);
  if (rules.high) limits.high = millimetres(*rules.high);
  if (limits.low && limits.high && *limits.low > *limits.high)
    refuse_rule(making, "low", no_answer_fits("high"));
  limits.condemns_at_low = rules.condemns == "at_low";
  limits.condemns_at_high = rules.condemns == "at_high";
  if ((limits.condemns_at_low && !limits.low) || (limits.condemns_at_high && !limits.high))
    refuse_rule(making, "condemns",
                {"no_such_limit", {}, i18n::text("There is no such limit among the rules")});
  return {.member = std::make_unique<MeasurementMember>(making),
          .judge = [limits, title = making.field.label](const schema::Value& answer, const std::string& path,
                                                        std::vector<Finding>& findings) {
            judge(limits, title, std::get<std::string>(answer), path, findings);
          }};
}

ValueType type_of_measurement(const Field&) {
  using Base = ValueType::Base;
  return {.base = Base::row,
          .members = {{"text", {Base::text}},
                      {"nominal", {Base::number}},
                      {"low", {Base::number}},
                      {"high", {Base::number}}}};
}

}  // namespace

const FieldType measurement_type{.name = "measurement",
                                 .title = i18n::text("Measurement with tolerance"),
                                 .rules = []() -> const schema::Shape& { return measurement_rules(); },
                                 .value_type = type_of_measurement,
                                 .make = make_measurement};

}  // namespace kpa::built_forms::field_types
