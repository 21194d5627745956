#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/events/events.hpp"
#include "core/feature/feature.hpp"
#include "features/passwords/credentials.hpp"
#include "features/passwords/guard.hpp"
#include "features/passwords/password_work.hpp"
#include "features/passwords/wire.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::passwords {

class Service;

/// The result of trying a password for a phone number.
struct Tried {
  Attempt attempt;
  std::optional<Credentials> credentials;  ///< not set: nobody has the number
  bool right = false;
  std::optional<std::string> rehashed;  ///< of a right password whose hash had another cost
};

/// Passwords: which may be chosen, whose they are, and how often one may guess. On one I/O thread.
class Passwords final : public Feature {
 public:
  /// The arguments must outlive it. `pool`: for password work only, so that a flood of logins fills no other
  /// queue, and with low priority, so that I/O threads come first.
  Passwords(const Foundation& foundation, sessions::Sessions& sessions, sessions::Shared& shared,
            WorkerPool& pool);
  ~Passwords() override;

  /// POST /api/users/change-password.
  void declare_routes(http::Router& router) override;
  /// Deletes old attempts to log in.
  std::vector<jobs::Job> scheduled_jobs() const override;

  /// Everything wrong with a new password of `person`, under `path`, and with its confirmation.
  Task<std::vector<FieldProblem>> judge(std::string password, std::string confirmation,
                                        identity::Person person, std::string path) const {
    return work_.judge(std::move(password), std::move(confirmation), std::move(person), std::move(path));
  }
  Task<std::string> hash(std::string password) const { return work_.hash(std::move(password)); }

  /// Counts a login attempt, and compares the password; takes the same time whether the person exists or not.
  /// Fails with too_many_requests.
  Task<Outcome<Tried>> attempt(const http::Call& call, std::string phone_number, std::string password) const;

  /// Checks that the caller knows their own password. Returns validation_failed under `path` when `given` is
  /// wrong, state_conflict when they have no password yet, and too_many_requests after several guesses, which
  /// all uses count together; nothing when it is right.
  Task<std::optional<Problem>> refusal_of_own(const http::Call& call, std::string given, std::string path);

  /// Sets a new password for a person who proved their identity in another way, and ends all their sessions;
  /// call ask_again() after the commit. `link_by`: who made the link. False when they are not active.
  Task<bool> reset(db::Queries& unit, identity::Person person, std::string new_hash, ResetProof proof,
                   std::optional<std::int64_t> link_by, events::Origin origin);

 private:
  PasswordWork work_;
  std::unique_ptr<Service> service_;
};

/// Nothing when there is no such person.
Task<std::optional<Credentials>> credentials_of(db::Queries& queries, std::int64_t user_id);
/// Removes the password: none is right until they set a new one.
Task<void> forget(db::Queries& unit, std::int64_t user_id, events::Origin origin);

}  // namespace kpa::passwords
