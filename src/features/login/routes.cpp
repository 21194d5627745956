#include "features/login/routes.hpp"

#include <utility>

#include "core/http/endpoint.hpp"
#include "features/login/service.hpp"

namespace kpa::login {

using http::Call;
using one_time_codes::CodeRequest;
using one_time_codes::CodeSent;
using sessions::LoginAnswer;
using sessions::TokenQuery;

void declare_routes(http::Router& router, Service& service, sessions::Sessions& sessions) {
  const http::Routes routes(router, "Accounts", "Registration, login, tokens and your own profile.");

  routes.post("/api/users/register")
      .operation("register")
      .summary("Register and log in")
      .description(
          "A password must have enough characters, must not resemble the person's name, e-mail address or phone number, must not be known from leaks, and must not be easy to guess.")
      .allow(sessions::permissions::log_in)
      .counts_as(http::LimitClass::registration)
      .secret()
      .query<TokenQuery>()
      .body<Registration>()
      .answers<LoginAnswer>(201)
      .fails_with({Code::phone_number_taken, Code::registration_closed, Code::forbidden})
      .handle([&](const Call& call, TokenQuery query, Registration registration) {
        return sessions.answer(call, query, service.enrol(call, std::move(registration)));
      });

  routes.post("/api/users/login")
      .operation("login")
      .summary("Log in with phone number and password")
      .description(std::string("If you have set up a second factor, send its code too. ") +
                   sessions::about_cookies)
      .allow(sessions::permissions::log_in)
      .counts_as(http::LimitClass::login)
      .secret()
      .query<TokenQuery>()
      .body<PasswordLogin>()
      .answers<LoginAnswer>()
      .fails_with({Code::invalid_credentials, Code::account_disabled, Code::second_factor_required,
                   Code::invalid_code, Code::too_many_requests, Code::forbidden})
      .handle([&](const Call& call, TokenQuery query, PasswordLogin login) {
        return sessions.answer(call, query, service.by_password(call, std::move(login)));
      });

  routes.post("/api/users/login/code")
      .operation("sendLoginCode")
      .summary("Send a login code by text message")
      .description(one_time_codes::said_to_everybody)
      .allow(sessions::permissions::log_in)
      .secret()
      .counts_as(http::LimitClass::code)
      .body<CodeRequest>()
      .answers<CodeSent>(202)
      .fails_with({Code::not_implemented, Code::too_many_requests})
      .handle(
          [&](const Call& call, CodeRequest request) { return service.send_code(call, std::move(request)); });

  routes.post("/api/users/login/code/verify")
      .operation("verifyLoginCode")
      .summary("Log in with a code from a text message")
      .description(
          "A code can be used once, within five attempts; if the answer was lost, ask for a new code. "
          "If you have a second factor, send its code too; if it was missing, send the same login code "
          "again with it. " +
          std::string(sessions::about_cookies))
      .allow(sessions::permissions::log_in)
      .secret()
      .counts_as(http::LimitClass::login)
      .query<TokenQuery>()
      .body<CodeLogin>()
      .answers<LoginAnswer>()
      .fails_with(
          {Code::invalid_code, Code::second_factor_required, Code::too_many_requests, Code::forbidden})
      .handle([&](const Call& call, TokenQuery query, CodeLogin login) {
        return sessions.answer(call, query, service.by_code(call, std::move(login)));
      });
}

}  // namespace kpa::login
