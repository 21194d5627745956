#pragma once

#include <string>
#include <vector>

#include "core/db/listing.hpp"
#include "core/db/statement.hpp"

namespace kpa::test {

/// Where a statement and the schema of the database at `conninfo` disagree, one line each: it cannot be
/// prepared, or takes or gives other columns than its C++ side. A statement that gives nothing may have any
/// result.
std::vector<std::string> disagreements(const std::string& conninfo, const db::AnyStatement& statement);
/// The same for every statement that a list can become: each filter alone and all at once, each order, by
/// page and by cursor. Filters' values have no C++ types to compare.
std::vector<std::string> disagreements(const std::string& conninfo, const db::ListText& list);
/// Of all statements and lists that are linked into this program, and of names that two of them share.
std::vector<std::string> all_disagreements(const std::string& conninfo);

}  // namespace kpa::test
