#pragma once

#include <string>

#include "core/db/database.hpp"
#include "core/schema/constraints.hpp"

namespace kpa::form_numbers {

/// 1 to 50 letters, digits, `-`, `_`, `/` and `.`.
schema::Constraint<std::string> form_number();

/// The next number of a series in the current year of the configured zone: `WS-2026-000001`. Numbers rise by
/// one and start again each year; those of a transaction that is rolled back are given out again. Somebody
/// may have chosen the same number by hand: then ask again. Call it inside a transaction.
Task<std::string> next(db::Queries& unit, std::string series);

}  // namespace kpa::form_numbers
