#include "features/wheel_specifications/wire.hpp"

#include "features/form_numbers/form_numbers.hpp"

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
      : Field(std::string(info.wire), std::string(info.title) + ", in millimetres",
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
      issues.add(path, schema::Violation{unreadable->code,
                                         {{"position", std::to_string(unreadable->position)}},
                                         unreadable->message});
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
    boost::json::object schema{{"type", "string"}, {"maxLength", longest_text}};
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
  static const auto made =
      object<N>("NewWheelSpecification")
          .field("formNumber", &N::form_number, form_numbers::form_number(),
                 "Unique number of the form; the server gives one when it is left out", "WS-2024-001")
          .field(
              "submittedBy", &N::submitted_by,
              "Whose form it is: id, employee id or phone number; the caller when left out. Only staff may name "
              "somebody else",
              nullptr)
          .field("submittedDate", &N::submitted_date, not_in_future(), "Date of the work", "2024-01-15")
          .field("stockType", &N::stock_type, text(1, 20),
                 "Type of the coach, which decides the limits; ICF when left out", "ICF")
          .field("fields", &N::fields, "The measurements");
  return made;
}

template <>
const Object<WheelSpecification>& describe() {
  using W = WheelSpecification;
  static const auto made =
      object<W>("WheelSpecification")
          .field("id", &W::id, "Number of the record", 1)
          .field("formNumber", &W::form_number, "Unique number of the form", "WS-2024-001")
          .field("submittedBy", &W::submitted_by, "Id of the person whose form it is", 123)
          .field("submittedDate", &W::submitted_date, "Date of the work", "2024-01-15")
          .field("status", &W::status, "Where the form stands", "Saved")
          .field("stockType", &W::stock_type, "Type of the coach", "ICF")
          .field("ruleSetVersion", &W::rule_set_version, "The version of that type's limits it was judged by",
                 1)
          .field("fields", &W::fields, "The measurements, exactly as they came")
          .field("findings", &W::findings, "What the limits say of the measurements", boost::json::array())
          .field("worstSeverity", &W::worst_severity,
                 "The findings' worst: 1 good, 2 fair, 3 needs attention, 4 replace now", 1)
          .field("createdBy", &W::created_by, "Id of the person who entered it", 123)
          .field("version", &W::version, "Counts the changes; the ETag", 1)
          .field("createdAt", &W::created_at, "When it was entered")
          .field("updatedAt", &W::updated_at, "When it was last changed")
          .versioned(&W::version);
  return made;
}

template <>
const Object<ListQuery>& describe() {
  using Q = ListQuery;
  static const auto made =
      object<Q>("WheelSpecificationsQuery")
          .field("form_number", &Q::form_number, text(1, 50),
                 "Part of the form number, in any case of letters", "WS-2024")
          .field("submitted_by", &Q::submitted_by,
                 "Id, employee id or phone number of the person whose forms to list", "123")
          .field("submitted_date", &Q::submitted_date, "Date of the work", "2024-01-15")
          .field("submitted_date_from", &Q::submitted_date_from, "First date of the work", "2024-01-01")
          .field("submitted_date_to", &Q::submitted_date_to, "Last date of the work", "2024-12-31")
          .field("status", &Q::status, "Where the form stands", "Submitted")
          .field("created_after", &Q::created_after, "Entered after this moment", "2024-01-01T00:00:00Z")
          .field("created_before", &Q::created_before, "Entered before this moment", "2099-01-01T00:00:00Z")
          .field("has_findings", &Q::has_findings, "Only forms with findings, or only without", nullptr)
          .field("sort", &Q::sort,
                 one_of({"created_at", "-created_at", "submitted_date", "-submitted_date", "form_number",
                         "-form_number"}),
                 "Order; with '-' the largest first", "-created_at")
          .field("page", &Q::page, between(1, 1'000'000), "Page, from 1", 1)
          .field("per_page", &Q::per_page, between(1, 100), "Records on a page", 20)
          .field("cursor", &Q::cursor, text(1, 500), "next_cursor of the page before, instead of page",
                 "WyItY3JlYXRlZF9hdCIsIjIwMjQtMDEtMTVUMTA6MDA6MDBaIiwxXQ");
  return made;
}

}  // namespace kpa::schema
