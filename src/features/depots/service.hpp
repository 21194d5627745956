#pragma once

#include <utility>

#include "core/http/answers.hpp"
#include "core/http/caller.hpp"
#include "core/i18n/text.hpp"
#include "features/depots/store.hpp"

namespace kpa::depots {

/// Superusers write zones, divisions and depots; everybody reads them. They are few: lists are whole. They
/// are not removed, because people and forms refer to them for good.
template <Level level>
class Service {
 public:
  using P = Place<level>;
  using N = NewPlace<level>;

  /// The database outlives it.
  explicit Service(db::Queries& database) : database_(database) {}

  Task<Outcome<http::Whole<P>>> list() const {
    http::Whole<P> answer;
    answer.data = co_await store<level>().all(database_);
    co_return answer;
  }
  Task<Outcome<P>> get(std::int64_t id) const {
    auto place = co_await store<level>().find(database_, id);
    if (!place) co_return Problem{.code = Code::not_found};
    co_return std::move(*place);
  }
  Task<Outcome<P>> create(const http::Call& call, N place) const {
    return told(store<level>().insert(call.unit, std::move(place), events::origin_of(call)));
  }
  Task<Outcome<P>> replace(const http::Call& call, std::int64_t id, N place) const {
    const auto work = [&](db::Queries& unit) -> Task<Outcome<P>> {
      auto before = co_await current(call, unit, id);
      if (!before) co_return before.error();
      co_return co_await store_change(call, unit, std::move(*before), place);
    };
    co_return co_await call.unit.transaction(work);
  }
  Task<Outcome<P>> change(const http::Call& call, std::int64_t id, schema::Patch<N> patch) const {
    const auto work = [&](db::Queries& unit) -> Task<Outcome<P>> {
      auto before = co_await current(call, unit, id);
      if (!before) co_return before.error();
      auto place = patch.applied_to(*before);
      if (!place) co_return place.error();
      co_return co_await store_change(call, unit, std::move(*before), std::move(*place));
    };
    co_return co_await call.unit.transaction(work);
  }

 private:
  /// The locked record, if it is in the version that the client saw.
  static Task<Outcome<P>> current(const http::Call& call, db::Queries& unit, std::int64_t id) {
    auto place = co_await store<level>().find_for_update(unit, id);
    if (!place) co_return Problem{.code = Code::not_found};
    if (!call.expects(place->version)) co_return Problem{.code = Code::precondition_failed};
    co_return std::move(*place);
  }

  static Task<Outcome<P>> store_change(const http::Call& call, db::Queries& unit, P before, N place) {
    if (static_cast<const N&>(before) == place) co_return before;  // no version, no event
    co_return co_await told(
        store<level>().update(unit, std::move(before), std::move(place), events::origin_of(call)));
  }

  /// The stored record, or what the database's constraints have against it.
  static Task<Outcome<P>> told(Task<P> stored) {
    try {
      co_return co_await std::move(stored);
    } catch (const db::Error& error) {
      if (error.constraint == names<level>.code_constraint)
        co_return field_failure(Code::conflict, "code", "taken", i18n::text("This code is already in use"));
      if (level == Level::zone || error.constraint != names<level>.parent_constraint) throw;
      co_return field_failure(Code::validation_failed, std::string(names<level>.parent), "unknown_place",
                              i18n::text("There is no such place"));
    }
  }

  db::Queries& database_;
};

}  // namespace kpa::depots
