#pragma once

#include <cstdint>

#include "core/config/settings.hpp"
#include "core/http/caller.hpp"
#include "core/incidents/incidents.hpp"
#include "features/identity/identity.hpp"
#include "features/one_time_codes/one_time_codes.hpp"
#include "features/passwords/passwords.hpp"
#include "features/recovery/wire.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::recovery {

/// Use cases of setting a password without knowing one, on one I/O thread.
class Service {
 public:
  Service(const identity::Directory& directory, sessions::Sessions& sessions, passwords::Passwords& passwords,
          one_time_codes::OneTimeCodes& codes, sessions::Shared& shared)
      : directory_(directory),
        sessions_(sessions),
        passwords_(passwords),
        codes_(codes),
        settings_(shared.settings),
        incidents_(shared.incidents) {}

  /// The answer is the same for every number.
  Task<Outcome<one_time_codes::CodeSent>> send_code(const http::Call& call,
                                                    one_time_codes::CodeRequest request) {
    return codes_.answer(call, std::move(request), one_time_codes::Purpose::password_reset);
  }
  /// Also ends all of the person's sessions.
  Task<Outcome<passwords::Message>> reset_password(const http::Call& call, PasswordReset reset);
  /// An administrator allows a person to set a new password.
  Task<Outcome<ResetOffered>> offer_reset(const http::Call& call, std::int64_t user_id, ResetOffer offer);

 private:
  const identity::Directory& directory_;
  sessions::Sessions& sessions_;
  passwords::Passwords& passwords_;
  one_time_codes::OneTimeCodes& codes_;
  const config::AuthSettings& settings_;
  incidents::Incidents& incidents_;
};

}  // namespace kpa::recovery
