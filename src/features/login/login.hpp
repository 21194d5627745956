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

/// Registration, and login by password or by a code in a text message, with a second factor if the person has
/// one. On one I/O thread.
class Logins final : public Feature {
 public:
  /// The arguments must outlive it.
  Logins(const Foundation& foundation, const identity::Directory& directory, sessions::Sessions& sessions,
         passwords::Passwords& passwords, second_factor::SecondFactor& second_factor,
         one_time_codes::OneTimeCodes& codes, sessions::Shared& shared);
  ~Logins() override;

  /// Registration and login.
  void declare_routes(http::Router& router) override;

  /// Returns the new user's id. Fails with validation_failed and all mistakes, phone_number_taken, or
  /// conflict when the employee id is in use (an enclosing transaction is then aborted).
  Task<Outcome<std::int64_t>> create_user(db::Queries& unit, NewUser user);

  /// Ends all sessions, codes and links of the user, for example because their number changed. Call
  /// ask_again() of the sessions after the commit.
  Task<void> end_access(db::Queries& unit, std::int64_t user_id, sessions::Ended reason);

  /// For a person who gets a higher rank: also removes password and second factor, because people who could
  /// help a regular user may know or have set them. Call ask_again() as above.
  Task<void> require_new_proof(db::Queries& unit, std::int64_t user_id, events::Origin origin);

 private:
  sessions::Sessions& sessions_;
  second_factor::SecondFactor& second_factor_;
  std::unique_ptr<Service> service_;
};

}  // namespace kpa::login
