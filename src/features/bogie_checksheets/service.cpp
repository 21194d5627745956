#include "features/bogie_checksheets/service.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "features/bogie_checksheets/details.hpp"

namespace kpa::bogie_checksheets {
namespace {

Life life_of(const NewBogieChecksheet& form) {
  const BogieDetails& details = form.bogie_details;
  return {.built = split_maker(details.maker_year_built.value_or("")),
          .incoming = split_incoming(details.incoming_div_and_date.value_or("")),
          .overhauled = details.date_of_ioh,
          .inspected = form.work_date};
}

UnderstoodBogieDetails understood(const BogieDetails& details, Life life) {
  return {details, std::move(life.built.maker), life.built.year, std::move(life.incoming.division),
          life.incoming.date};
}

}  // namespace

Outcome<Content> Kind::judged(const NewBogieChecksheet& form) {
  const Life life = life_of(form);
  Content content;
  content.details = understood(form.bogie_details, life);
  content.conditions = all_conditions(form.bogie_checksheet, form.bmbc_checksheet);
  auto [findings, worst] = evaluate(life);
  auto seen = evaluate(content.conditions);
  std::ranges::move(seen.findings, std::back_inserter(findings));
  content.findings = schema::encoded(findings);
  content.worst_severity = std::max(worst, seen.worst);
  return content;
}

void Kind::narrow(const ListQuery& query, db::Selection& selection) {
  selection.where("bogie_no", query.bogie_no);
}

}  // namespace kpa::bogie_checksheets
