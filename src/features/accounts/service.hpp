#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/http/caller.hpp"
#include "core/http/endpoint.hpp"
#include "features/accounts/accounts.hpp"
#include "features/accounts/login_guard.hpp"
#include "features/accounts/password_work.hpp"
#include "features/accounts/sessions.hpp"
#include "features/accounts/shared.hpp"
#include "features/accounts/store.hpp"
#include "features/accounts/wire.hpp"
#include "features/accounts/wire_factors.hpp"
#include "features/accounts/wire_sessions.hpp"
#include "features/one_time_codes/one_time_codes.hpp"
#include "features/second_factor/second_factor.hpp"

namespace kpa::accounts {

/// Who logs in, and what of it was looked at before the transaction.
struct Proven {
  store::Credentials credentials;
  std::optional<std::string> rehashed = {};
  store::LoginProof by = store::LoginProof::password;
  second_factor::Verdict factor = {};
};

/// The use cases of people, on one I/O thread, each in the service_….cpp of its name.
class Service {
 public:
  Service(db::Queries& database, Shared& shared)
      : shared_(shared),
        passwords_(shared),
        sessions_(database, shared),
        codes_(shared.settings, shared.sms, shared.incidents, shared.code_key),
        second_factors_(shared.second_factor_key) {}

  /// Registers a regular user and logs them in.
  Task<Outcome<TokenPair>> enrol(const http::Call& call, Registration registration);
  /// An unknown phone number and a wrong password get the same answer after the same time.
  Task<Outcome<TokenPair>> login(const http::Call& call, Login login);
  /// The same answer for every number.
  Task<Outcome<CodeSent>> send_code(const http::Call& call, CodeRequest request,
                                    one_time_codes::Purpose purpose);
  Task<Outcome<TokenPair>> login_by_code(const http::Call& call, CodeLogin login);
  /// With the token of the request or, with `in_cookies`, else with that of the cookie.
  Task<Outcome<TokenPair>> refresh(const http::Call& call, RefreshRequest request, bool in_cookies);
  /// As in sessions.hpp.
  http::Caller refreshing(const http::Request& request) const { return sessions_.refreshing(request); }
  /// What `tokens` gives, as the client asked for it. With cookies, only for pages that may use them:
  /// forbidden.
  Task<Outcome<LoginAnswer>> answer(const http::Call& call, TokenQuery query,
                                    Task<Outcome<TokenPair>> tokens);
  /// The same of a new login; the session ends in whose place it is.
  Task<Outcome<LoginAnswer>> answer_login(const http::Call& call, TokenQuery query,
                                          Task<Outcome<TokenPair>> login);
  /// Ends all of the caller's sessions but this one.
  Task<Outcome<Message>> change_password(const http::Call& call, PasswordChange change);
  /// Ends all of the person's sessions.
  Task<Outcome<Message>> reset_password(const http::Call& call, PasswordReset reset);
  /// An administrator lets somebody set a new password.
  Task<Outcome<ResetOffered>> offer_reset(const http::Call& call, std::int64_t user_id, ResetOffer offer);
  Task<Outcome<http::Nothing>> logout(const http::Call& call);

  /// Those of a person that are good. not_found when there is no such person.
  Task<Outcome<http::Page<Session>>> sessions(const http::Call& call, std::int64_t user_id,
                                              SessionQuery query);
  /// not_found when the person has no such session, or it has ended.
  Task<Outcome<http::Nothing>> end_session(const http::Call& call, std::int64_t user_id,
                                           std::int64_t session_id);
  /// All of a person's but the one that the call belongs to. not_found when there is no such person.
  Task<Outcome<SessionsEnded>> end_sessions(const http::Call& call, std::int64_t user_id);

  Task<Outcome<FactorStatus>> second_factor(const http::Call& call);
  Task<Outcome<FactorEnrolment>> begin_second_factor(const http::Call& call, CurrentPassword given);
  /// Ends all of the caller's sessions but this one, as does disabling.
  Task<Outcome<RecoveryCodes>> confirm_second_factor(const http::Call& call, FactorConfirmation given);
  Task<Outcome<http::Nothing>> disable_second_factor(const http::Call& call, FactorProof given);
  Task<Outcome<RecoveryCodes>> renew_recovery_codes(const http::Call& call, FactorProof given);
  /// For somebody who has lost it.
  Task<Outcome<http::Nothing>> remove_second_factor(const http::Call& call, std::int64_t user_id);

  Task<Outcome<Profile>> profile(const http::Call& call);
  Task<Outcome<Profile>> replace_profile(const http::Call& call, ProfileReplacement replacement);
  Task<Outcome<Profile>> patch_profile(const http::Call& call, ProfilePatch patch);

  // As in accounts.hpp.
  Task<Outcome<http::Caller>> authenticate(const http::Request& request) {
    return sessions_.authenticate(request);
  }
  Task<std::optional<Problem>> refusal_now(db::Queries& unit, const http::Caller& caller) {
    return sessions_.refusal_now(unit, caller);
  }
  Task<Outcome<http::Caller>> authenticate_leaving(const http::Request& request) {
    return sessions_.authenticate_leaving(request);
  }
  Task<std::optional<std::int64_t>> find_person(db::Queries& queries, std::string reference, Viewer viewer);
  std::optional<std::string> canonical_phone(std::string_view text) const;
  Task<Outcome<std::int64_t>> create_user(db::Queries& unit, NewUser user);
  Task<bool> deactivate(db::Queries& unit, std::int64_t user_id, events::Origin origin);
  Task<void> end_access(db::Queries& unit, std::int64_t user_id);
  Task<void> require_new_proof(db::Queries& unit, std::int64_t user_id, events::Origin origin);
  void ask_again() { sessions_.ended(); }

 private:
  /// What logs in was right: the second factor, then the session.
  Task<Outcome<TokenPair>> open_by_password(const http::Call& call, Attempt attempt, Proven proven,
                                            std::optional<std::string> second_factor);
  Task<Outcome<TokenPair>> open_by_code(const http::Call& call, std::string phone,
                                        one_time_codes::RightCode code,
                                        std::optional<std::string> second_factor);
  Task<bool> is_somebody(const http::Call& call, std::int64_t user_id);
  Task<Outcome<TokenPair>> end_former(const http::Call& call, TokenQuery query,
                                      Task<Outcome<TokenPair>> login);
  /// Whether `given` is the caller's password. Guesses slow down, all uses together: then too_many_requests.
  Task<Outcome<bool>> is_own_password(const http::Call& call, std::string given);
  /// The code that was right, with which the caller may change their second factor, for use(). A wrong one
  /// counts.
  Task<Outcome<second_factor::Verdict>> proof_of(const http::Call& call, FactorProof given);
  /// The person with the canonical form of `phone` and the hash of the password, or `problems` and all else
  /// that is wrong.
  struct Admitted {
    Person person;
    std::string password_hash;
  };
  Task<Outcome<Admitted>> admit(Person person, std::string phone, std::string password,
                                std::vector<FieldProblem> problems);

  Shared& shared_;
  PasswordWork passwords_;
  Sessions sessions_;
  one_time_codes::OneTimeCodes codes_;
  second_factor::SecondFactors second_factors_;
};

}  // namespace kpa::accounts
