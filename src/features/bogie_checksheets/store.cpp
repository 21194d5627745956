#include "features/bogie_checksheets/store.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace kpa::bogie_checksheets {
namespace {

/// The columns of the conditions, in the order of the components.
constexpr std::array<std::string_view, component_count> condition_columns = {
    "bogie_frame_condition", "bolster",          "bolster_suspension_bracket",
    "lower_spring_seat",     "axle_guide",       "axle_guide_assembly",
    "protective_tubes",      "anchor_links",     "side_bearer",
    "cylinder_body",         "piston_trunnion",  "adjusting_tube",
    "plunger_spring",        "tee_bolt_hex_nut", "pawl_and_pawl_spring",
    "dust_excluder",
};

std::optional<std::string> text_of(const std::optional<Condition>& condition) {
  if (!condition) return std::nullopt;
  return std::string(condition->name());
}

Condition stored_condition(Section section, const std::string& text) {
  if (const auto condition = parse_condition(section, text)) return *condition;
  throw std::runtime_error("the database holds a condition that this version does not know: " + text);
}

/// Adds the columns of a bogie's details; `at` gives the place of the member in the row.
template <class Row>
void add_details(db::Columns<Row>& all, UnderstoodBogieDetails Row::* details) {
  const auto at = [details](auto member) {
    return [details, member](Row& row) -> auto& { return (row.*details).*member; };
  };
  using D = UnderstoodBogieDetails;
  std::move(all)
      .column("bogie_no", at(&D::bogie_no))
      .column("maker_year_built", at(&D::maker_year_built))
      .column("maker", at(&D::maker))
      .column("year_built", at(&D::year_built))
      .column("incoming_div_and_date", at(&D::incoming_div_and_date))
      .column("incoming_division", at(&D::incoming_division))
      .column("incoming_date", at(&D::incoming_date))
      .column("deficit_components", at(&D::deficit_components))
      .column("date_of_ioh", at(&D::date_of_ioh));
}

}  // namespace
}  // namespace kpa::bogie_checksheets

template <>
const kpa::db::Columns<kpa::bogie_checksheets::Content>& kpa::db::columns() {
  using namespace bogie_checksheets;
  static const auto made = [] {
    auto all = maintenance_forms::content_columns<Content>(names);
    add_details(all, &Content::details);
    for (std::size_t component = 0; component < component_count; ++component)
      std::move(all).written(std::string(condition_columns[component]), [component](const Content& content) {
        return text_of(content.conditions[component]);
      });
    return all;
  }();
  return made;
}

template <>
const kpa::db::Columns<kpa::bogie_checksheets::BogieChecksheet>& kpa::db::columns() {
  using namespace bogie_checksheets;
  using B = BogieChecksheet;
  static const auto made = [] {
    auto all = maintenance_forms::stored_columns<B>(names);
    add_details(all, &B::bogie_details);
    for (const ComponentInfo& info : all_components())
      std::move(all).read_by(std::string(condition_columns[index(info.component)]),
                             [&info](B& form, std::optional<std::string> text) {
                               auto& section = info.section == Section::bogie
                                                   ? form.bogie_checksheet.conditions
                                                   : form.bmbc_checksheet.conditions;
                               if (text)
                                 section[index(info.component)] = stored_condition(info.section, *text);
                             });
    return all;
  }();
  return made;
}

const kpa::maintenance_forms::Store<kpa::bogie_checksheets::BogieChecksheet, kpa::bogie_checksheets::Content>
    kpa::bogie_checksheets::store{names, {{"bogie_no", "folded(bogie_no) = folded(?)"}}};
