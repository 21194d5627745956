#include "features/review/actors.hpp"

#include <algorithm>

#include <boost/json/parse.hpp>

#include "features/review/store.hpp"

namespace kpa::review {
namespace {

http::Caller caller_of(const store::Ranked& person) { return identity::caller_of(person.id, person); }

}  // namespace

Task<http::Caller> caller_for(db::Queries& database, std::int64_t person) {
  const auto found = co_await database.first(store::ranked, person);
  co_return found ? caller_of(*found) : http::Caller{};
}

Task<std::vector<Actor>> actors_of(db::Queries& database, http::Caller caller) {
  std::vector<Actor> all{{caller}};
  if (!caller.is_staff()) co_return all;
  const auto delegators = co_await database.all(store::delegators, caller.user_id, today());
  for (const auto& delegator : delegators)
    if (const auto as = caller_of(delegator); as.is_staff()) all.push_back({as, delegator.id});
  co_return all;
}

Task<std::optional<Seen>> find(db::Queries& database, const records::Kind& kind, std::int64_t id,
                               std::vector<Actor> actors) {
  for (const Actor& actor : actors) {
    auto record = co_await kind.reviewable()->find(database, id, identity::viewer_of(actor.caller));
    if (record) co_return Seen{std::move(*record), actor};
  }
  co_return std::nullopt;
}

Task<std::optional<Seen>> lock(db::Queries& unit, const records::Kind& kind, std::int64_t id,
                               std::vector<Actor> actors) {
  for (const Actor& actor : actors) {
    auto record = co_await kind.reviewable()->lock(unit, id, identity::viewer_of(actor.caller));
    if (record) co_return Seen{std::move(*record), actor};
  }
  co_return std::nullopt;
}

bool is_own(const records::Reviewed& record, http::Caller caller, const Actor& actor) {
  const auto written_by = boost::json::parse(record.written_by.text);
  const auto of = [&](std::int64_t person) {
    return person == record.inspector || person == record.created_by ||
           std::ranges::find(written_by.as_array(), boost::json::value(person)) !=
               written_by.as_array().end();
  };
  return of(caller.user_id) || of(actor.caller.user_id);
}

}  // namespace kpa::review
