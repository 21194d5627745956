#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "features/passwords/guard.hpp"

/// The table login_attempts.
namespace kpa::passwords::store {

/// Whether the account's person has logged in from the address, or from another one of its `site` (such as
/// 2001:db8::/64), as far as their sessions are kept; or has lately proved themselves from `source`.
Task<bool> was_seen_at(db::Queries& queries, std::string phone_number, std::string address,
                       std::optional<std::string> site, std::string source);
/// Kept for a day.
Task<void> note_proof(db::Queries& queries, std::string account, std::string source);

/// Counts the attempt, or gives how long it has to wait. Of attempts at the same moment no more are counted
/// than may be made without waiting.
Task<std::chrono::seconds> note_attempt(db::Queries& queries, Attempt attempt);
/// This attempt was none.
Task<void> leave_out_attempt(db::Queries& queries, Attempt attempt);
Task<void> take_back_attempt(db::Queries& queries, Attempt attempt);
/// Deletes `most` attempts at most that nobody has repeated for a day. Gives how many.
Task<std::int64_t> forget_old_attempts(db::Queries& queries, std::int64_t most);

}  // namespace kpa::passwords::store
