#include "features/people/service.hpp"

#include <utility>

#include "core/http/paging.hpp"
#include "core/i18n/text.hpp"
#include "features/people/field_problem.hpp"
#include "features/people/log.hpp"
#include "features/people/permissions.hpp"
#include "features/people/ranks.hpp"

namespace kpa::people {
namespace {

using http::Reach;
using identity::viewer_of;

void log_change(const http::Call& call, std::string_view action, std::int64_t id) {
  users.info(action, {{"user", id},
                      {"by", call.caller.user_id},
                      {"address", call.request.client_address},
                      {"request_id", call.request.request_id}});
}

/// The members that the caller may change of this visible person; nothing when none.
std::optional<Editable> editable_of(const Person& person, const http::Caller& caller) {
  const Reach reach = permissions::update_users.reach_of(caller.role);
  if (reach == Reach::all) return is_detail;
  if (person.id == caller.user_id) return is_personal;
  if (reach == Reach::regulars && !person.is_staff)
    return [](std::string_view member) { return is_detail(member) && !is_rank(member); };
  return std::nullopt;
}

/// Whether the caller may deactivate or activate this visible person.
bool may_deactivate(const Person& person, const http::Caller& caller) {
  const Reach reach = permissions::deactivate_users.reach_of(caller.role);
  return reach == Reach::all || (reach == Reach::regulars && !person.is_staff);
}

bool gains_rank(const Details& before, const Details& after) {
  return (after.is_staff && !before.is_staff) || (after.is_superuser && !before.is_superuser);
}

Problem last_superuser() {
  return {.code = Code::conflict,
          .message = i18n::text(
              "This is the last active superuser: somebody must be able to administer the system.")};
}

/// The problem to report for a violated constraint; rethrows other errors.
Problem refusal(const db::Error& error) {
  if (error.constraint == store::phone_number_index)
    return {.code = Code::phone_number_taken, .fields = {identity::phone_number_taken()}};
  if (error.constraint == identity::employee_id_index)
    return {.code = Code::conflict, .fields = {identity::employee_id_taken()}};
  if (error.constraint == store::no_circle)
    return {.code = Code::validation_failed,
            .fields = {problem("manager_id", "circle",
                               i18n::text("This user reports to the one whose manager it would be"))}};
  if (error.constraint == store::keep_a_superuser) return last_superuser();
  throw error;
}

}  // namespace

Task<Outcome<http::Page<Profile>>> Service::page(const http::Call& call, const schema::PageQuery& query,
                                                 db::Selection selection) const {
  if (!call.caller.sees_all) selection.where("seen", call.caller.user_id);
  if (const auto placed = http::place(query, "name", per_page_, selection); !placed) co_return placed.error();
  auto listed = co_await store::list.fetch(database_, selection);
  http::Page<Profile> answer;
  for (Person& person : listed.rows) answer.data.emplace_back(std::move(person));
  answer.pagination = http::pagination_of(selection, listed.total, listed.total_is_exact, listed.next);
  co_return answer;
}

db::Selection selection_of(const Filters& filters, const identity::Directory& directory) {
  db::Selection selection;
  if (filters.search) {
    // Phone numbers are stored in one spelling, but searched for in any spelling, or by a part; an employee
    // id may look like one.
    const auto number = directory.canonical_phone(*filters.search);
    if (number && number->find(*filters.search) == number->npos)
      selection.where("search_number", std::vector{*number, *filters.search});
    else
      selection.where("search", filters.search);
  }
  selection.where("department", filters.department);
  selection.where("is_active", filters.is_active);
  selection.where("is_staff", filters.is_staff);
  selection.where("manager", filters.manager);
  selection.where("depot", filters.depot);
  return selection;
}

Task<Outcome<http::Page<Profile>>> Service::list(const http::Call& call, ListQuery query) const {
  co_return co_await page(call, query, selection_of(query, directory_));
}

Task<Outcome<http::Page<Profile>>> Service::reports(const http::Call& call, std::int64_t id,
                                                    ReportsQuery query) const {
  const auto manager = co_await store::find(database_, id, viewer_of(call.caller));
  if (!manager) co_return Problem{.code = Code::not_found};
  db::Selection selection;
  selection.where(query.depth == Depth::all ? "reports_of" : "manager", id);
  co_return co_await page(call, query, std::move(selection));
}

Task<Outcome<Profile>> Service::get(const http::Call& call, std::int64_t id) const {
  auto person = co_await store::find(database_, id, viewer_of(call.caller));
  if (!person) co_return Problem{.code = Code::not_found};
  co_return Profile(std::move(*person));
}

Task<Outcome<Details>> Service::judged(const http::Call& call, db::Queries& unit, Details details,
                                       const Person* before) const {
  std::vector<FieldProblem> problems;
  if (before == nullptr || details.phone_number != before->phone_number) {
    const auto canonical = directory_.canonical_phone(details.phone_number);
    if (!canonical) problems.push_back(identity::not_a_phone_number());
    details.phone_number = canonical.value_or("");
  }
  if (details.is_superuser && !details.is_staff)
    problems.push_back(problem("is_staff", "superusers_are_staff", i18n::text("A superuser is also staff")));

  if (before == nullptr || details.manager_id != before->manager_id || details.depot_id != before->depot_id) {
    const auto placed = co_await store::look_for_placement(unit, details.manager_id, details.depot_id,
                                                           viewer_of(call.caller));
    if (!placed.manager && (before == nullptr || details.manager_id != before->manager_id))
      problems.push_back(problem("manager_id", "unknown_person", i18n::text("There is no such user")));
    if (!placed.depot && (before == nullptr || details.depot_id != before->depot_id))
      problems.push_back(
          problem("depot_id", "unknown_depot", i18n::text("Must be a depot, and one whose people you see")));
  }
  if (before != nullptr && details.manager_id == before->id)
    problems.push_back(problem("manager_id", "circle", i18n::text("Nobody is their own manager")));
  if (!problems.empty()) co_return Problem{.code = Code::validation_failed, .fields = std::move(problems)};
  co_return details;
}

Task<Outcome<Profile>> Service::create(const http::Call& call, Details details) const {
  const Details tidied = tidy(std::move(details));
  const auto work = [&](db::Queries& unit) { return create_in(call, unit, tidied); };
  auto person = co_await call.unit.transaction(work);
  if (person) log_change(call, "created", person->id);
  co_return person;
}

Task<Outcome<Profile>> Service::create_in(const http::Call& call, db::Queries& unit, Details details) const {
  if (permissions::create_users.reach_of(call.caller.role) != Reach::all) {
    auto problems = refused_ranks(details);
    if (!problems.empty()) co_return Problem{.code = Code::validation_failed, .fields = std::move(problems)};
  }
  auto good = co_await judged(call, unit, std::move(details), nullptr);
  if (!good) co_return good.error();
  if (auto refused = co_await sessions_.refusal_now(unit, call.caller)) co_return std::move(*refused);
  auto person = co_await store::insert(unit, *good, events::origin_of(call));
  if (person) co_return Profile(std::move(*person));
  const auto taken = co_await store::look_for_taken(unit, good->phone_number, good->employee_id);
  Problem refused{.code = taken.phone_number ? Code::phone_number_taken : Code::conflict};
  if (taken.phone_number) refused.fields.push_back(identity::phone_number_taken());
  if (taken.employee_id) refused.fields.push_back(identity::employee_id_taken());
  co_return refused;
}

Task<Outcome<Person>> Service::locked(const http::Call& call, db::Queries& unit, std::int64_t id) const {
  auto person = co_await store::find_for_update(unit, id, viewer_of(call.caller));
  if (auto refused = co_await sessions_.refusal_now(unit, call.caller)) co_return std::move(*refused);
  if (!person) co_return Problem{.code = Code::not_found};
  co_return std::move(*person);
}

Task<Outcome<Profile>> Service::update_in(const http::Call& call, db::Queries& unit, std::int64_t id,
                                          const Change& change) const {
  auto before = co_await locked(call, unit, id);
  if (!before) co_return before.error();
  const auto editable = editable_of(*before, call.caller);
  if (!editable) co_return Problem{.code = Code::forbidden};
  if (!call.expects(before->version)) co_return Problem{.code = Code::precondition_failed};
  auto details = change(*before, *editable);
  if (!details) co_return details.error();
  auto good = co_await judged(call, unit, std::move(*details), &*before);
  if (!good) co_return good.error();
  if (*good == static_cast<const Details&>(*before))  // neither version nor event
    co_return Profile(std::move(*before));
  // Otherwise a stolen token would be enough to take over the account: with another number, a code sets a new
  // password.
  if (id == call.caller.user_id && good->phone_number != before->phone_number)
    co_return Problem{
        .code = Code::validation_failed,
        .fields = {problem("phone_number", "own_number",
                           i18n::text("Another superuser must change your number, not you yourself"))}};
  const bool gains = gains_rank(*before, *good);
  const bool has_other_number = good->phone_number != before->phone_number;
  auto after = co_await store::update(unit, std::move(*before), std::move(*good), events::origin_of(call));
  if (gains)
    co_await logins_.require_new_proof(unit, id, events::origin_of(call));
  else if (has_other_number)
    co_await logins_.end_access(unit, id, sessions::Ended::by_administrator);
  co_return Profile(std::move(after));
}

Task<Outcome<Profile>> Service::update(const http::Call& call, std::int64_t id, Change change) const {
  const auto work = [&](db::Queries& unit) { return update_in(call, unit, id, change); };
  try {
    auto person = co_await call.unit.transaction(work);
    if (person) {
      sessions_.ask_again();
      log_change(call, "changed", id);
    }
    co_return person;
  } catch (const db::Error& error) {
    co_return refusal(error);
  }
}

Task<Outcome<Profile>> Service::replace(const http::Call& call, std::int64_t id,
                                        Replacement<Details> replacement) const {
  return update(call, id,
                [replacement = std::move(replacement)](const Person& current, const Editable& editable) {
                  return people::changed(current, replacement, editable);
                });
}

Task<Outcome<Profile>> Service::change(const http::Call& call, std::int64_t id,
                                       schema::Patch<Details> patch) const {
  return update(call, id, [patch = std::move(patch)](const Person& current, const Editable& editable) {
    return people::changed(current, patch, editable);
  });
}

Task<Outcome<http::Nothing>> Service::deactivate(const http::Call& call, std::int64_t id) const {
  if (id == call.caller.user_id)
    co_return Problem{.code = Code::conflict, .message = i18n::text("You cannot deactivate yourself.")};
  bool deactivated = false;
  const auto work = [&](db::Queries& unit) -> Task<Outcome<http::Nothing>> {
    const auto person = co_await locked(call, unit, id);
    if (!person) co_return person.error();
    if (!may_deactivate(*person, call.caller)) co_return Problem{.code = Code::forbidden};
    deactivated = co_await store::deactivate(unit, id, events::origin_of(call));
    // Otherwise codes and links would be valid again after an activation.
    if (deactivated) co_await logins_.end_access(unit, id, sessions::Ended::deactivation);
    co_return http::Nothing{};
  };
  try {
    auto done = co_await call.unit.transaction(work);
    sessions_.ask_again();
    if (deactivated) security.info("deactivated", {{"user", id}, {"by", call.caller.user_id}});
    co_return done;
  } catch (const db::Error& error) {
    co_return refusal(error);
  }
}

Task<Outcome<Profile>> Service::activate(const http::Call& call, std::int64_t id) const {
  bool changed = false;
  const auto work = [&](db::Queries& unit) -> Task<Outcome<Profile>> {
    auto person = co_await locked(call, unit, id);
    if (!person) co_return person.error();
    if (!may_deactivate(*person, call.caller)) co_return Problem{.code = Code::forbidden};
    auto activated = co_await store::activate(unit, id, events::origin_of(call));
    changed = activated.has_value();
    co_return Profile(activated ? std::move(*activated) : std::move(*person));
  };
  auto person = co_await call.unit.transaction(work);
  if (changed) log_change(call, "activated", id);
  co_return person;
}

}  // namespace kpa::people
