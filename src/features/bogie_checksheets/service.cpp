#include "features/bogie_checksheets/service.hpp"

#include <utility>

namespace kpa::bogie_checksheets {
namespace {

UnderstoodBogieDetails understood(const BogieDetails& details) {
  UnderstoodBogieDetails all{details, {}, {}, {}, {}};
  if (all.maker_year_built) {
    auto built = split_maker(*all.maker_year_built);
    all.maker = std::move(built.maker);
    all.year_built = built.year;
  }
  if (all.incoming_div_and_date) {
    auto incoming = split_incoming(*all.incoming_div_and_date);
    all.incoming_division = std::move(incoming.division);
    all.incoming_date = incoming.date;
  }
  return all;
}

}  // namespace

NewBogieChecksheet Kind::as_sent(const BogieChecksheet& form) {
  return {maintenance_forms::as_sent(form), static_cast<const BogieDetails&>(form.bogie_details),
          form.bogie_checksheet, form.bmbc_checksheet};
}

Outcome<Content> Kind::judged(const NewBogieChecksheet& form) {
  Content content;
  content.details = understood(form.bogie_details);
  content.conditions = all_conditions(form.bogie_checksheet, form.bmbc_checksheet);
  const auto evaluation = evaluate(content.conditions);
  content.findings = schema::encoded(evaluation.findings);
  content.worst_severity = evaluation.worst;
  return content;
}

void Kind::narrow(const ListQuery& query, db::Selection& selection) {
  selection.where("bogie_no", query.bogie_no);
}

}  // namespace kpa::bogie_checksheets
