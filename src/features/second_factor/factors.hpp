#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/crypto/digest.hpp"
#include "core/db/database.hpp"
#include "core/events/events.hpp"
#include "core/problem.hpp"
#include "features/second_factor/wire.hpp"

namespace kpa::second_factor {

/// The result of checking a login's second factor.
struct Verdict {
  enum class Result { not_needed, right, missing, wrong, too_soon } result = Result::not_needed;
  std::chrono::seconds retry_after{0};  ///< if too_soon
  /// If right: the time step of the app's code, or the hash of the recovery code.
  std::optional<std::int64_t> step = {};
  std::string recovery_hash = {};

  bool passes() const { return result == Result::not_needed || result == Result::right; }
};

/// Authenticator apps (RFC 6238: SHA-1, six digits, 30 seconds) and recovery codes.
class Factors {
 public:
  /// The keys that encrypt secrets and hash recovery codes are derived from `secret_key`.
  explicit Factors(const std::string& secret_key);

  Task<Status> status(db::Queries& database, std::int64_t user_id) const;

  /// A new secret, replacing an unconfirmed one; nothing when a second factor is in use.
  Task<std::optional<Enrolment>> begin(db::Queries& unit, std::int64_t user_id, std::string account,
                                       events::Origin origin) const;
  /// Puts the secret into use; returns the recovery codes, which are shown only now. Nothing when the code is
  /// wrong, or there is no secret to confirm.
  Task<std::optional<std::vector<std::string>>> confirm(db::Queries& unit, std::int64_t user_id,
                                                        std::string code, events::Origin origin) const;

  /// Checks `given`, a code of the app or a recovery code. Has a transaction of its own: failures count
  /// whatever becomes of the login, and delay the next attempts.
  Task<Verdict> check(db::Queries& database, std::int64_t user_id, std::optional<std::string> given) const;
  /// Uses the right code up, in the transaction of what it is for. False when another request was faster.
  Task<bool> use(db::Queries& unit, std::int64_t user_id, Verdict right, events::Origin origin) const;

  /// Replaces all recovery codes; nothing when no second factor is in use.
  Task<std::optional<std::vector<std::string>>> renew_recovery_codes(db::Queries& unit, std::int64_t user_id,
                                                                     events::Origin origin) const;
  /// False when there was none.
  Task<bool> remove(db::Queries& unit, std::int64_t user_id, events::Origin origin) const;

 private:
  std::vector<std::string> hashes(std::int64_t user_id, const std::vector<std::string>& codes) const;
  std::string hash(std::int64_t user_id, const std::string& code) const;

  crypto::Digest sealing_;
  crypto::Digest hashing_;
};

/// The failure of a login that is not right.
Problem problem_of(const Verdict& verdict);

}  // namespace kpa::second_factor
