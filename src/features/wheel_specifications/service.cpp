#include "features/wheel_specifications/service.hpp"

#include <algorithm>

#include "core/http/paging.hpp"
#include "features/form_numbers/form_numbers.hpp"
#include "features/review/review.hpp"

namespace kpa::wheel_specifications {
namespace {

constexpr auto number_series = "WS";

bool may_see(const http::Caller& caller, const WheelSpecification& form) {
  return caller.is_staff() || form.submitted_by == caller.user_id;
}

/// A stored form as an inspector would have sent it: what patches apply to, and what events keep.
NewWheelSpecification as_sent(const WheelSpecification& form) {
  return {form.form_number, schema::Identifier{std::to_string(form.submitted_by)}, form.submitted_date,
          form.stock_type, form.fields};
}

/// The form as events keep it.
RawJson event_content(const Content& content) {
  const NewWheelSpecification sent{content.form_number,
                                   schema::Identifier{std::to_string(content.submitted_by)},
                                   content.submitted_date, content.stock_type, Fields{content.measurements}};
  return {schema::encode(sent)};
}

/// What is stored of a form: with its person found and its measurements judged. The number may still be
/// empty.
Task<Outcome<Content>> judged(db::Queries& unit, accounts::Accounts& accounts, http::Caller caller,
                              NewWheelSpecification form) {
  const auto person =
      co_await review::person_of_form(accounts, unit, caller, form.submitted_by, "submittedBy");
  const auto* rules = newest_rule_set(form.stock_type.value_or(std::string(default_stock_type)));
  if (!person || rules == nullptr) {
    Problem problem = person ? Problem{.code = Code::validation_failed} : person.error();
    if (rules == nullptr)
      problem.fields.push_back(
          {"stockType", "unknown_stock_type", {}, "There are no limits for this type of stock"});
    co_return problem;
  }

  const auto findings = evaluate(*rules, form.fields.values);
  co_return Content{.form_number = form.form_number.value_or(""),
                    .submitted_by = *person,
                    .submitted_date = form.submitted_date,
                    .stock_type = std::string(rules->stock_type),
                    .rule_set_version = rules->version,
                    .measurements = std::move(form.fields.values),
                    .findings = schema::encoded(findings),
                    .worst_severity = worst_severity(findings)};
}

/// The locked form, if the caller may change it now.
Task<Outcome<WheelSpecification>> editable(db::Queries& unit, http::Caller caller, std::int64_t id,
                                           std::optional<std::int64_t> expected_version) {
  auto form = co_await find_for_update(unit, id);
  if (!form || !may_see(caller, *form)) co_return Problem{.code = Code::not_found};
  if (const auto refused = review::refusal(form->status, form->version, expected_version)) co_return *refused;
  co_return std::move(*form);
}

Task<Outcome<WheelSpecification>> store_change(db::Queries& unit, accounts::Accounts& accounts,
                                               http::Caller caller, events::Origin origin,
                                               WheelSpecification before, NewWheelSpecification form) {
  // What an update leaves out of these keeps its value: a form has always a number, a person and a type.
  if (!form.form_number) form.form_number = before.form_number;
  if (!form.submitted_by) form.submitted_by = schema::Identifier{std::to_string(before.submitted_by)};
  if (!form.stock_type) form.stock_type = before.stock_type;
  auto content = co_await judged(unit, accounts, caller, std::move(form));
  if (!content) co_return content.error();
  const RawJson was{schema::encode(as_sent(before))};
  auto stored = co_await update(unit, before.id, *content, was, event_content(*content), std::move(origin));
  if (!stored) co_return form_numbers::taken();
  co_return std::move(*stored);
}

}  // namespace

Task<Outcome<WheelSpecification>> Service::create(const http::Call& call, NewWheelSpecification form) const {
  auto content = co_await judged(call.unit, accounts_, call.caller, std::move(form));
  if (!content) co_return content.error();
  const auto attempt = [&](db::Queries& unit, std::string number) {
    content->form_number = std::move(number);
    return insert(unit, *content, event_content(*content), events::origin_of(call));
  };
  auto change = form_numbers::store_under(call.unit, number_series, content->form_number, attempt);
  co_return co_await review::logged(call, entity_type, "created", std::move(change));
}

Task<Outcome<http::Page<WheelSpecification>>> Service::list(const http::Call& call, ListQuery query) const {
  db::Selection selection;
  if (query.form_number) selection.where("form_number", db::containing(*query.form_number));
  if (query.submitted_by) {
    // A person who does not exist has no forms.
    const auto person = co_await accounts_.find_person(database_, query.submitted_by->text);
    selection.where("submitted_by", person.value_or(0));
  }
  selection.where("submitted_date", query.submitted_date);
  selection.where("submitted_date_from", query.submitted_date_from);
  selection.where("submitted_date_to", query.submitted_date_to);
  selection.where("status", query.status);
  selection.where("created_after", query.created_after);
  selection.where("created_before", query.created_before);
  selection.where("has_findings", query.has_findings);
  const bool filtered = !selection.filters.empty();
  if (!call.caller.is_staff()) selection.where("submitted_by", call.caller.user_id);
  const http::PageQuery page{query.sort, query.page, query.per_page, query.cursor};
  if (const auto placed = http::place(page, "-created_at", per_page_, selection); !placed)
    co_return placed.error();

  auto listed = co_await wheel_specifications::list(database_, selection);
  co_return http::Page<WheelSpecification>{
      .message = filtered ? "Filtered wheel specifications fetched successfully."
                          : "All wheel specifications fetched successfully.",
      .data = std::move(listed.rows),
      .pagination = http::pagination_of(selection, listed.total, listed.total_is_exact, listed.next)};
}

Task<Outcome<WheelSpecification>> Service::get(const http::Call& call, std::int64_t id) const {
  auto form = co_await find(database_, id);
  if (!form || !may_see(call.caller, *form)) co_return Problem{.code = Code::not_found};
  co_return std::move(*form);
}

Task<Outcome<WheelSpecification>> Service::replace(const http::Call& call, std::int64_t id,
                                                   NewWheelSpecification form) const {
  const auto work = [&](db::Queries& unit) -> Task<Outcome<WheelSpecification>> {
    auto before = co_await editable(unit, call.caller, id, call.expected_version);
    if (!before) co_return before.error();
    co_return co_await store_change(unit, accounts_, call.caller, events::origin_of(call), std::move(*before),
                                    form);
  };
  co_return co_await review::logged(call, entity_type, "updated", call.unit.transaction(work));
}

Task<Outcome<WheelSpecification>> Service::change(const http::Call& call, std::int64_t id,
                                                  schema::Patch<NewWheelSpecification> patch) const {
  const auto work = [&](db::Queries& unit) -> Task<Outcome<WheelSpecification>> {
    auto before = co_await editable(unit, call.caller, id, call.expected_version);
    if (!before) co_return before.error();
    auto form = patch.applied_to(as_sent(*before));
    if (!form) co_return form.error();
    co_return co_await store_change(unit, accounts_, call.caller, events::origin_of(call), std::move(*before),
                                    std::move(*form));
  };
  co_return co_await review::logged(call, entity_type, "updated", call.unit.transaction(work));
}

Task<Outcome<WheelSpecification>> Service::submit(const http::Call& call, std::int64_t id) const {
  const auto work = [&](db::Queries& unit) -> Task<Outcome<WheelSpecification>> {
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

}  // namespace kpa::wheel_specifications
