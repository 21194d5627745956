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

/// A password that somebody gave for the person of a phone number.
struct Tried {
  Attempt attempt;
  std::optional<Credentials> credentials;  ///< nothing: nobody has the number
  bool right = false;
  std::optional<std::string> rehashed;  ///< of a right one whose hash was made with another cost
};

/// Passwords: which may be chosen, whose they are, and how fast somebody may guess; on one I/O thread.
class Passwords final : public Feature {
 public:
  /// All outlive it. `pool`: for work on passwords only, so that a flood of logins fills its queue and no
  /// other, with threads that give way to those that answer.
  Passwords(const Foundation& foundation, sessions::Sessions& sessions, sessions::Shared& shared,
            WorkerPool& pool);
  ~Passwords() override;

  /// POST /api/users/change-password.
  void declare_routes(http::Router& router) override;
  /// Forgets attempts to log in that are past their time.
  std::vector<jobs::Job> scheduled_jobs() const override;

  /// Everything wrong with a new password of `person`, under `path`, and with its confirmation.
  Task<std::vector<FieldProblem>> judge(std::string password, std::string confirmation,
                                        identity::Person person, std::string path) const {
    return work_.judge(std::move(password), std::move(confirmation), std::move(person), std::move(path));
  }
  Task<std::string> hash(std::string password) const { return work_.hash(std::move(password)); }

  /// Counts an attempt to log in, and compares the password: of nobody in the same time as of somebody.
  /// too_many_requests.
  Task<Outcome<Tried>> attempt(const http::Call& call, std::string phone_number, std::string password) const;

  /// Why `given` does not show that the caller knows their own password, or nothing: validation_failed under
  /// `path`, state_conflict when they have none yet. Guesses slow down, all uses together:
  /// too_many_requests.
  Task<std::optional<Problem>> refusal_of_own(const http::Call& call, std::string given, std::string path);

  /// Sets another password for somebody who has proved themselves otherwise, and ends all of their sessions;
  /// ask_again() after the commit. `link_by`: who made the link. False when they are not active.
  Task<bool> reset(db::Queries& unit, identity::Person person, std::string new_hash, ResetProof proof,
                   std::optional<std::int64_t> link_by, events::Origin origin);

 private:
  PasswordWork work_;
  std::unique_ptr<Service> service_;
};

/// Nothing when there is no such person.
Task<std::optional<Credentials>> credentials_of(db::Queries& queries, std::int64_t user_id);
/// Nothing is the person's password until they set another.
Task<void> forget(db::Queries& unit, std::int64_t user_id, events::Origin origin);

}  // namespace kpa::passwords
