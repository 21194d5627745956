#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/db/database.hpp"
#include "core/or_undo.hpp"
#include "core/problem.hpp"
#include "core/task.hpp"

/// Slows down whoever guesses the password of an account; docs/limits.md says by how much.
namespace kpa::passwords {

/// One attempt to prove that one is an account's person.
struct Attempt {
  std::string account;  ///< phone number; whether there is such a person makes no difference
  std::string source;   ///< whence it comes: the network of an address, or the use case
  bool known = false;  ///< the person was seen there before: the failures of strangers elsewhere do not count
};

/// An attempt to log in from a client's address, counted as a failure until it succeeds. too_many_requests
/// with the time to wait when it comes too early; then it is not counted.
Task<Outcome<Attempt>> begin_login_attempt(db::Queries& queries, std::string account,
                                           std::string_view address);
/// The same for any attempt.
Task<Outcome<Attempt>> begin_attempt(db::Queries& queries, Attempt attempt);

/// The attempt is not counted after all.
Task<void> leave_out(db::Queries& queries, Attempt attempt);
/// Gives what `work` gives. Where `work` throws, because the server is too busy or the database cannot write,
/// nobody has guessed wrong, and the attempt is left out.
template <class T>
Task<T> unless_it_breaks(db::Queries& queries, Attempt attempt, Task<T> work) {
  return or_undo(std::move(work),
                 [&queries, attempt = std::move(attempt)] { return leave_out(queries, attempt); });
}

/// The account's person has proved themselves from the address by other means: strangers' failures elsewhere
/// do not count there for a day.
Task<void> prove(db::Queries& queries, std::string account, std::string_view address);

/// The attempt has succeeded: takes back what it and those before it from its source have counted.
Task<void> succeed(db::Queries& queries, Attempt attempt);

}  // namespace kpa::passwords
