#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/http/caller.hpp"
#include "core/jobs/job.hpp"
#include "features/accounts/shared.hpp"

namespace kpa::http {
class Router;
}

namespace kpa::accounts {

class Service;

/// Somebody whom an administrator or a command enrols.
struct NewUser {
  std::string phone_number;  ///< in any spelling that canonical_phone reads
  std::string password;
  std::string first_name;
  std::string last_name;
  std::optional<std::string> email = {};
  std::optional<std::string> employee_id = {};
  std::optional<std::string> department = {};
  std::optional<std::string> position = {};
  http::Role role = http::Role::user;
};

/// People, their logins and what they may do, on one I/O thread.
class Accounts {
 public:
  /// Both outlive it.
  Accounts(db::Queries& database, Shared& shared);
  ~Accounts();

  /// The endpoints below /api/users; they live as long as this.
  void declare_routes(http::Router& router);

  /// What is to be done now and then: forgetting sessions and tokens that are past their time.
  std::vector<jobs::Job> scheduled_jobs() const;

  /// For http::Dispatcher: who sent the request, by its access token. unauthenticated without one,
  /// invalid_token when it is not or no longer good. An ended session is noticed at once where it ended, and
  /// within session_recheck elsewhere. Throws Failure when the database cannot be asked.
  Task<Outcome<http::Caller>> authenticate(const http::Request& request);

  /// Whom a form means by a user's id, employee id or phone number, looked for in this order; nothing when
  /// nobody. Deactivated people are found too: they did their work when they did it.
  Task<std::optional<std::int64_t>> find_person(db::Queries& queries, std::string reference);

  /// The new user's id. validation_failed with everything that is wrong, phone_number_taken, or conflict when
  /// the employee id is in use (then a transaction around it is spoilt).
  Task<Outcome<std::int64_t>> create_user(db::Queries& unit, NewUser user);

  /// Ends all of the user's sessions; they cannot log in again. False when there is no such active user.
  /// `actor_id`: by whom, nothing for the system.
  Task<bool> deactivate(db::Queries& unit, std::int64_t user_id, std::optional<std::int64_t> actor_id);

 private:
  std::unique_ptr<Service> service_;
};

}  // namespace kpa::accounts
