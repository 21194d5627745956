#include <utility>

#include "core/http/endpoint.hpp"
#include "features/accounts/routes.hpp"
#include "features/accounts/service.hpp"
#include "features/permissions/permissions.hpp"

namespace kpa::accounts {
namespace {

using http::Call;
using http::LimitClass;
using one_time_codes::Purpose;

constexpr auto said_to_everybody =
    "The answer is the same for every number, after the same time. The code is good only with the challenge that is sent "
    "here, and supersedes the one before of the same challenge; asked for too soon, or too often for the number, none is "
    "sent. 429 where the client's address has had its codes of the day.";

void declare_codes(const http::Routes& routes, Service& service) {
  routes.post("/api/users/login/code")
      .operation("sendLoginCode")
      .summary("Have a code sent to log in with")
      .description(said_to_everybody)
      .allow(permissions::log_in)
      .secret()
      .counts_as(LimitClass::code)
      .body<CodeRequest>()
      .answers<CodeSent>(202)
      .fails_with({Code::not_implemented, Code::too_many_requests})
      .handle([&](const Call& call, CodeRequest request) {
        return service.send_code(call, std::move(request), Purpose::login);
      });

  routes.post("/api/users/login/code/verify")
      .operation("verifyLoginCode")
      .summary("Log in with a code from a text message")
      .description(
          "A code is good once, for five attempts; after an answer that was lost, ask for another. Whoever has a "
          "second factor sends it along; when it was missing, the same code can be sent again with it. " +
          std::string(about_cookies))
      .allow(permissions::log_in)
      .secret()
      .counts_as(LimitClass::login)
      .query<TokenQuery>()
      .body<CodeLogin>()
      .answers<LoginAnswer>()
      .fails_with(
          {Code::invalid_code, Code::second_factor_required, Code::too_many_requests, Code::forbidden})
      .handle([&](const Call& call, TokenQuery query, CodeLogin login) {
        return service.answer_login(call, query, service.login_by_code(call, std::move(login)));
      });
}

void declare_resets(const http::Routes& routes, Service& service) {
  routes.post("/api/users/password-reset")
      .operation("sendPasswordResetCode")
      .summary("Have a code sent to set a new password with")
      .description(said_to_everybody)
      .allow(permissions::log_in)
      .secret()
      .counts_as(LimitClass::code)
      .body<CodeRequest>()
      .answers<CodeSent>(202)
      .fails_with({Code::not_implemented, Code::too_many_requests})
      .handle([&](const Call& call, CodeRequest request) {
        return service.send_code(call, std::move(request), Purpose::password_reset);
      });

  routes.post("/api/users/password-reset/confirm")
      .operation("confirmPasswordReset")
      .summary("Set a new password with a code or a one-time link")
      .description(
          "With `phone_number`, `code` and `challenge`, or with `token`. All of the person's sessions end. The next "
          "login asks for the second factor of whoever has one.")
      .allow(permissions::log_in)
      .secret()
      .counts_as(LimitClass::login)
      .body<PasswordReset>()
      .answers<Message>()
      .fails_with({Code::invalid_code})
      .handle([&](const Call& call, PasswordReset reset) {
        return service.reset_password(call, std::move(reset));
      });

  routes.post("/api/users/users/{id}/reset-password")
      .operation("offerPasswordReset")
      .summary("Let somebody set a new password")
      .description(
          "By a code to their phone, or by a one-time link to hand over; nobody learns a password. The one that "
          "they have goes on until then. Staff do this for regular users only.")
      .allow(permissions::reset_passwords)
      .secret()
      .path<std::int64_t>("id", "The user's id")
      .body<ResetOffer>()
      .answers<ResetOffered>()
      .fails_with({Code::not_found, Code::state_conflict, Code::too_many_requests, Code::not_implemented})
      .handle([&](const Call& call, std::int64_t user_id, ResetOffer offer) {
        return service.offer_reset(call, user_id, offer);
      });
}

void declare_second_factor(const http::Routes& routes, Service& service) {
  routes.get("/api/users/second-factor")
      .operation("getSecondFactor")
      .summary("Show whether one's logins ask for a second factor")
      .allow(permissions::keep_own_account)
      .answers<FactorStatus>()
      .handle([&](const Call& call) { return service.second_factor(call); });

  routes.post("/api/users/second-factor")
      .operation("beginSecondFactor")
      .summary("Begin to set up an authenticator app")
      .description("In use once it is confirmed. Begun again, the secret is another.")
      .allow(permissions::keep_own_account)
      .secret()
      .counts_as(LimitClass::login)
      .body<CurrentPassword>()
      .answers<FactorEnrolment>(201)
      .fails_with({Code::state_conflict, Code::too_many_requests})
      .handle([&](const Call& call, CurrentPassword given) {
        return service.begin_second_factor(call, std::move(given));
      });

  routes.post("/api/users/second-factor/confirm")
      .operation("confirmSecondFactor")
      .summary("Confirm the authenticator app with its first code")
      .description("From now on logins ask for it. All other sessions end.")
      .allow(permissions::keep_own_account)
      .secret()
      .counts_as(LimitClass::login)
      .body<FactorConfirmation>()
      .answers<RecoveryCodes>()
      .handle([&](const Call& call, FactorConfirmation given) {
        return service.confirm_second_factor(call, std::move(given));
      });

  routes.post("/api/users/second-factor/recovery-codes")
      .operation("replaceRecoveryCodes")
      .summary("Replace all of one's recovery codes")
      .allow(permissions::keep_own_account)
      .secret()
      .counts_as(LimitClass::login)
      .body<FactorProof>()
      .answers<RecoveryCodes>()
      .fails_with({Code::state_conflict, Code::too_many_requests})
      .handle([&](const Call& call, FactorProof given) {
        return service.renew_recovery_codes(call, std::move(given));
      });

  routes.post("/api/users/second-factor/disable")
      .operation("disableSecondFactor")
      .summary("Log in without a second factor from now on")
      .description("All other sessions end.")
      .allow(permissions::keep_own_account)
      .secret()
      .counts_as(LimitClass::login)
      .body<FactorProof>()
      .answers_nothing()
      .fails_with({Code::state_conflict, Code::too_many_requests})
      .handle([&](const Call& call, FactorProof given) {
        return service.disable_second_factor(call, std::move(given));
      });

  routes.remove("/api/users/users/{id}/second-factor")
      .operation("removeUserSecondFactor")
      .summary("Take away the second factor of somebody who has lost it")
      .description("Together with a new password when the phone may be in wrong hands. Not for oneself.")
      .allow(permissions::administer)
      .path<std::int64_t>("id", "The user's id")
      .answers_nothing()
      .fails_with({Code::not_found})
      .handle([&](const Call& call, std::int64_t user_id) {
        return service.remove_second_factor(call, user_id);
      });
}

}  // namespace

void declare_factor_routes(http::Router& router, Service& service) {
  const http::Routes routes(router, "Accounts");
  declare_codes(routes, service);
  declare_resets(routes, service);
  declare_second_factor(routes, service);
}

}  // namespace kpa::accounts
