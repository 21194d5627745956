#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/events/events.hpp"
#include "core/http/caller.hpp"
#include "core/jobs/job.hpp"
#include "features/accounts/problems.hpp"
#include "features/accounts/shared.hpp"
#include "features/accounts/viewer.hpp"
#include "features/accounts/wire.hpp"

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

  /// Why the caller may do less by now than when the request was let in, or nothing: then they keep their
  /// rank until the transaction ends. For changes that give rights, which may wait for others first.
  /// invalid_token, forbidden.
  Task<std::optional<Problem>> refusal_now(db::Queries& unit, const http::Caller& caller);

  /// Whom a form means by a user's id, employee id or phone number, looked for in this order among those whom
  /// the viewer sees; nothing when nobody. Deactivated people are found too: they did their work when they
  /// did it.
  Task<std::optional<std::int64_t>> find_person(db::Queries& queries, std::string reference, Viewer viewer);

  /// The E.164 form of a phone number in any usual spelling, or nothing.
  std::optional<std::string> canonical_phone(std::string_view text) const;

  /// The new user's id. validation_failed with everything that is wrong, phone_number_taken, or conflict when
  /// the employee id is in use (then a transaction around it is spoilt).
  Task<Outcome<std::int64_t>> create_user(db::Queries& unit, NewUser user);

  /// Ends all of the user's sessions; they cannot log in again. False when there is no such active user.
  /// Throws db::Error of constraint users_keep_a_superuser for the last superuser. Inside a transaction,
  /// ask_again() after the commit.
  Task<bool> deactivate(db::Queries& unit, std::int64_t user_id, events::Origin origin);

  /// Ends the user's sessions, codes and links, as when they have another number. Inside a transaction,
  /// ask_again() after the commit.
  Task<void> end_access(db::Queries& unit, std::int64_t user_id);

  /// For somebody who may do more from now on: also forgets their password and second factor, in which those
  /// who could help a regular user may have had a hand. The same holds.
  Task<void> require_new_proof(db::Queries& unit, std::int64_t user_id, events::Origin origin);

  /// To be called when a change of what somebody may do, or of how far they see, is committed: this process
  /// then looks again before it trusts what it knows of callers.
  void ask_again();

 private:
  std::unique_ptr<Service> service_;
};

/// The hash of somebody who has no password yet. Nothing matches it.
constexpr std::string_view no_password = "!";

}  // namespace kpa::accounts

// Columns of the table users, for stores of features that stand above.
template <>
const kpa::db::Columns<kpa::accounts::Details>& kpa::db::columns();
template <>
const kpa::db::Columns<kpa::accounts::Person>& kpa::db::columns();
template <>
const kpa::db::Columns<kpa::accounts::Viewer>& kpa::db::columns();
