#include "features/review/delegations.hpp"

#include <utility>

#include "core/schema/object.hpp"
#include "features/review/actors.hpp"

template <>
const kpa::db::Columns<kpa::review::Delegation>& kpa::db::columns() {
  using D = review::Delegation;
  static const auto made = Columns<D>()
                               .column("id", &D::id)
                               .column("delegator", &D::delegator)
                               .column("delegate", &D::delegate)
                               .column("starts_on", &D::starts_on)
                               .column("ends_on", &D::ends_on)
                               .column("ended_at", &D::ended_at)
                               .column("version", &D::version);
  return made;
}

namespace kpa::review {
namespace {

const std::string answered = db::column_list<Delegation>();

/// The second value: whether all are to be seen.
const db::Query<Delegation(std::int64_t, bool)> visible{"review_delegations",
                                                        "SELECT " + answered + R"( FROM review_delegations
                           WHERE $2 OR $1 IN (delegator, delegate) ORDER BY id DESC LIMIT 200)"};

const db::Change<Delegation(events::Origin, std::int64_t, std::int64_t, Date, Date, RawJson)> insert{
    "review_delegation_insert",
    events::sql_of(
        {.entity_type = "review_delegation",
         .change =
             "INSERT INTO review_delegations (delegator, delegate, starts_on, ends_on) VALUES ($4, $5, $6, $7)",
         .action = "'created'",
         .after = "$8",
         .answered = answered})};

const db::Change<Delegation(std::int64_t)> for_update{
    "review_delegation_for_update",
    "SELECT " + answered + " FROM review_delegations WHERE id = $1 FOR UPDATE"};

const db::Change<Delegation(events::Origin, std::int64_t)> ending{
    "review_delegation_end",
    events::sql_of(
        {.entity_type = "review_delegation",
         .change =
             "UPDATE review_delegations SET ended_at = now(), version = version + 1, updated_at = now() WHERE id = $4",
         .action = "'ended'",
         .answered = answered})};

}  // namespace

Task<Outcome<http::Whole<Delegation>>> Delegations::list(const http::Call& call) const {
  http::Whole<Delegation> answer;
  const bool all = call.caller.role >= http::Role::superuser;
  answer.data = co_await database_.all(visible, call.caller.user_id, all);
  co_return answer;
}

Task<Outcome<Delegation>> Delegations::create(const http::Call& call, NewDelegation delegation) const {
  Problem problem{.code = Code::validation_failed};
  const auto refuse = [&](std::string member, std::string code, i18n::Text why) {
    problem.fields.push_back({std::move(member), std::move(code), {}, why});
  };
  const auto viewer = identity::viewer_of(call.caller);
  std::optional<std::int64_t> delegator = call.caller.user_id;
  if (delegation.delegator) delegator = co_await people_.find(call.unit, delegation.delegator->text, viewer);
  const auto delegate = co_await people_.find(call.unit, delegation.delegate.text, viewer);
  if (delegator != call.caller.user_id && call.caller.role < http::Role::superuser)
    refuse("delegator", "not_yourself",
           i18n::text("Must be yourself: only superusers may delegate for others"));
  http::Caller from, to;
  if (delegator) from = co_await caller_for(call.unit, *delegator);
  if (delegate) to = co_await caller_for(call.unit, *delegate);
  const auto cannot = i18n::text("Must be somebody who may review forms");
  if (problem.fields.empty() && !from.is_staff()) refuse("delegator", "cannot_review", cannot);
  if (!to.is_staff()) refuse("delegate", "cannot_review", cannot);
  if (delegate && delegate == delegator) refuse("delegate", "yourself", i18n::text("Must be somebody else"));
  if (delegation.ends_on < delegation.starts_on)
    problem.fields.push_back({"endsOn",
                              "before_start",
                              {{"start", format(delegation.starts_on)}},
                              i18n::text("Must not be before {start}")});
  if (delegation.ends_on < today()) refuse("endsOn", "over", i18n::text("Must not be before today"));
  if (!problem.fields.empty()) co_return problem;
  delegation.delegator = schema::Identifier{std::to_string(*delegator)};
  delegation.delegate = schema::Identifier{std::to_string(*delegate)};
  RawJson is{schema::encode(delegation)};
  auto made = co_await call.unit.first(insert, events::origin_of(call), *delegator, *delegate,
                                       delegation.starts_on, delegation.ends_on, std::move(is));
  co_return std::move(made).value();
}

Task<Outcome<Delegation>> Delegations::end(const http::Call& call, std::int64_t id) const {
  const auto work = [&](db::Queries& unit) -> Task<Outcome<Delegation>> {
    auto before = co_await unit.first(for_update, id);
    const bool all = call.caller.role >= http::Role::superuser;
    if (!before || (!all && before->delegator != call.caller.user_id))
      co_return Problem{.code = Code::not_found};
    if (!call.expects(before->version)) co_return Problem{.code = Code::precondition_failed};
    if (before->ended_at) co_return std::move(*before);
    auto after = co_await unit.first(ending, events::origin_of(call), id);
    co_return std::move(after).value();
  };
  co_return co_await call.unit.transaction(work);
}

}  // namespace kpa::review

namespace kpa::schema {

using review::Delegation;
using review::NewDelegation;

template <>
const Object<NewDelegation>& describe() {
  using D = NewDelegation;
  static const auto made =
      object<D>("NewDelegation")
          .field("delegate", &D::delegate, "Who is to review: id, employee id or phone number", "KGP-1002")
          .field("delegator", &D::delegator,
                 "In whose place; yourself when left out. Only superusers may name somebody else", nullptr)
          .field("startsOn", &D::starts_on, "The first day", "2099-01-01")
          .field("endsOn", &D::ends_on, "The last day", "2099-01-31");
  return made;
}
template <>
const Object<Delegation>& describe() {
  using D = Delegation;
  static const auto made = object<D>("Delegation")
                               .field("id", &D::id, "Number of the delegation", 1)
                               .field("delegator", &D::delegator, "Id of the person in whose place", 123)
                               .field("delegate", &D::delegate, "Id of the person who reviews", 124)
                               .field("startsOn", &D::starts_on, "The first day", "2099-01-01")
                               .field("endsOn", &D::ends_on, "The last day", "2099-01-31")
                               .field("endedAt", &D::ended_at, "When it was ended early")
                               .field("version", &D::version, "The ETag is made from it", 1)
                               .versioned(&D::version);
  return made;
}

}  // namespace kpa::schema
