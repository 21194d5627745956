#pragma once

#include <cstdint>
#include <memory>

#include "core/events/events.hpp"
#include "core/feature/feature.hpp"
#include "features/identity/identity.hpp"
#include "features/login/new_user.hpp"
#include "features/one_time_codes/one_time_codes.hpp"
#include "features/passwords/passwords.hpp"
#include "features/second_factor/second_factor.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::login {

class Service;

/// How people get in, by password or by a code in a text message, with a second factor where they have one;
/// and how they come to be there. On one I/O thread.
class Logins final : public Feature {
 public:
  /// All outlive it.
  Logins(const Foundation& foundation, const identity::Directory& directory, sessions::Sessions& sessions,
         passwords::Passwords& passwords, second_factor::SecondFactor& second_factor,
         one_time_codes::OneTimeCodes& codes, sessions::Shared& shared);
  ~Logins() override;

  /// Registration and login.
  void declare_routes(http::Router& router) override;

  /// The new user's id. validation_failed with everything that is wrong, phone_number_taken, or conflict when
  /// the employee id is in use (then a transaction around it is spoilt).
  Task<Outcome<std::int64_t>> create_user(db::Queries& unit, NewUser user);

  /// Ends the user's sessions, codes and links, as when they have another number. ask_again() of the sessions
  /// after the commit.
  Task<void> end_access(db::Queries& unit, std::int64_t user_id, sessions::Ended reason);

  /// For somebody who may do more from now on: also forgets their password and second factor, in which those
  /// who could help a regular user may have had a hand. The same holds.
  Task<void> require_new_proof(db::Queries& unit, std::int64_t user_id, events::Origin origin);

 private:
  sessions::Sessions& sessions_;
  second_factor::SecondFactor& second_factor_;
  std::unique_ptr<Service> service_;
};

}  // namespace kpa::login
