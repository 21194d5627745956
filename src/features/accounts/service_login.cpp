#include <utility>

#include "core/http/cross_origin.hpp"
#include "core/observe/log.hpp"
#include "core/observe/metrics.hpp"
#include "features/accounts/cookie_mode.hpp"
#include "features/accounts/login_guard.hpp"
#include "features/accounts/problems.hpp"
#include "features/accounts/service.hpp"
#include "features/accounts/store.hpp"
#include "features/accounts/store_sessions.hpp"

namespace kpa::accounts {
namespace {

const observe::Log users("users");
const observe::Log security("security");

void count_login(const char* result) {
  observe::metrics()
      .counter("kpa_logins_total", "Logins that were tried, by result", {{"result", result}})
      .add();
}

Task<Outcome<TokenPair>> note_and_open(db::Queries& unit, Sessions& sessions, store::Credentials credentials,
                                       std::optional<std::string> rehashed, std::string device,
                                       events::Origin origin) {
  const bool noted =
      co_await store::note_login(unit, credentials.user_id, credentials.password_hash, rehashed, origin);
  if (!noted) co_return Problem{.code = Code::invalid_credentials};
  co_return co_await sessions.open(unit, credentials.user_id, device, origin.client_address);
}

}  // namespace

Task<Outcome<TokenPair>> Service::login(const http::Call& call, Login login) {
  const auto phone = canonical_phone(login.phone_number);
  if (!phone) co_return Problem{.code = Code::validation_failed, .fields = {not_a_phone_number()}};
  const auto attempt = co_await begin_login_attempt(call.unit, *phone, call.request.client_address);
  if (!attempt) {
    count_login("too_early");
    co_return attempt.error();
  }
  const auto credentials = co_await store::credentials_of_phone(call.unit, *phone);
  const bool has_password = credentials && credentials->password_hash != no_password;
  const std::string hash = has_password ? credentials->password_hash : shared_.dummy_hash;
  const auto verified = co_await passwords_.compare(login.password, hash);

  const auto refuse = [&](Code code, const char* reason) {
    count_login(reason);
    security.warning("login refused", {{"reason", reason},
                                       {"user", credentials ? credentials->user_id : 0},
                                       {"address", call.request.client_address},
                                       {"request_id", call.request.request_id}});
    return Problem{.code = code};
  };
  if (!credentials) co_return refuse(Code::invalid_credentials, "unknown_phone");
  if (!verified.right) co_return refuse(Code::invalid_credentials, "wrong_password");
  if (!credentials->is_active) co_return refuse(Code::account_disabled, "account_disabled");

  const auto work = [&](db::Queries& unit) {
    return note_and_open(unit, sessions_, *credentials, verified.rehashed, device_of(call),
                         events::origin_of(call));
  };
  auto pair = co_await call.unit.transaction(work);
  if (!pair) co_return refuse(pair.error().code, "changed_meanwhile");
  co_await succeed(call.unit, *attempt);
  count_login("success");
  users.info("logged in", {{"user", credentials->user_id},
                           {"address", call.request.client_address},
                           {"request_id", call.request.request_id}});
  co_return pair;
}

Task<Outcome<TokenPair>> Service::refresh(const http::Call& call, RefreshRequest request, bool in_cookies) {
  if (request.refresh_token) co_return co_await sessions_.refresh(call, *request.refresh_token, false);
  const std::string token(in_cookies ? refresh_cookie_of(call.request.headers) : std::string_view());
  if (token.empty())
    co_return field_failure(Code::validation_failed, "refresh_token", "required",
                            i18n::text("This field is required"));
  co_return co_await sessions_.refresh(call, token, true);
}

Task<Outcome<LoginAnswer>> Service::answer(const http::Call& call, TokenQuery query,
                                           Task<Outcome<TokenPair>> tokens) {
  // Else a foreign page could log its visitor in as somebody whose records it reads.
  if (query.in_cookies() && http::is_cross_origin(call.request.headers, shared_.trusted_origins))
    co_return Problem{.code = Code::forbidden};
  auto outcome = co_await std::move(tokens);
  if (!outcome) co_return outcome.error();
  co_return login_answer(std::move(*outcome), query.in_cookies());
}

Task<Outcome<http::Nothing>> Service::logout(const http::Call& call) {
  const events::Origin origin = events::origin_of(call);
  co_await store::revoke_session(call.unit, call.caller.user_id, call.caller.session_id,
                                 store::RevokedFor::logout, origin);
  sessions_.ended();
  users.info("logged out", {{"user", call.caller.user_id}, {"request_id", call.request.request_id}});
  co_return http::Nothing{cookies_to_forget(call.request)};
}

}  // namespace kpa::accounts
