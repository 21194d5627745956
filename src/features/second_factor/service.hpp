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

/// How people set up their second factor and do without it again, on one I/O thread.
class Service {
 public:
  Service(const Factors& factors, sessions::Sessions& sessions, passwords::Passwords& passwords,
          incidents::Incidents& incidents)
      : factors_(factors), sessions_(sessions), passwords_(passwords), incidents_(incidents) {}

  Task<Outcome<Status>> status(const http::Call& call) const;
  Task<Outcome<Enrolment>> begin(const http::Call& call, CurrentPassword given);
  /// Ends all of the caller's sessions but this one, as does disabling.
  Task<Outcome<RecoveryCodes>> confirm(const http::Call& call, Confirmation given);
  Task<Outcome<http::Nothing>> disable(const http::Call& call, FactorProof given);
  Task<Outcome<RecoveryCodes>> renew_recovery_codes(const http::Call& call, FactorProof given);
  /// For somebody who has lost it.
  Task<Outcome<http::Nothing>> remove(const http::Call& call, std::int64_t user_id);

 private:
  /// The code that was right, with which the caller may change their second factor, for Factors::use(). A
  /// wrong one counts.
  Task<Outcome<Verdict>> look_at(const http::Call& call, FactorProof given);

  const Factors& factors_;
  sessions::Sessions& sessions_;
  passwords::Passwords& passwords_;
  incidents::Incidents& incidents_;
};

}  // namespace kpa::second_factor
