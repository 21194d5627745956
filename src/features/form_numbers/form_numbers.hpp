#pragma once

#include <string>

#include "core/db/database.hpp"
#include "core/schema/constraints.hpp"

namespace kpa::form_numbers {

/// 1 to 50 letters, digits, `-`, `_`, `/` and `.`.
schema::Constraint<std::string> form_number();

/// The next number of a series in the current year of the configured zone: `WS-2026-000001`. Numbers rise by
/// one and start again each year. A number that was given is not given again, even when no form was stored
/// under it: so nobody waits until another's form is stored.
Task<std::string> next(db::Queries& unit, std::string series);

/// The answer to a number that is in use.
Problem taken();

/// How many numbers of a series, taken already, store_under() passes over for one form.
constexpr int most_taken = 100;
/// The answer when all of those are in use.
Problem none_free();

/// Stores something under `number` or, when that is empty, under the next free one of the series, and gives
/// what was stored. `attempt(unit, number)`, a coroutine, stores it; it gives nothing when the number is in
/// use. Then a number that was asked for fails with taken(), and of the series the following one is tried,
/// until none_free().
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
