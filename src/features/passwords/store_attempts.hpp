#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "features/passwords/guard.hpp"

/// SQL for the table login_attempts.
namespace kpa::passwords::store {

/// Whether the person has logged in from the address, or from another one of its `site` (such as
/// 2001:db8::/64), according to their stored sessions; or has recently proved their identity from `source`.
Task<bool> was_seen_at(db::Queries& queries, std::string phone_number, std::string address,
                       std::optional<std::string> site, std::string source);
/// Kept for a day.
Task<void> note_proof(db::Queries& queries, std::string account, std::string source);

/// Counts the attempt, or returns how long it has to wait. Of simultaneous attempts no more are counted than
/// may be made without waiting.
Task<std::chrono::seconds> note_attempt(db::Queries& queries, Attempt attempt);
/// Removes the attempt from the count.
Task<void> leave_out_attempt(db::Queries& queries, Attempt attempt);
Task<void> take_back_attempt(db::Queries& queries, Attempt attempt);
/// Deletes up to `most` counts that have not changed for a day. Returns how many.
Task<std::int64_t> forget_old_attempts(db::Queries& queries, std::int64_t most);

}  // namespace kpa::passwords::store
