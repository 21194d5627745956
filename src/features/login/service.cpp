#include "features/login/service.hpp"

#include <utility>

#include "core/observe/metrics.hpp"
#include "core/or_undo.hpp"
#include "features/login/log.hpp"
#include "features/login/store.hpp"

namespace kpa::login {
namespace {

using Factor = second_factor::Verdict::Result;
using one_time_codes::Purpose;
using passwords::Attempt;
using sessions::TokenPair;
using store::LoginProof;

void count_login(std::string_view result) {
  observe::metrics()
      .counter("kpa_logins_total", "Logins that were tried, by result", {{"result", std::string(result)}})
      .add();
}

/// Every failed login ends here, after the same work whether the person exists or not, so that the response
/// time reveals nothing.
Task<Problem> refused(const http::Call& call, incidents::Incidents& incidents, std::string phone,
                      std::optional<std::int64_t> user_id, Problem problem, std::string reason) {
  count_login(reason);
  incidents::Incident incident{.action = "login_refused",
                               .details = {{"reason", reason}, {"phone_number", identity::masked(phone)}}};
  incident.user_id = user_id;
  security.warning("login refused", {{"reason", reason},
                                     {"user", user_id.value_or(0)},
                                     {"address", call.request.client_address},
                                     {"request_id", call.request.request_id}});
  co_await incidents.note(call.unit, std::move(incident), events::origin_of(call));
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

Task<Outcome<TokenPair>> note_and_open(db::Queries& unit, const http::Call& call,
                                       sessions::Sessions& sessions, const second_factor::Factors& factors,
                                       Proven proven) {
  const std::int64_t user_id = proven.credentials.user_id;
  const events::Origin origin = events::origin_of(call);
  const bool noted = co_await store::note_login(unit, proven.credentials, proven.rehashed, proven.by, origin);
  if (!noted) co_return Problem{.code = Code::invalid_credentials};
  if (proven.factor.result == Factor::right) {
    const bool used = co_await factors.use(unit, user_id, proven.factor, origin);
    if (!used) co_return Problem{.code = Code::invalid_code};
  } else {
    // The person's row is locked: whoever confirms a factor now waits, and then ends this session as well.
    const auto status = co_await factors.status(unit, user_id);
    if (status.enabled) co_return Problem{.code = Code::second_factor_required};
  }
  co_return co_await sessions.open(unit, call, user_id);
}

/// The code is used up in the transaction of the login.
Task<Outcome<TokenPair>> use_and_open(db::Queries& unit, const http::Call& call, sessions::Sessions& sessions,
                                      const second_factor::Factors& factors,
                                      one_time_codes::OneTimeCodes& codes, one_time_codes::RightCode code,
                                      Proven proven) {
  // Locks the person first, in the same order as code that ends all codes of a person.
  co_await identity::hold_person(unit, code.user_id);
  const bool used = co_await codes.use(unit, code);
  if (!used) co_return Problem{.code = Code::invalid_code};
  co_return co_await note_and_open(unit, call, sessions, factors, proven);
}

}  // namespace

Task<Outcome<TokenPair>> Service::by_password(const http::Call& call, PasswordLogin login) {
  const auto phone = directory_.canonical_phone(login.phone_number);
  if (!phone) co_return Problem{.code = Code::validation_failed, .fields = {identity::not_a_phone_number()}};
  const auto tried = co_await passwords_.attempt(call, *phone, login.password);
  if (!tried) {
    count_login("too_early");
    co_return tried.error();
  }
  const auto& credentials = tried->credentials;
  const auto user = credentials ? std::optional(credentials->user_id) : std::nullopt;
  const auto refuse = [&](Code failure, std::string_view reason) {
    return refused(call, incidents_, *phone, user, Problem{.code = failure}, std::string(reason));
  };
  if (!credentials) co_return co_await refuse(Code::invalid_credentials, "unknown_phone");
  if (!tried->right) co_return co_await refuse(Code::invalid_credentials, "wrong_password");
  if (!credentials->is_active) co_return co_await refuse(Code::account_disabled, "account_disabled");

  const Proven proven{*credentials, tried->rehashed, LoginProof::password};
  co_return co_await unless_it_breaks(call.unit, tried->attempt,
                                      open_by_password(call, tried->attempt, proven, login.second_factor));
}

Task<Outcome<TokenPair>> Service::open_by_password(const http::Call& call, Attempt attempt, Proven proven,
                                                   std::optional<std::string> second_factor) {
  const passwords::Credentials& person = proven.credentials;
  const auto refuse = [&](Problem problem, std::string reason) {
    return refused(call, incidents_, person.phone_number, person.user_id, std::move(problem),
                   std::move(reason));
  };
  proven.factor = co_await factors_.check(call.unit, person.user_id, std::move(second_factor));
  // A missing second factor is not a failed guess: the password was right.
  if (proven.factor.result == Factor::missing) co_await succeed(call.unit, attempt);
  if (!proven.factor.passes())
    co_return co_await refuse(second_factor::problem_of(proven.factor), reason_of(proven.factor));

  const auto work = [&](db::Queries& unit) { return note_and_open(unit, call, sessions_, factors_, proven); };
  auto pair = co_await call.unit.transaction(work);
  if (!pair) co_return co_await refuse(Problem{.code = pair.error().code}, "changed_meanwhile");
  co_await succeed(call.unit, attempt);
  succeeded(call, person.user_id, LoginProof::password);
  co_return pair;
}

Task<Outcome<TokenPair>> Service::by_code(const http::Call& call, CodeLogin login) {
  const auto phone = directory_.canonical_phone(login.phone_number);
  if (!phone) co_return Problem{.code = Code::validation_failed, .fields = {identity::not_a_phone_number()}};
  const one_time_codes::Request asked{Purpose::login, *phone, login.challenge};
  const auto code = co_await codes_.check(call.unit, asked, login.code);
  if (!code)
    co_return co_await refused(call, incidents_, *phone, {}, Problem{.code = Code::invalid_code},
                               "wrong_code");
  co_return co_await or_undo(open_by_code(call, *phone, *code, login.second_factor),
                             [&] { return codes_.give_back(call.unit, *code); });
}

Task<Outcome<TokenPair>> Service::open_by_code(const http::Call& call, std::string phone,
                                               one_time_codes::RightCode code,
                                               std::optional<std::string> second_factor) {
  const auto refuse = [&](Problem problem, std::string reason) {
    return refused(call, incidents_, phone, code.user_id, std::move(problem), std::move(reason));
  };
  const auto credentials = co_await passwords::credentials_of(call.unit, code.user_id);
  if (!credentials) co_return co_await refuse(Problem{.code = Code::invalid_code}, "changed_meanwhile");

  Proven proven{*credentials, {}, LoginProof::code};
  proven.factor = co_await factors_.check(call.unit, code.user_id, std::move(second_factor));
  if (!proven.factor.passes())
    co_return co_await refuse(second_factor::problem_of(proven.factor), reason_of(proven.factor));

  const auto work = [&](db::Queries& unit) {
    return use_and_open(unit, call, sessions_, factors_, codes_, code, proven);
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

}  // namespace kpa::login
