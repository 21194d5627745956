#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/http/caller.hpp"
#include "core/incidents/incidents.hpp"
#include "features/identity/identity.hpp"
#include "features/login/new_user.hpp"
#include "features/login/store.hpp"
#include "features/login/wire.hpp"
#include "features/one_time_codes/one_time_codes.hpp"
#include "features/passwords/passwords.hpp"
#include "features/second_factor/second_factor.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::login {

/// Who is logging in, and what was checked before the transaction.
struct Proven {
  passwords::Credentials credentials;
  std::optional<std::string> rehashed = {};
  store::LoginProof by = store::LoginProof::password;
  second_factor::Verdict factor = {};
};

/// Use cases of registration and login, on one I/O thread.
class Service {
 public:
  Service(const identity::Directory& directory, sessions::Sessions& sessions, passwords::Passwords& passwords,
          const second_factor::Factors& factors, one_time_codes::OneTimeCodes& codes,
          incidents::Incidents& incidents)
      : directory_(directory),
        sessions_(sessions),
        passwords_(passwords),
        factors_(factors),
        codes_(codes),
        incidents_(incidents) {}

  /// Registers a regular user and logs them in.
  Task<Outcome<sessions::TokenPair>> enrol(const http::Call& call, Registration registration);
  /// Unknown phone numbers and wrong passwords get the same answer in the same time.
  Task<Outcome<sessions::TokenPair>> by_password(const http::Call& call, PasswordLogin login);
  /// The answer is the same for every number.
  Task<Outcome<one_time_codes::CodeSent>> send_code(const http::Call& call,
                                                    one_time_codes::CodeRequest request) {
    return codes_.answer(call, std::move(request), one_time_codes::Purpose::login);
  }
  Task<Outcome<sessions::TokenPair>> by_code(const http::Call& call, CodeLogin login);
  // See login.hpp.
  Task<Outcome<std::int64_t>> create_user(db::Queries& unit, NewUser user);

 private:
  /// After a correct password or code: checks the second factor, and opens the session.
  Task<Outcome<sessions::TokenPair>> open_by_password(const http::Call& call, passwords::Attempt attempt,
                                                      Proven proven,
                                                      std::optional<std::string> second_factor);
  Task<Outcome<sessions::TokenPair>> open_by_code(const http::Call& call, std::string phone,
                                                  one_time_codes::RightCode code,
                                                  std::optional<std::string> second_factor);
  /// The person, with the canonical form of `phone` and the password's hash; or all mistakes.
  struct Admitted {
    identity::Person person;
    std::string password_hash;
  };
  Task<Outcome<Admitted>> admit(identity::Person person, std::string phone, std::string password,
                                std::string confirmation);

  const identity::Directory& directory_;
  sessions::Sessions& sessions_;
  passwords::Passwords& passwords_;
  const second_factor::Factors& factors_;
  one_time_codes::OneTimeCodes& codes_;
  incidents::Incidents& incidents_;
};

}  // namespace kpa::login
