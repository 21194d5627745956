#include <utility>

#include "core/http/endpoint.hpp"
#include "features/accounts/routes.hpp"
#include "features/accounts/service.hpp"
#include "features/permissions/permissions.hpp"

namespace kpa::accounts {

void declare_session_routes(http::Router& router, Service& service) {
  using http::Call;
  const http::Routes routes(router, "Sessions");

  routes.get("/api/users/sessions")
      .operation("listSessions")
      .summary("List one's sessions")
      .description("Each login is a session, until somebody ends it or it is not refreshed in time.")
      .allow(permissions::keep_own_account)
      .query<SessionQuery>()
      .answers<http::Page<Session>>(200, i18n::text("Sessions fetched successfully."))
      .handle([&](const Call& call, SessionQuery query) {
        return service.sessions(call, call.caller.user_id, std::move(query));
      });

  routes.remove("/api/users/sessions/{id}")
      .operation("endSession")
      .summary("End one of one's sessions")
      .description("Its tokens are good no longer, everywhere within a second.")
      .allow(permissions::keep_own_account)
      .path<std::int64_t>("id", "Number of the session")
      .answers_nothing()
      .handle([&](const Call& call, std::int64_t id) {
        return service.end_session(call, call.caller.user_id, id);
      });

  routes.remove("/api/users/sessions")
      .operation("endOtherSessions")
      .summary("End all of one's sessions but this one")
      .allow(permissions::keep_own_account)
      .answers<SessionsEnded>()
      .handle([&](const Call& call) { return service.end_sessions(call, call.caller.user_id); });

  routes.get("/api/users/users/{id}/sessions")
      .operation("listUserSessions")
      .summary("List a user's sessions")
      .allow(permissions::administer)
      .path<std::int64_t>("id", "Number of the user")
      .query<SessionQuery>()
      .answers<http::Page<Session>>(200, i18n::text("Sessions fetched successfully."))
      .handle([&](const Call& call, std::int64_t id, SessionQuery query) {
        return service.sessions(call, id, std::move(query));
      });

  routes.remove("/api/users/users/{id}/sessions/{session_id}")
      .operation("endUserSession")
      .summary("End one of a user's sessions")
      .allow(permissions::administer)
      .path<std::int64_t>("id", "Number of the user")
      .path<std::int64_t>("session_id", "Number of the session")
      .answers_nothing()
      .handle([&](const Call& call, std::int64_t id, std::int64_t session_id) {
        return service.end_session(call, id, session_id);
      });

  routes.remove("/api/users/users/{id}/sessions")
      .operation("endUserSessions")
      .summary("End all sessions of a user")
      .description("But the one that the request itself belongs to.")
      .allow(permissions::administer)
      .path<std::int64_t>("id", "Number of the user")
      .answers<SessionsEnded>()
      .handle([&](const Call& call, std::int64_t id) { return service.end_sessions(call, id); });
}

}  // namespace kpa::accounts
