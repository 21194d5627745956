#include "features/wheel_specifications/wire.hpp"

#include "features/wheel_specifications/explain.hpp"
#include "features/wheel_specifications/rules.hpp"

namespace kpa::wheel_specifications {
namespace {

/// The reference's printed form, so that the documentation's example is one that every client knows.
constexpr std::array<std::string_view, field_count> examples = {
    "915 (900-1000)",
    "837 (800-900)",
    "825 (800-900)",
    "1600 (+2,-1)",
    "0.5",
    "5",
    "13",
    "29.4 Flange Thickness",
    "20 TO 28",
    "130.043 TO 130.068",
    "280 (+0.0/-0.035)",
    "130 (+0.0/-0.025)",
    "93 (+0/-0.250)",
    "280 (+0.030/+0.052)",
    "127 (+4/-0)",
    "28.5 Flange Height",
    "14 Root Radius",
};

/// One measurement: a text in one of the notations of tolerance.hpp.
class MeasurementField final : public schema::Field<Fields> {
 public:
  explicit MeasurementField(const FieldInfo& info)
      : Field(std::string(info.wire), std::string(info.title.english()) + ", in millimetres",
              boost::json::string(examples[index(info.field)])),
        info_(info) {}

  bool required() const override { return info_.required; }

  void read(const boost::json::value& value, Fields& into, const schema::Path& path,
            schema::Issues& issues) const override {
    if (value.is_null() && !info_.required) return;
    const auto text = schema::Codec<std::string>::read(value, path, issues);
    if (text) read_text(*text, into, path, issues);
  }
  void read_text(std::string_view text, Fields& into, const schema::Path& path,
                 schema::Issues& issues) const override {
    auto parsed = parse_measurement(text);
    if (auto* unreadable = std::get_if<Unreadable>(&parsed))
      issues.add(path, schema::Violation{unreadable->code, std::move(unreadable->message.params),
                                         unreadable->message.text});
    else
      into.values[index(info_.field)] = std::get<Measurement>(std::move(parsed));
  }
  void write(const Fields& from, std::string& out) const override {
    const auto& measurement = from.values[index(info_.field)];
    if (measurement)
      schema::write_string(measurement->text, out);
    else
      out += "null";
  }
  boost::json::object document(schema::Components&) const override {
    boost::json::object schema{{"type", "string"},
                               {"minLength", 1},
                               {"maxLength", longest_text},
                               {"pattern", schema::text_pattern(schema::Blank::refused)}};
    if (!info_.required) schema["type"] = {"string", "null"};
    schema["description"] = description;
    schema["examples"] = boost::json::array{example};
    return schema;
  }
  boost::json::value example_value() const override { return example; }

 private:
  const FieldInfo& info_;
};

}  // namespace

}  // namespace kpa::wheel_specifications

namespace kpa::schema {

using wheel_specifications::Fields;
using wheel_specifications::ListQuery;
using wheel_specifications::NewWheelSpecification;
using wheel_specifications::WheelSpecification;

template <>
const Object<Fields>& describe() {
  static const auto made = [] {
    auto fields = object<Fields>("WheelMeasurements");
    for (const auto& info : wheel_specifications::all_fields())
      std::move(fields).member(std::make_unique<wheel_specifications::MeasurementField>(info));
    return fields;
  }();
  return made;
}

template <>
const Object<NewWheelSpecification>& describe() {
  using N = NewWheelSpecification;
  static const auto made = maintenance_forms::describe_sent<N>(wheel_specifications::names)
                               .field("stockType", &N::stock_type, text(1, 20),
                                      "Type of the coach, which decides the limits; ICF when left out", "ICF")
                               .left_out_means(json::string_view(wheel_specifications::default_stock_type))
                               .field("fields", &N::fields, "The measurements");
  return made;
}

template <>
const Object<WheelSpecification>& describe() {
  using W = WheelSpecification;
  static const auto made =
      maintenance_forms::describe_stored<W>(wheel_specifications::names, wheel_specifications::explain)
          .field("stockType", &W::stock_type, "Type of the coach", "ICF")
          .field("ruleSetVersion", &W::rule_set_version, "The version of that type's limits it was judged by",
                 1)
          .field("fields", &W::fields, "The measurements, exactly as they came");
  return made;
}

template <>
const Object<ListQuery>& describe() {
  static const auto made = maintenance_forms::describe_query<ListQuery>(wheel_specifications::names);
  return made;
}

}  // namespace kpa::schema
