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
          "A refresh token is used once. If the answer was lost, send it again: it gives fresh tokens as long as none of the lost ones was used. Sent again after that, it ends the session, unless only a few seconds have passed, in which two requests may cross. With `cookie=true` and without a refresh token in the body, which is then `{}`, the one of the "
          "cookie is taken, and `X-CSRF-Token` is needed.")
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
          "Its access and refresh tokens are good no longer; cookies are cleared, also when their access token has "
          "expired.")
      .allow(permissions::keep_own_account)
      .authenticated_by(
          [&](const http::Request& request) { return authentication.authenticate_leaving(request); })
      .answers_nothing()
      .handle([&](const Call& call) { return service.logout(call); });
}

void declare_list(http::Router& router, Service& service) {
  const http::Routes routes(router, "Sessions", "Where somebody is logged in, and how to end it.");

  routes.get("/api/users/sessions")
      .operation("listSessions")
      .summary("List one's sessions")
      .description("Each login is a session, until somebody ends it or it is not refreshed in time.")
      .allow(permissions::keep_own_account)
      .query<SessionQuery>()
      .answers<http::Page<Session>>(200, i18n::text("Sessions fetched successfully."))
      .handle([&](const Call& call, SessionQuery query) {
        return service.list(call, call.caller.user_id, std::move(query));
      });

  routes.remove("/api/users/sessions/{id}")
      .operation("endSession")
      .summary("End one of one's sessions")
      .description("Its tokens are good no longer, everywhere within a second.")
      .allow(permissions::keep_own_account)
      .path<std::int64_t>("id", "Number of the session")
      .answers_nothing()
      .handle([&](const Call& call, std::int64_t id) { return service.end(call, call.caller.user_id, id); });

  routes.remove("/api/users/sessions")
      .operation("endOtherSessions")
      .summary("End all of one's sessions but this one")
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
      .description("All but the session that the request itself belongs to.")
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
