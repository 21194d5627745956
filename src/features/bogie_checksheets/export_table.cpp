#include "features/bogie_checksheets/export_table.hpp"

#include "features/bogie_checksheets/explain.hpp"

namespace kpa::bogie_checksheets {
namespace {

using B = BogieChecksheet;

const std::optional<Condition>& condition_at(const B& form, std::size_t place) {
  return all_components()[place].section == Section::bogie ? form.bogie_checksheet.conditions[place]
                                                           : form.bmbc_checksheet.conditions[place];
}

tables::Cell name_at(const B& form, std::size_t place) {
  const auto& condition = condition_at(form, place);
  return condition ? tables::Cell(std::string(condition->name())) : tables::Cell();
}

std::vector<tables::Cells> component_rows(const B& form) {
  std::vector<tables::Cells> rows;
  for (std::size_t place = 0; place < all_components().size(); ++place) {
    const ComponentInfo& info = all_components()[place];
    if (const auto& condition = condition_at(form, place))
      rows.push_back({std::string(wire_name(info.section)), std::string(info.wire),
                      std::string(condition->name()), tables::number(condition->severity)});
  }
  return rows;
}

exports::Table<B> made_table() {
  auto made = maintenance_forms::describe_export<B>("bogie-checksheets", header, explain);
  each_detail([&](const char* name, auto member, const auto&...) {
    made.column(name, [member](const B& form) -> tables::Cell {
      const BogieDetails& details = form.bogie_details;
      if constexpr (requires { (details.*member).has_value(); })
        return tables::cell(details.*member);
      else
        return details.*member;
    });
  });
  made.column("maker", [](const B& form) { return tables::cell(form.bogie_details.maker); });
  made.column("yearBuilt", [](const B& form) {
    const auto& year = form.bogie_details.year_built;
    return year ? tables::number(*year) : tables::Cell();
  });
  made.column("incomingDivision",
              [](const B& form) { return tables::cell(form.bogie_details.incoming_division); });
  made.column("incomingDate", [](const B& form) { return tables::cell(form.bogie_details.incoming_date); });
  for (std::size_t place = 0; place < all_components().size(); ++place)
    made.column(std::string(all_components()[place].wire),
                [place](const B& form) { return name_at(form, place); });
  made.part("components", {"section", "component", "condition", "severity"}, component_rows);
  return made;
}

}  // namespace

const exports::Table<BogieChecksheet>& export_table() {
  static const auto made = made_table();
  return made;
}

}  // namespace kpa::bogie_checksheets
