#include "features/accounts/routes.hpp"

#include <utility>

#include "core/http/endpoint.hpp"
#include "features/accounts/service.hpp"
#include "features/permissions/permissions.hpp"

namespace kpa::accounts {
namespace {

using http::Call;

}  // namespace

void declare_routes(http::Router& router, Service& service) {
  const http::Routes routes(router, "Accounts");

  routes.post("/api/users/register")
      .operation("register")
      .summary("Register a user, who is logged in with it")
      .description(
          "A password has enough characters, is not like the person's name, e-mail address or phone number, not "
          "among those known from leaks, and not easy to guess.")
      .allow(permissions::log_in)
      .counts_as(http::LimitClass::registration)
      .secret()
      .query<TokenQuery>()
      .body<Registration>()
      .answers<LoginAnswer>(201)
      .fails_with({Code::phone_number_taken, Code::registration_closed, Code::forbidden})
      .handle([&](const Call& call, TokenQuery query, Registration registration) {
        return service.answer_login(call, query, service.enrol(call, std::move(registration)));
      });

  routes.post("/api/users/login")
      .operation("login")
      .summary("Log in with phone number and password")
      .description(std::string("Whoever has set up a second factor sends it along. ") + about_cookies)
      .allow(permissions::log_in)
      .counts_as(http::LimitClass::login)
      .secret()
      .query<TokenQuery>()
      .body<Login>()
      .answers<LoginAnswer>()
      .fails_with({Code::invalid_credentials, Code::account_disabled, Code::second_factor_required,
                   Code::invalid_code, Code::too_many_requests, Code::forbidden})
      .handle([&](const Call& call, TokenQuery query, Login login) {
        return service.answer_login(call, query, service.login(call, std::move(login)));
      });

  routes.post("/api/users/refresh")
      .operation("refreshTokens")
      .summary("Exchange a refresh token for fresh tokens")
      .description(
          "A refresh token is good once. Sent again because the answer was lost, it gives fresh tokens once more; "
          "after a token of the answer was used, it ends the session, but for a few seconds in which requests may "
          "cross. With `cookie=true` and without a refresh token in the body, which is then `{}`, the one of the "
          "cookie is taken, and `X-CSRF-Token` is needed.")
      .allow(permissions::log_in)
      .counts_for([&](const http::Request& request) { return service.refreshing(request); })
      .secret()
      .query<TokenQuery>()
      .body<RefreshRequest>()
      .answers<LoginAnswer>()
      .fails_with({Code::invalid_token, Code::csrf_token_invalid, Code::forbidden})
      .handle([&](const Call& call, TokenQuery query, RefreshRequest request) {
        return service.answer(call, query, service.refresh(call, std::move(request), query.in_cookies()));
      });

  routes.post("/api/users/change-password")
      .operation("changePassword")
      .summary("Change one's password")
      .description("All other sessions end; this one goes on.")
      .allow(permissions::keep_own_account)
      .counts_as(http::LimitClass::login)
      .body<PasswordChange>()
      .answers<Message>()
      .handle([&](const Call& call, PasswordChange change) {
        return service.change_password(call, std::move(change));
      });

  routes.post("/api/users/logout")
      .operation("logout")
      .summary("End this session")
      .description(
          "Its access and refresh tokens are good no longer; cookies are cleared, also when their access token has "
          "expired.")
      .allow(permissions::keep_own_account)
      .authenticated_by([&](const http::Request& request) { return service.authenticate_leaving(request); })
      .answers_nothing()
      .handle([&](const Call& call) { return service.logout(call); });

  routes.get("/api/users/profile")
      .operation("getProfile")
      .summary("Show one's own profile")
      .allow(permissions::view_own_profile)
      .answers<Profile>()
      .handle([&](const Call& call) { return service.profile(call); });

  routes.put("/api/users/profile")
      .operation("replaceProfile")
      .summary("Replace one's personal details")
      .description(
          "What is left out is cleared. Members of the profile that only an administrator can change may be sent "
          "along as they were read.")
      .allow(permissions::update_own_profile)
      .conditional()
      .body<ProfileReplacement>()
      .answers<Profile>()
      .handle([&](const Call& call, ProfileReplacement replacement) {
        return service.replace_profile(call, std::move(replacement));
      });

  routes.patch("/api/users/profile")
      .operation("updateProfile")
      .summary("Change some of one's personal details")
      .description("A JSON Merge Patch (RFC 7396): what is left out stays, null clears.")
      .allow(permissions::update_own_profile)
      .conditional()
      .body<ProfilePatch>()
      .answers<Profile>()
      .handle([&](const Call& call, ProfilePatch patch) {
        return service.patch_profile(call, std::move(patch));
      });
}

}  // namespace kpa::accounts
