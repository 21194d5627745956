#pragma once

#include <string>

#include "core/task.hpp"

namespace kpa::db {

/// libpq looks up host names while its caller waits, and an I/O thread must not. Gives a connection string
/// that holds the addresses too (`hostaddr`), all that the name has; the string itself when there is nothing
/// to look up: a socket directory, an address, several hosts, or none. Throws Error when the name is unknown.
Task<std::string> with_addresses(std::string conninfo);

}  // namespace kpa::db
