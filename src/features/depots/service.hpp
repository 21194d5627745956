#pragma once

#include <optional>
#include <utility>

#include "core/http/answers.hpp"
#include "core/http/caller.hpp"
#include "features/depots/store.hpp"

namespace kpa::depots {

/// The problem to report when a constraint of these tables refused a write; nothing for other errors.
std::optional<Problem> refusal_of(const db::Error& error);

template <class Place, class NewPlace>
Task<Outcome<http::Whole<Place>>> list(db::Queries& database, const Table<Place, NewPlace>& table) {
  http::Whole<Place> answer;
  answer.data = co_await database.all(table.all);
  co_return answer;
}

template <class Place, class NewPlace>
Task<Outcome<Place>> get(db::Queries& database, const Table<Place, NewPlace>& table, std::int64_t id) {
  auto place = co_await database.first(table.by_id, id);
  if (!place) co_return Problem{.code = Code::not_found};
  co_return std::move(*place);
}

template <class Place, class NewPlace>
Task<Outcome<Place>> create(const http::Call& call, const Table<Place, NewPlace>& table, NewPlace place) {
  RawJson is{schema::encode(place)};
  try {
    auto made =
        co_await call.unit.first(table.insert, events::origin_of(call), std::move(is), std::move(place));
    co_return std::move(made).value();
  } catch (const db::Error& error) {
    auto refusal = refusal_of(error);
    if (!refusal) throw;
    co_return *std::move(refusal);
  }
}

/// Changes a place to the result of `becomes(place)`, an Outcome<NewPlace>. If nothing changes, neither
/// version nor event is written. Fails with precondition_failed when the client saw another version.
template <class Place, class NewPlace, class Becomes>
Task<Outcome<Place>> update(const http::Call& call, const Table<Place, NewPlace>& table, std::int64_t id,
                            Becomes becomes) {
  const auto work = [&](db::Queries& unit) -> Task<Outcome<Place>> {
    auto before = co_await unit.first(table.for_update, id);
    if (!before) co_return Problem{.code = Code::not_found};
    if (!call.expects(before->version)) co_return Problem{.code = Code::precondition_failed};
    const NewPlace& place = *before;
    const Outcome<NewPlace> changed = becomes(*before);
    if (!changed) co_return changed.error();
    if (*changed == place) co_return std::move(*before);
    RawJson was{schema::encode(place)}, is{schema::encode(*changed)};
    auto stored = co_await unit.first(table.update, events::origin_of(call), id, std::move(was),
                                      std::move(is), *changed);
    co_return std::move(stored).value();
  };
  try {
    co_return co_await call.unit.transaction(work);
  } catch (const db::Error& error) {
    auto refusal = refusal_of(error);
    if (!refusal) throw;
    co_return *std::move(refusal);
  }
}

}  // namespace kpa::depots
