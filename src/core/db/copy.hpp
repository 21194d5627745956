#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/task.hpp"

namespace kpa::db {

class Pool;

/// A named `COPY … TO STDOUT`, a constant of its store. COPY takes no parameters, so its text must be known
/// when the program is built: never put a value of a request into it.
struct CopyOut {
  std::string name;
  std::string sql;
};

/// Gets whole rows in PostgreSQL's order, about 64 KiB of them at a time; the text is good until it returns.
using TakeChunk = std::function<Task<void>(std::string_view chunk)>;

/// Streams what the statement gives: nothing more is read before `take` has returned. Gives the number of
/// rows. Holds a connection of the pool meanwhile, and all of it must be taken within the statement timeout.
/// Throws Error when PostgreSQL refuses, Failure for an outage, what `take` throws, and system_error when it
/// is cancelled; chunks may have been taken by then.
Task<std::int64_t> copy_out(Pool& pool, CopyOut statement, TakeChunk take);

}  // namespace kpa::db
