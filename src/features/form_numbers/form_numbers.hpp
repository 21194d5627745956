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

/// What `attempt(number)`, a coroutine, stores under the next number. It gives nothing when somebody had
/// taken that one by hand: then it is passed over. Call it inside a transaction.
template <class F>
auto store_under_next(db::Queries& unit, std::string series, F attempt)
    -> Task<typename std::invoke_result_t<F&, std::string>::value_type::value_type> {
  for (;;) {
    std::string number = co_await next(unit, series);
    auto stored = co_await attempt(std::move(number));
    if (stored) co_return std::move(*stored);
  }
}

/// The answer to a number that is in use.
Problem taken();

}  // namespace kpa::form_numbers
