#include "features/sessions/routes.hpp"

#include <utility>

#include "core/http/endpoint.hpp"
#include "features/sessions/permissions.hpp"
#include "features/sessions/service.hpp"

namespace kpa::sessions {

namespace {

using http::Call;

void declare_tokens(http::Router& router, Service& service, Authentication& authentication) {
  const http::Routes routes(router, "Accounts");

  routes.post("/api/users/refresh")
      .operation("refreshTokens")
      .summary("Exchange a refresh token for fresh tokens")
      .description(
          "A refresh token can be used once. If the answer was lost, send the same token again: you "
          "get fresh tokens as long as none of the lost ones was used. After that, sending it again "
          "ends the session, except within a few seconds, because two requests may have been sent at "
          "the same time. With `cookie=true` and the body `{}`, the refresh token is taken from the "
          "cookie, and `X-CSRF-Token` is required.")
      .allow(permissions::log_in)
      .counts_for([&](const http::Request& request) { return service.refreshing(request); })
      .secret()
      .query<TokenQuery>()
      .body<RefreshRequest>()
      .answers<LoginAnswer>()
      .fails_with({Code::invalid_token, Code::csrf_token_invalid, Code::forbidden})
      .handle([&](const Call& call, TokenQuery query, RefreshRequest request) {
        return service.refresh(call, query, std::move(request));
      });

  routes.post("/api/users/logout")
      .operation("logout")
      .summary("End this session")
      .description(
          "Its access and refresh tokens become invalid. Cookies are deleted, even if the access token "
          "in them has expired.")
      .allow(permissions::keep_own_account)
      .authenticated_by(
          [&](const http::Request& request) { return authentication.authenticate_leaving(request); })
      .answers_nothing()
      .handle([&](const Call& call) { return service.logout(call); });
}

void declare_list(http::Router& router, Service& service) {
  const http::Routes routes(router, "Sessions",
                            "The devices on which a person is logged in, and how to log them out.");

  routes.get("/api/users/sessions")
      .operation("listSessions")
      .summary("List your sessions")
      .description("Each login opens a session. It lasts until it is ended, or not refreshed in time.")
      .allow(permissions::keep_own_account)
      .query<SessionQuery>()
      .answers<http::Page<Session>>(200, i18n::text("Sessions fetched successfully."))
      .handle([&](const Call& call, SessionQuery query) {
        return service.list(call, call.caller.user_id, std::move(query));
      });

  routes.remove("/api/users/sessions/{id}")
      .operation("endSession")
      .summary("End one of your sessions")
      .description("Its tokens become invalid, on all servers within a second.")
      .allow(permissions::keep_own_account)
      .path<std::int64_t>("id", "Number of the session")
      .answers_nothing()
      .handle([&](const Call& call, std::int64_t id) { return service.end(call, call.caller.user_id, id); });

  routes.remove("/api/users/sessions")
      .operation("endOtherSessions")
      .summary("End all your sessions except this one")
      .allow(permissions::keep_own_account)
      .answers<SessionsEnded>()
      .handle([&](const Call& call) { return service.end_others(call, call.caller.user_id); });

  routes.get("/api/users/users/{id}/sessions")
      .operation("listUserSessions")
      .summary("List a user's sessions")
      .allow(permissions::administer)
      .path<std::int64_t>("id", "Number of the user")
      .query<SessionQuery>()
      .answers<http::Page<Session>>(200, i18n::text("Sessions fetched successfully."))
      .handle([&](const Call& call, std::int64_t id, SessionQuery query) {
        return service.list(call, id, std::move(query));
      });

  routes.remove("/api/users/users/{id}/sessions/{session_id}")
      .operation("endUserSession")
      .summary("End one of a user's sessions")
      .allow(permissions::administer)
      .path<std::int64_t>("id", "Number of the user")
      .path<std::int64_t>("session_id", "Number of the session")
      .answers_nothing()
      .handle([&](const Call& call, std::int64_t id, std::int64_t session_id) {
        return service.end(call, id, session_id);
      });

  routes.remove("/api/users/users/{id}/sessions")
      .operation("endUserSessions")
      .summary("End all sessions of a user")
      .description("Except the session of this request.")
      .allow(permissions::administer)
      .path<std::int64_t>("id", "Number of the user")
      .answers<SessionsEnded>()
      .handle([&](const Call& call, std::int64_t id) { return service.end_others(call, id); });
}

}  // namespace

void declare_routes(http::Router& router, Service& service, Authentication& authentication) {
  declare_tokens(router, service, authentication);
  declare_list(router, service);
}

}  // namespace kpa::sessions
