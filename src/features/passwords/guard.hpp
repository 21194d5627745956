#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/db/database.hpp"
#include "core/or_undo.hpp"
#include "core/problem.hpp"
#include "core/task.hpp"

/// Slows down guessing of an account's password; docs/limits.md has the numbers.
namespace kpa::passwords {

/// One attempt to prove that one is the person of an account.
struct Attempt {
  std::string account;  ///< phone number, whether or not a person has it
  std::string source;   ///< where it comes from: a network, or a use case
  /// The person was seen at this source before: failures of strangers elsewhere do not count here.
  bool known = false;
};

/// Starts a login attempt from a client's address; it counts as a failure until it succeeds. Fails with
/// too_many_requests and the time to wait when it comes too early; then it is not counted.
Task<Outcome<Attempt>> begin_login_attempt(db::Queries& queries, std::string account,
                                           std::string_view address);
/// The same for other attempts.
Task<Outcome<Attempt>> begin_attempt(db::Queries& queries, Attempt attempt);

/// Removes the attempt from the count.
Task<void> leave_out(db::Queries& queries, Attempt attempt);
/// Returns the result of `work`. If `work` throws (server too busy, database down), nobody guessed wrong, and
/// the attempt is removed from the count.
template <class T>
Task<T> unless_it_breaks(db::Queries& queries, Attempt attempt, Task<T> work) {
  return or_undo(std::move(work),
                 [&queries, attempt = std::move(attempt)] { return leave_out(queries, attempt); });
}

/// Records that the person proved their identity from this address by other means: for a day, failures of
/// strangers elsewhere do not count for it.
Task<void> prove(db::Queries& queries, std::string account, std::string_view address);

/// Records a success: removes this and earlier attempts from its source from the count.
Task<void> succeed(db::Queries& queries, Attempt attempt);

}  // namespace kpa::passwords
