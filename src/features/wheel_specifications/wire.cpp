#include "features/wheel_specifications/wire.hpp"

#include "features/wheel_specifications/explain.hpp"
#include "features/wheel_specifications/export_table.hpp"
#include "features/wheel_specifications/rules.hpp"

namespace kpa::wheel_specifications {
namespace {

/// One measurement, a text in a notation of core/measurements, as a field of the form.
class MeasurementField final : public schema::Field<Fields> {
 public:
  MeasurementField(const FieldInfo& info, std::size_t place)
      : Field(std::string(info.wire), std::string(info.title.english()) + ", in millimetres",
              boost::json::string(info.example)),
        info_(info),
        place_(place) {}

  bool required() const override { return info_.required; }

  void read(const boost::json::value& value, Fields& into, const schema::Path& path,
            schema::Issues& issues) const override {
    if (value.is_null() && !info_.required) return;
    const auto text = schema::Codec<std::string>::read(value, path, issues);
    if (text) read_text(*text, into, path, issues);
  }
  void read_text(std::string_view text, Fields& into, const schema::Path& path,
                 schema::Issues& issues) const override {
    auto parsed = measurements::parse_measurement(text);
    if (auto* unreadable = std::get_if<measurements::Unreadable>(&parsed))
      issues.add(path, schema::Violation{unreadable->code, std::move(unreadable->message.params),
                                         unreadable->message.text});
    else
      into.values[place_] = std::get<Measurement>(std::move(parsed));
  }
  void write(const Fields& from, std::string& out) const override {
    const auto& measurement = from.values[place_];
    if (measurement)
      schema::write_string(measurement->text, out);
    else
      out += "null";
  }
  boost::json::object document(schema::Components&) const override {
    boost::json::object schema{{"type", "string"},
                               {"minLength", 1},
                               {"maxLength", measurements::longest_text},
                               {"pattern", schema::text_pattern(schema::Blank::refused)}};
    if (!info_.required) schema["type"] = {"string", "null"};
    schema["description"] = description;
    schema["examples"] = boost::json::array{example};
    return schema;
  }
  boost::json::value example_value() const override { return example; }

 private:
  const FieldInfo& info_;
  std::size_t place_;  // index in the form
};

template <class T>
schema::Object<T> describe_filters(std::string name) {
  return maintenance_forms::describe_filters<T>(std::move(name), header)
      .field("wheel_no", &T::wheel_no, schema::of_length(1, 50), "Number of the wheel; case does not matter",
             "W-4711");
}

}  // namespace

}  // namespace kpa::wheel_specifications

namespace kpa::schema {

using wheel_specifications::Fields;

using wheel_specifications::NewWheelSpecification;
using wheel_specifications::WheelSpecification;
using wheel_specifications::WheelSpecificationExport;
using wheel_specifications::WheelSpecificationQuery;

template <>
const Object<Fields>& describe() {
  static const auto made = [] {
    auto fields = object<Fields>("WheelMeasurements");
    const auto all = wheel_specifications::all_fields();
    for (std::size_t place = 0; place < all.size(); ++place)
      std::move(fields).member(std::make_unique<wheel_specifications::MeasurementField>(all[place], place));
    return fields;
  }();
  return made;
}

template <>
const Object<NewWheelSpecification>& describe() {
  using N = NewWheelSpecification;
  static const auto made =
      maintenance_forms::describe_sent<N>("NewWheelSpecification", wheel_specifications::header)
          .field("wheelNo", &N::wheel_no, of_length(1, 50),
                 "Number stamped on the wheel, by which its earlier forms are found", "W-4711")
          .field("stockType", &N::stock_type, of_length(1, 20),
                 "Type of the coach, which determines the limits; default: ICF", "ICF")
          .left_out_means(json::string_view(wheel_specifications::default_stock_type))
          .field("fields", &N::fields, "The measurements");
  return made;
}

template <>
const Object<WheelSpecification>& describe() {
  using W = WheelSpecification;
  static const auto made =
      maintenance_forms::describe_stored<W>("WheelSpecification", wheel_specifications::header,
                                            wheel_specifications::explain)
          .field("wheelNo", &W::wheel_no, "Number stamped on the wheel", "W-4711")
          .field("stockType", &W::stock_type, "Type of the coach", "ICF")
          .field("ruleSetVersion", &W::rule_set_version, "Version of the limits with which it was checked", 1)
          .field("fields", &W::fields, "The measurements, exactly as sent");
  return made;
}

template <>
const Object<WheelSpecificationQuery>& describe() {
  using namespace wheel_specifications;
  static const auto made = maintenance_forms::with_page(
      describe_filters<WheelSpecificationQuery>("WheelSpecificationQuery"), header);
  return made;
}

template <>
const Object<WheelSpecificationExport>& describe() {
  using namespace wheel_specifications;
  static const auto made =
      exports::with_format(describe_filters<WheelSpecificationExport>("WheelSpecificationExport"),
                           exports::parts_of(export_table()));
  return made;
}

}  // namespace kpa::schema
