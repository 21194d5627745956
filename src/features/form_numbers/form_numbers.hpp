#pragma once

#include <string>

#include "core/db/database.hpp"
#include "core/schema/constraints.hpp"

namespace kpa::form_numbers {

/// 1 to 50 letters, digits, `-`, `_`, `/` and `.`.
schema::Constraint<std::string> form_number();

/// Takes the next number of a series in the current year of the configured time zone: `WS-2026-000001`.
/// Numbers increase by one and restart each year. A number is never given twice, even when no form was stored
/// under it, so that nobody waits for another's transaction.
Task<std::string> next(db::Queries& unit, std::string series);

/// The failure when a number is already in use.
Problem taken();

/// How many used numbers of a series store_under() skips for one form.
constexpr int most_taken = 100;
/// The failure when all of those are in use.
Problem none_free();

/// Stores something under `number` or, if that is empty, under the next free number of the series; returns
/// what was stored. `attempt(unit, number)`, a coroutine, stores it, or returns nothing when the number is in
/// use. Then a requested number fails with taken(); in the series the next number is tried, and finally fails
/// with none_free().
template <class F>
auto store_under(db::Queries& unit, std::string series, std::string number, F attempt)
    -> Task<Outcome<typename std::invoke_result_t<F&, db::Queries&, std::string>::value_type::value_type>> {
  if (!number.empty()) {
    auto stored = co_await attempt(unit, std::move(number));
    if (!stored) co_return taken();
    co_return std::move(*stored);
  }
  for (int passed = 0; passed < most_taken; ++passed) {
    std::string following = co_await next(unit, series);
    auto stored = co_await attempt(unit, std::move(following));
    if (stored) co_return std::move(*stored);
  }
  co_return none_free();
}

}  // namespace kpa::form_numbers
