#pragma once

#include <string>

#include "core/task.hpp"

namespace kpa::db {

/// libpq resolves host names synchronously, which an I/O thread must not do. Returns the connection string
/// with all addresses of the name added (`hostaddr`); unchanged when there is nothing to resolve: a socket
/// directory, an address, several hosts, or none. Throws Error when the name is unknown.
Task<std::string> with_addresses(std::string conninfo);

}  // namespace kpa::db
