#include "features/accounts/routes.hpp"

#include <utility>

#include "core/http/endpoint.hpp"
#include "features/accounts/service.hpp"
#include "features/permissions/permissions.hpp"

namespace kpa::accounts {
namespace {

using http::Call;

Task<Outcome<http::Nothing>> logout(Service& service, const Call& call) {
  co_await service.logout(call);
  co_return http::Nothing{};
}

}  // namespace

void declare_routes(http::Router& router, Service& service) {
  const http::Routes routes(router, "Accounts");

  routes.post("/api/users/register")
      .summary("Register a user, who is logged in with it")
      .description(
          "A password has enough characters, is not like the person's name, e-mail address or phone number, not "
          "among those known from leaks, and not easy to guess.")
      .allow(permissions::log_in)
      .counts_as(http::LimitClass::registration)
      .secret()
      .body<Registration>()
      .answers<TokenPair>(201)
      .fails_with({Code::phone_number_taken})
      .handle([&](const Call& call, Registration registration) {
        return service.enrol(call, std::move(registration));
      });

  routes.post("/api/users/login")
      .summary("Log in with phone number and password")
      .allow(permissions::log_in)
      .counts_as(http::LimitClass::login)
      .secret()
      .body<Login>()
      .answers<TokenPair>()
      .fails_with({Code::invalid_credentials, Code::account_disabled})
      .handle([&](const Call& call, Login login) { return service.login(call, std::move(login)); });

  routes.post("/api/users/refresh")
      .summary("Exchange a refresh token for fresh tokens")
      .description(
          "A refresh token is good once. For a few seconds after its use it still gives the tokens of the same "
          "session, so that a lost answer can be asked for again; used later, it ends the session.")
      .allow(permissions::log_in)
      .secret()
      .body<RefreshRequest>()
      .answers<TokenPair>()
      .fails_with({Code::invalid_token})
      .handle([&](const Call& call, RefreshRequest request) {
        return service.refresh(call, std::move(request));
      });

  routes.post("/api/users/change-password")
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
      .summary("End this session")
      .description("Its access and refresh tokens are good no longer.")
      .allow(permissions::keep_own_account)
      .answers_nothing()
      .handle([&](const Call& call) { return logout(service, call); });

  routes.get("/api/users/profile")
      .summary("Show one's own profile")
      .allow(permissions::view_own_profile)
      .answers<Profile>()
      .handle([&](const Call& call) { return service.profile(call); });

  routes.put("/api/users/profile")
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
