#include "features/bogie_checksheets/service.hpp"

#include <utility>

#include "core/http/paging.hpp"
#include "features/form_numbers/form_numbers.hpp"
#include "features/review/review.hpp"

namespace kpa::bogie_checksheets {
namespace {

constexpr auto number_series = "BC";

bool may_see(const http::Caller& caller, const BogieChecksheet& form) {
  return caller.is_staff() || form.inspection_by == caller.user_id;
}

/// A stored checksheet as an inspector would have sent it: what patches apply to, and what events keep.
NewBogieChecksheet as_sent(const BogieChecksheet& form) {
  return {form.form_number,      schema::Identifier{std::to_string(form.inspection_by)},
          form.inspection_date,  static_cast<const BogieDetails&>(form.bogie_details),
          form.bogie_checksheet, form.bmbc_checksheet};
}

/// The checksheet as events keep it.
RawJson event_content(const Content& content) {
  const NewBogieChecksheet sent{content.form_number,
                                schema::Identifier{std::to_string(content.inspection_by)},
                                content.inspection_date,
                                static_cast<const BogieDetails&>(content.details),
                                InspectedBogie{content.conditions},
                                InspectedBmbc{content.conditions}};
  return {schema::encode(sent)};
}

UnderstoodBogieDetails understood(BogieDetails details) {
  UnderstoodBogieDetails all{std::move(details), {}, {}, {}, {}};
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

/// What is stored of a checksheet: with its person found and its conditions judged. The number may still be
/// empty.
Task<Outcome<Content>> judged(db::Queries& unit, accounts::Accounts& accounts, http::Caller caller,
                              NewBogieChecksheet form) {
  const auto person =
      co_await review::person_of_form(accounts, unit, caller, form.inspection_by, "inspectionBy");
  if (!person) co_return person.error();
  const auto conditions = all_conditions(form.bogie_checksheet, form.bmbc_checksheet);
  const auto evaluation = evaluate(conditions);
  co_return Content{.form_number = form.form_number.value_or(""),
                    .inspection_by = *person,
                    .inspection_date = form.inspection_date,
                    .details = understood(std::move(form.bogie_details)),
                    .conditions = conditions,
                    .findings = schema::encoded(evaluation.findings),
                    .worst_severity = evaluation.worst};
}

/// The locked checksheet, if the caller may change it now.
Task<Outcome<BogieChecksheet>> editable(db::Queries& unit, http::Caller caller, std::int64_t id,
                                        std::optional<std::int64_t> expected_version) {
  auto form = co_await find_for_update(unit, id);
  if (!form || !may_see(caller, *form)) co_return Problem{.code = Code::not_found};
  if (const auto refused = review::refusal(form->status, form->version, expected_version)) co_return *refused;
  co_return std::move(*form);
}

Task<Outcome<BogieChecksheet>> store_change(db::Queries& unit, accounts::Accounts& accounts,
                                            http::Caller caller, events::Origin origin,
                                            BogieChecksheet before, NewBogieChecksheet form) {
  // What an update leaves out of these keeps its value: a checksheet has always a number and a person.
  if (!form.form_number) form.form_number = before.form_number;
  if (!form.inspection_by) form.inspection_by = schema::Identifier{std::to_string(before.inspection_by)};
  auto content = co_await judged(unit, accounts, caller, std::move(form));
  if (!content) co_return content.error();
  const RawJson was{schema::encode(as_sent(before))};
  auto stored = co_await update(unit, before.id, *content, was, event_content(*content), std::move(origin));
  if (!stored) co_return form_numbers::taken();
  co_return std::move(*stored);
}

}  // namespace

Task<Outcome<BogieChecksheet>> Service::create(const http::Call& call, NewBogieChecksheet form) const {
  auto content = co_await judged(call.unit, accounts_, call.caller, std::move(form));
  if (!content) co_return content.error();
  const auto attempt = [&](db::Queries& unit, std::string number) {
    content->form_number = std::move(number);
    return insert(unit, *content, event_content(*content), events::origin_of(call));
  };
  auto change = form_numbers::store_under(call.unit, number_series, content->form_number, attempt);
  co_return co_await review::logged(call, entity_type, "created", std::move(change));
}

Task<Outcome<http::Page<BogieChecksheet>>> Service::list(const http::Call& call, ListQuery query) const {
  db::Selection selection;
  if (query.form_number) selection.where("form_number", db::containing(*query.form_number));
  if (query.inspection_by) {
    // A person who does not exist has no checksheets.
    const auto person = co_await accounts_.find_person(database_, query.inspection_by->text);
    selection.where("inspection_by", person.value_or(0));
  }
  selection.where("inspection_date", query.inspection_date);
  selection.where("inspection_date_from", query.inspection_date_from);
  selection.where("inspection_date_to", query.inspection_date_to);
  selection.where("status", query.status);
  selection.where("bogie_no", query.bogie_no);
  selection.where("created_after", query.created_after);
  selection.where("created_before", query.created_before);
  selection.where("has_findings", query.has_findings);
  const bool filtered = !selection.filters.empty();
  if (!call.caller.is_staff()) selection.where("inspection_by", call.caller.user_id);
  const http::PageQuery page{query.sort, query.page, query.per_page, query.cursor};
  if (const auto placed = http::place(page, "-created_at", per_page_, selection); !placed)
    co_return placed.error();

  auto listed = co_await bogie_checksheets::list(database_, selection);
  co_return http::Page<BogieChecksheet>{
      .message = filtered ? "Filtered bogie checksheets fetched successfully."
                          : "All bogie checksheets fetched successfully.",
      .data = std::move(listed.rows),
      .pagination = http::pagination_of(selection, listed.total, listed.total_is_exact, listed.next)};
}

Task<Outcome<BogieChecksheet>> Service::get(const http::Call& call, std::int64_t id) const {
  auto form = co_await find(database_, id);
  if (!form || !may_see(call.caller, *form)) co_return Problem{.code = Code::not_found};
  co_return std::move(*form);
}

Task<Outcome<BogieChecksheet>> Service::replace(const http::Call& call, std::int64_t id,
                                                NewBogieChecksheet form) const {
  const auto work = [&](db::Queries& unit) -> Task<Outcome<BogieChecksheet>> {
    auto before = co_await editable(unit, call.caller, id, call.expected_version);
    if (!before) co_return before.error();
    co_return co_await store_change(unit, accounts_, call.caller, events::origin_of(call), std::move(*before),
                                    form);
  };
  co_return co_await review::logged(call, entity_type, "updated", call.unit.transaction(work));
}

Task<Outcome<BogieChecksheet>> Service::change(const http::Call& call, std::int64_t id,
                                               schema::Patch<NewBogieChecksheet> patch) const {
  const auto work = [&](db::Queries& unit) -> Task<Outcome<BogieChecksheet>> {
    auto before = co_await editable(unit, call.caller, id, call.expected_version);
    if (!before) co_return before.error();
    auto form = patch.applied_to(as_sent(*before));
    if (!form) co_return form.error();
    co_return co_await store_change(unit, accounts_, call.caller, events::origin_of(call), std::move(*before),
                                    std::move(*form));
  };
  co_return co_await review::logged(call, entity_type, "updated", call.unit.transaction(work));
}

Task<Outcome<BogieChecksheet>> Service::submit(const http::Call& call, std::int64_t id) const {
  const auto work = [&](db::Queries& unit) -> Task<Outcome<BogieChecksheet>> {
    auto before = co_await editable(unit, call.caller, id, call.expected_version);
    if (!before) co_return before.error();
    co_return co_await set_status(unit, id, before->status, review::Status::submitted, "submitted",
                                  events::origin_of(call));
  };
  co_return co_await review::logged(call, entity_type, "submitted", call.unit.transaction(work));
}

Task<Outcome<std::vector<events::Entry>>> Service::history(const http::Call& call, std::int64_t id) const {
  const auto form = co_await get(call, id);
  if (!form) co_return form.error();
  co_return co_await events::history(database_, std::string(entity_type), id);
}

}  // namespace kpa::bogie_checksheets
