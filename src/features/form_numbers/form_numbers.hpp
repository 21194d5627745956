#pragma once

#include <string>

#include "core/db/database.hpp"
#include "core/schema/constraints.hpp"

namespace kpa::form_numbers {

/// 1 to 50 letters, digits, `-`, `_`, `/` and `.`.
schema::Constraint<std::string> form_number();

/// The next number of a series in the current year of the configured zone: `WS-2026-000001`. Numbers rise by
/// one and start again each year; those of a transaction that is rolled back are given out again. Call it
/// inside a transaction.
Task<std::string> next(db::Queries& unit, std::string series);

/// The answer to a number that is in use.
Problem taken();

/// What `attempt(unit, number)`, a coroutine, stores under `number`; when that is empty, under the next one
/// of the series. `attempt` gives nothing when the number is in use: the one asked for fails with taken(), a
/// next one that somebody took by hand is passed over.
template <class F>
auto store_under(db::Queries& unit, std::string series, std::string number, F attempt)
    -> Task<Outcome<typename std::invoke_result_t<F&, db::Queries&, std::string>::value_type::value_type>> {
  using Stored = typename std::invoke_result_t<F&, db::Queries&, std::string>::value_type::value_type;
  if (!number.empty()) {
    auto stored = co_await attempt(unit, std::move(number));
    if (!stored) co_return taken();
    co_return std::move(*stored);
  }
  const auto work = [&](db::Queries& open) -> Task<Stored> {
    for (;;) {
      std::string following = co_await next(open, series);
      auto stored = co_await attempt(open, std::move(following));
      if (stored) co_return std::move(*stored);
    }
  };
  co_return co_await unit.transaction(work);
}

}  // namespace kpa::form_numbers
