#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "features/second_factor/factors.hpp"

/// SQL for the tables second_factors and recovery_codes. Changes append their event in the same statement.
namespace kpa::second_factor::store {

using events::Origin;

Task<Status> status(db::Queries& database, std::int64_t user_id);

/// Stores an unconfirmed secret. False when there is a confirmed one.
Task<bool> begin(db::Queries& unit, std::int64_t user_id, std::string sealed_secret, Origin origin);

struct Kept {
  std::string sealed_secret;
  bool confirmed = false;
  std::int64_t last_step = 0;
  std::int64_t failures = 0;
  std::int64_t wait = 0;  ///< seconds until the next attempt is allowed
};
/// Until the transaction ends nobody else can check a code of this person.
Task<std::optional<Kept>> locked(db::Queries& unit, std::int64_t user_id);

Task<void> confirm(db::Queries& unit, std::int64_t user_id, std::int64_t step, Origin origin);
/// Records the use of the code of `step`, or of a recovery code when it is not set; resets the failures.
/// False when that step was used already, or no second factor is in use.
Task<bool> succeeded(db::Queries& unit, std::int64_t user_id, std::optional<std::int64_t> step);
Task<void> failed(db::Queries& unit, std::int64_t user_id, std::chrono::seconds wait);

/// Replaces all recovery codes.
Task<void> replace_recovery_codes(db::Queries& unit, std::int64_t user_id, std::vector<std::string> hashes);
Task<bool> has_recovery_code(db::Queries& unit, std::int64_t user_id, std::string hash);
Task<bool> use_recovery_code(db::Queries& unit, std::int64_t user_id, std::string hash, Origin origin);

/// Stores an event of this feature for the person.
Task<void> note(db::Queries& unit, std::int64_t user_id, std::string action, Origin origin);
/// False when there was none.
Task<bool> remove(db::Queries& unit, std::int64_t user_id, Origin origin);

}  // namespace kpa::second_factor::store
