#pragma once

#include <string>
#include <vector>

#include "core/db/listing.hpp"
#include "core/db/statement.hpp"

namespace kpa::test {

/// Differences between a statement and the schema of the database at `conninfo`, one line each: it cannot be
/// prepared, or its parameters or columns differ from its C++ types. A statement without a C++ result may
/// have any columns.
std::vector<std::string> disagreements(const std::string& conninfo, const db::AnyStatement& statement);
/// The same for every statement that a list can become: each filter alone and all together, each order, by
/// page and by cursor. Filters' values have no C++ types to compare.
std::vector<std::string> disagreements(const std::string& conninfo, const db::ListText& list);
/// The same for all statements and lists linked into this program; also reports names used twice.
std::vector<std::string> all_disagreements(const std::string& conninfo);

}  // namespace kpa::test
