#include <chrono>
#include <utility>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/http/cross_origin.hpp"
#include "core/i18n/text.hpp"
#include "core/observe/log.hpp"
#include "core/observe/metrics.hpp"
#include "features/accounts/cookie_mode.hpp"
#include "features/accounts/login_guard.hpp"
#include "features/accounts/phone.hpp"
#include "features/accounts/problems.hpp"
#include "features/accounts/service.hpp"
#include "features/accounts/store.hpp"
#include "features/accounts/store_sessions.hpp"

namespace kpa::accounts {
namespace {

using Factor = second_factor::Verdict::Result;
using one_time_codes::Purpose;
using store::LoginProof;

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

/// When a request for a code is answered. Far more than the work takes, which is longer for a number that has
/// an account: an event and a text message more.
constexpr auto code_answered_after = std::chrono::milliseconds(100);

const observe::Log users("users");
const observe::Log security("security");

void count_login(std::string_view result) {
  observe::metrics()
      .counter("kpa_logins_total", "Logins that were tried, by result", {{"result", std::string(result)}})
      .add();
}

/// Every login that fails passes here, with the same work whether there is such a person or not, so that the
/// time tells nothing.
Task<Problem> refused(const http::Call& call, Shared& shared, std::string phone,
                      std::optional<std::int64_t> user_id, Problem problem, std::string reason) {
  count_login(reason);
  events::Incident incident{.action = "login_refused",
                            .details = {{"reason", reason}, {"phone_number", masked(phone)}}};
  incident.user_id = user_id;
  security.warning("login refused", {{"reason", reason},
                                     {"user", user_id.value_or(0)},
                                     {"address", call.request.client_address},
                                     {"request_id", call.request.request_id}});
  co_await shared.incidents.note(call.unit, std::move(incident), events::origin_of(call));
  co_return problem;
}

std::string reason_of(const second_factor::Verdict& verdict) {
  switch (verdict.result) {
    case Factor::missing: return "second_factor_required";
    case Factor::too_soon: return "second_factor_too_soon";
    default: return "wrong_second_factor";
  }
}

void succeeded(const http::Call& call, std::int64_t user_id, LoginProof proof) {
  count_login("success");
  users.info("logged in", {{"user", user_id},
                           {"by", name_of(proof)},
                           {"address", call.request.client_address},
                           {"request_id", call.request.request_id}});
}

/// Whose number it is, and whether the password is theirs.
struct Looked {
  std::optional<store::Credentials> credentials;
  PasswordWork::Compared password;
};

/// One bcrypt, whoever they are.
Task<Looked> look_at(const http::Call& call, PasswordWork& passwords, std::string dummy_hash,
                     std::string phone, std::string password) {
  Looked looked;
  looked.credentials = co_await store::credentials_of_phone(call.unit, std::move(phone));
  const bool has_password = looked.credentials && looked.credentials->password_hash != no_password;
  const std::string hash = has_password ? looked.credentials->password_hash : std::move(dummy_hash);
  looked.password = co_await passwords.compare(std::move(password), hash);
  co_return looked;
}

Task<Outcome<TokenPair>> note_and_open(db::Queries& unit, Sessions& sessions,
                                       const second_factor::SecondFactors& factors, Proven proven,
                                       std::string device, events::Origin origin) {
  const std::int64_t user_id = proven.credentials.user_id;
  const bool noted = co_await store::note_login(unit, proven.credentials, proven.rehashed, proven.by, origin);
  if (!noted) co_return Problem{.code = Code::invalid_credentials};
  if (proven.factor.result == Factor::right) {
    const bool used = co_await factors.use(unit, user_id, proven.factor, origin);
    if (!used) co_return Problem{.code = Code::invalid_code};
  } else {
    // The person's row is held, so whoever confirms a factor now ends this session as well.
    const auto status = co_await factors.status(unit, user_id);
    if (status.enabled) co_return Problem{.code = Code::second_factor_required};
  }
  co_return co_await sessions.open(unit, user_id, device, origin.client_address);
}

/// The code is used up with the login that it was for.
Task<Outcome<TokenPair>> use_and_open(db::Queries& unit, Sessions& sessions,
                                      const second_factor::SecondFactors& factors,
                                      one_time_codes::OneTimeCodes& codes, one_time_codes::RightCode code,
                                      Proven proven, std::string device, events::Origin origin) {
  // The person first, as whoever ends all of their codes holds them.
  co_await store::locked_person(unit, code.user_id);
  const bool used = co_await codes.use(unit, code);
  if (!used) co_return Problem{.code = Code::invalid_code};
  co_return co_await note_and_open(unit, sessions, factors, proven, device, origin);
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
  const auto [credentials, verified] = co_await unless_it_breaks(
      call.unit, *attempt, look_at(call, passwords_, shared_.dummy_hash, *phone, login.password));

  const auto user = credentials ? std::optional(credentials->user_id) : std::nullopt;
  const auto refuse = [&](Code failure, std::string_view reason) {
    return refused(call, shared_, *phone, user, Problem{.code = failure}, std::string(reason));
  };
  if (!credentials) co_return co_await refuse(Code::invalid_credentials, "unknown_phone");
  if (!verified.right) co_return co_await refuse(Code::invalid_credentials, "wrong_password");
  if (!credentials->is_active) co_return co_await refuse(Code::account_disabled, "account_disabled");

  const Proven proven{*credentials, verified.rehashed, LoginProof::password};
  co_return co_await unless_it_breaks(call.unit, *attempt,
                                      open_by_password(call, *attempt, proven, login.second_factor));
}

Task<Outcome<TokenPair>> Service::open_by_password(const http::Call& call, Attempt attempt, Proven proven,
                                                   std::optional<std::string> second_factor) {
  const store::Credentials& person = proven.credentials;
  const auto refuse = [&](Problem problem, std::string reason) {
    return refused(call, shared_, person.phone_number, person.user_id, std::move(problem), std::move(reason));
  };
  proven.factor = co_await second_factors_.check(call.unit, person.user_id, std::move(second_factor));
  // Who was not asked for the second factor yet has guessed nothing: the password was right.
  if (proven.factor.result == Factor::missing) co_await succeed(call.unit, attempt);
  if (!proven.factor.passes())
    co_return co_await refuse(second_factor::problem_of(proven.factor), reason_of(proven.factor));

  const events::Origin origin = events::origin_of(call);
  const auto work = [&](db::Queries& unit) {
    return note_and_open(unit, sessions_, second_factors_, proven, device_of(call), origin);
  };
  auto pair = co_await call.unit.transaction(work);
  if (!pair) co_return co_await refuse(Problem{.code = pair.error().code}, "changed_meanwhile");
  co_await succeed(call.unit, attempt);
  succeeded(call, person.user_id, LoginProof::password);
  co_return pair;
}

Task<Outcome<CodeSent>> Service::send_code(const http::Call& call, CodeRequest request, Purpose purpose) {
  Timer answered(co_await asio::this_coro::executor, code_answered_after);
  if (!codes_.can_send()) co_return no_text_messages();
  const auto phone = canonical_phone(request.phone_number);
  if (!phone) co_return Problem{.code = Code::validation_failed, .fields = {not_a_phone_number()}};
  const one_time_codes::Request asked{purpose, *phone, request.challenge};
  const auto refused = co_await codes_.send(call.unit, asked, call.language(), events::origin_of(call));
  co_await answered.async_wait(asio::use_awaitable_t<Executor>());
  // Any other reason would tell that somebody has asked for this number, or that it has an account.
  if (refused && refused->reason == one_time_codes::NotSent::Reason::from_address)
    co_return Problem{.code = Code::too_many_requests, .retry_after = refused->wait};
  co_return CodeSent{.message = i18n::text("If this number has an account, a code is on its way to it."),
                     .expires_in = in_seconds(shared_.settings.code_lifetime),
                     .resend_after = in_seconds(shared_.settings.code_pause)};
}

Task<Outcome<TokenPair>> Service::login_by_code(const http::Call& call, CodeLogin login) {
  const auto phone = canonical_phone(login.phone_number);
  if (!phone) co_return Problem{.code = Code::validation_failed, .fields = {not_a_phone_number()}};
  const one_time_codes::Request asked{Purpose::login, *phone, login.challenge};
  const auto code = co_await codes_.check(call.unit, asked, login.code);
  if (!code)
    co_return co_await refused(call, shared_, *phone, {}, Problem{.code = Code::invalid_code}, "wrong_code");
  co_return co_await or_undo(open_by_code(call, *phone, *code, login.second_factor),
                             [&] { return codes_.give_back(call.unit, *code); });
}

Task<Outcome<TokenPair>> Service::open_by_code(const http::Call& call, std::string phone,
                                               one_time_codes::RightCode code,
                                               std::optional<std::string> second_factor) {
  const auto refuse = [&](Problem problem, std::string reason) {
    return refused(call, shared_, phone, code.user_id, std::move(problem), std::move(reason));
  };
  const auto credentials = co_await store::credentials_of_user(call.unit, code.user_id);
  if (!credentials) co_return co_await refuse(Problem{.code = Code::invalid_code}, "changed_meanwhile");

  Proven proven{*credentials, {}, LoginProof::code};
  proven.factor = co_await second_factors_.check(call.unit, code.user_id, std::move(second_factor));
  if (!proven.factor.passes())
    co_return co_await refuse(second_factor::problem_of(proven.factor), reason_of(proven.factor));

  const events::Origin origin = events::origin_of(call);
  const auto work = [&](db::Queries& unit) {
    return use_and_open(unit, sessions_, second_factors_, codes_, code, proven, device_of(call), origin);
  };
  auto pair = co_await call.unit.transaction(work);
  if (!pair) {
    const bool lacks_factor = pair.error().code == Code::second_factor_required;
    co_return co_await refuse(Problem{.code = lacks_factor ? pair.error().code : Code::invalid_code},
                              "changed_meanwhile");
  }
  succeeded(call, code.user_id, LoginProof::code);
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

Task<Outcome<LoginAnswer>> Service::answer_login(const http::Call& call, TokenQuery query,
                                                 Task<Outcome<TokenPair>> login) {
  return answer(call, query, end_former(call, query, std::move(login)));
}

Task<Outcome<TokenPair>> Service::end_former(const http::Call& call, TokenQuery query,
                                             Task<Outcome<TokenPair>> login) {
  auto tokens = co_await std::move(login);
  if (tokens) co_await sessions_.end_former(call, *tokens, query.in_cookies());
  co_return tokens;
}

Task<Outcome<LoginAnswer>> Service::answer(const http::Call& call, TokenQuery query,
                                           Task<Outcome<TokenPair>> tokens) {
  // Else a foreign page could log its visitor in as somebody whose records it reads.
  if (query.in_cookies() && http::is_cross_origin(call.request.headers, shared_.trusted_origins))
    co_return Problem{.code = Code::forbidden};
  auto given = co_await std::move(tokens);
  if (!given) co_return given.error();
  co_return login_answer(std::move(*given), query.in_cookies());
}

Task<Outcome<http::Nothing>> Service::logout(const http::Call& call) {
  const events::Origin origin = events::origin_of(call);
  const bool was_live = co_await store::revoke_session(call.unit, call.caller.user_id, call.caller.session_id,
                                                       store::RevokedFor::logout, origin);
  if (was_live) {
    sessions_.ended();
    users.info("logged out", {{"user", call.caller.user_id}, {"request_id", call.request.request_id}});
  }
  co_return http::Nothing{cookies_to_forget(call.request)};
}

}  // namespace kpa::accounts
