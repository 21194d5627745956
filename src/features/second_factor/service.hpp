#pragma once

#include <cstdint>

#include "core/http/answers.hpp"
#include "core/http/caller.hpp"
#include "core/http/endpoint.hpp"
#include "core/incidents/incidents.hpp"
#include "features/passwords/passwords.hpp"
#include "features/second_factor/factors.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::second_factor {

/// Use cases of setting up and removing one's second factor, on one I/O thread.
class Service {
 public:
  Service(const Factors& factors, sessions::Sessions& sessions, passwords::Passwords& passwords,
          incidents::Incidents& incidents)
      : factors_(factors), sessions_(sessions), passwords_(passwords), incidents_(incidents) {}

  Task<Outcome<Status>> status(const http::Call& call) const;
  Task<Outcome<Enrolment>> begin(const http::Call& call, CurrentPassword given);
  /// Also ends all of the caller's other sessions, like disabling.
  Task<Outcome<RecoveryCodes>> confirm(const http::Call& call, Confirmation given);
  Task<Outcome<http::Nothing>> disable(const http::Call& call, FactorProof given);
  Task<Outcome<RecoveryCodes>> renew_recovery_codes(const http::Call& call, FactorProof given);
  /// For a person who has lost their second factor.
  Task<Outcome<http::Nothing>> remove(const http::Call& call, std::int64_t user_id);

 private:
  /// Checks the code with which the caller wants to change their second factor; pass the result to
  /// Factors::use(). A wrong code counts as a failure.
  Task<Outcome<Verdict>> look_at(const http::Call& call, FactorProof given);

  const Factors& factors_;
  sessions::Sessions& sessions_;
  passwords::Passwords& passwords_;
  incidents::Incidents& incidents_;
};

}  // namespace kpa::second_factor
