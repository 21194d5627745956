#include "features/bogie_checksheets/wire.hpp"

#include "features/bogie_checksheets/explain.hpp"
#include "features/bogie_checksheets/export_table.hpp"

namespace kpa::bogie_checksheets {
namespace {

/// `Good, Fair, …`
std::string choices(Section section) {
  std::string names;
  for (const Condition& condition : conditions(section))
    names.append(names.empty() ? "" : ", ").append(condition.name());
  return names;
}

/// The condition of one component, as a field of the form.
template <Section section>
class ConditionField final : public schema::Field<Inspected<section>> {
 public:
  ConditionField(const ComponentInfo& info, std::size_t place)
      : schema::Field<Inspected<section>>(
            std::string(info.wire),
            std::string(info.title.english()) + ": its condition; case does not matter",
            boost::json::string(conditions(section).front().name())),
        info_(info),
        place_(place) {}

  bool required() const override { return info_.required; }

  void read(const boost::json::value& value, Inspected<section>& into, const schema::Path& path,
            schema::Issues& issues) const override {
    if (value.is_null() && !info_.required) return;
    const auto text = schema::Codec<std::string>::read(value, path, issues);
    if (text) read_text(*text, into, path, issues);
  }
  void read_text(std::string_view text, Inspected<section>& into, const schema::Path& path,
                 schema::Issues& issues) const override {
    const auto condition = parse_condition(section, text);
    if (!condition) return issues.add(path, "not_a_choice", {{"choices", choices(section)}});
    into.conditions[place_] = condition;
  }
  void write(const Inspected<section>& from, std::string& out) const override {
    const auto& condition = from.conditions[place_];
    if (condition)
      schema::write_string(condition->name(), out);
    else
      out += "null";
  }
  boost::json::object document(schema::Components&) const override {
    boost::json::object schema{{"type", "string"}};
    if (!info_.required) schema["type"] = {"string", "null"};
    boost::json::array names;
    for (const Condition& condition : conditions(section))
      names.emplace_back(boost::json::string(condition.name()));
    if (!info_.required) names.emplace_back(nullptr);
    schema["enum"] = std::move(names);
    schema["description"] = this->description;
    schema["examples"] = boost::json::array{this->example};
    return schema;
  }
  boost::json::value example_value() const override { return this->example; }

 private:
  const ComponentInfo& info_;
  std::size_t place_;  // index in the form
};

template <Section section>
schema::Object<Inspected<section>> describe_section(std::string name) {
  auto object = schema::object<Inspected<section>>(std::move(name));
  const auto all = all_components();
  for (std::size_t place = 0; place < all.size(); ++place)
    if (all[place].section == section)
      std::move(object).member(std::make_unique<ConditionField<section>>(all[place], place));
  return object;
}

/// Adds the fields that an inspector fills in about a bogie.
template <class T>
schema::Object<T> describe_details(std::string name) {
  auto object = schema::object<T>(std::move(name));
  each_detail(
      [&](const char* its_name, auto member, auto constraint, const char* meaning, const char* example) {
        std::move(object).field(its_name, member, std::move(constraint), meaning, example);
      });
  return object;
}

template <class T>
schema::Object<T> describe_filters(std::string name) {
  return maintenance_forms::describe_filters<T>(std::move(name), header)
      .field("bogie_no", &T::bogie_no, schema::of_length(1, 50),
             "The complete bogie number; case does not matter", "B-12345");
}

}  // namespace

Conditions all_conditions(const InspectedBogie& bogie, const InspectedBmbc& bmbc) {
  Conditions all;
  for (std::size_t place = 0; place < all_components().size(); ++place)
    all[place] =
        all_components()[place].section == Section::bogie ? bogie.conditions[place] : bmbc.conditions[place];
  return all;
}

}  // namespace kpa::bogie_checksheets

namespace kpa::schema {

using bogie_checksheets::BogieChecksheet;
using bogie_checksheets::BogieChecksheetExport;
using bogie_checksheets::BogieChecksheetQuery;
using bogie_checksheets::BogieDetails;
using bogie_checksheets::InspectedBmbc;
using bogie_checksheets::InspectedBogie;
using bogie_checksheets::NewBogieChecksheet;
using bogie_checksheets::Section;
using bogie_checksheets::UnderstoodBogieDetails;

template <>
const Object<BogieDetails>& describe() {
  static const auto made = bogie_checksheets::describe_details<BogieDetails>("BogieDetails");
  return made;
}

template <>
const Object<UnderstoodBogieDetails>& describe() {
  using U = UnderstoodBogieDetails;
  static const auto made =
      bogie_checksheets::describe_details<U>("UnderstoodBogieDetails")
          .field("maker", &U::maker, "Maker, read from makerYearBuilt", "ICF")
          .field("yearBuilt", &U::year_built, "Year, read from makerYearBuilt", 2020)
          .field("incomingDivision", &U::incoming_division, "Division, read from incomingDivAndDate",
                 "Mumbai Division")
          .field("incomingDate", &U::incoming_date, "Date, read from incomingDivAndDate", "2024-01-10");
  return made;
}

template <>
const Object<InspectedBogie>& describe() {
  static const auto made = bogie_checksheets::describe_section<Section::bogie>("BogieInspection");
  return made;
}

template <>
const Object<InspectedBmbc>& describe() {
  static const auto made = bogie_checksheets::describe_section<Section::bmbc>("BmbcInspection");
  return made;
}

template <>
const Object<NewBogieChecksheet>& describe() {
  using N = NewBogieChecksheet;
  static const auto made =
      maintenance_forms::describe_sent<N>("NewBogieChecksheet", bogie_checksheets::header)
          .field("bogieDetails", &N::bogie_details, "Identifies the bogie")
          .field("bogieChecksheet", &N::bogie_checksheet, "Conditions of the bogie's components")
          .field("bmbcChecksheet", &N::bmbc_checksheet,
                 "Conditions of the bogie mounted brake cylinder's components");
  return made;
}

template <>
const Object<BogieChecksheet>& describe() {
  using B = BogieChecksheet;
  static const auto made =
      maintenance_forms::describe_stored<B>("BogieChecksheet", bogie_checksheets::header,
                                            bogie_checksheets::explain)
          .field("bogieDetails", &B::bogie_details,
                 "Identifies the bogie: exactly as sent, and split into parts")
          .field("bogieChecksheet", &B::bogie_checksheet, "Conditions of the bogie's components")
          .field("bmbcChecksheet", &B::bmbc_checksheet,
                 "Conditions of the bogie mounted brake cylinder's components");
  return made;
}

template <>
const Object<BogieChecksheetQuery>& describe() {
  static const auto made = maintenance_forms::with_page(
      bogie_checksheets::describe_filters<BogieChecksheetQuery>("BogieChecksheetQuery"),
      bogie_checksheets::header);
  return made;
}

template <>
const Object<BogieChecksheetExport>& describe() {
  static const auto made = exports::with_format(
      bogie_checksheets::describe_filters<BogieChecksheetExport>("BogieChecksheetExport"),
      exports::parts_of(bogie_checksheets::export_table()));
  return made;
}

}  // namespace kpa::schema
