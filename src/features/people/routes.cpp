#include "features/people/routes.hpp"

#include <utility>

#include "core/http/endpoint.hpp"
#include "core/i18n/text.hpp"
#include "features/people/permissions.hpp"
#include "features/people/service.hpp"

namespace kpa::people {

void declare_routes(http::Router& router, const Service& service) {
  using http::Call;
  using Replacement = people::Replacement<Details>;
  using Patch = schema::Patch<Details>;
  const http::Routes routes(router, "Users",
                            "People, whom administrators enrol, change, deactivate, import and export.");

  routes.get("/api/users/users")
      .operation("listUsers")
      .summary("List users")
      .description("Staff list those whom they see. Filters combine.")
      .allow(permissions::view_users)
      .query<ListQuery>()
      .answers<http::Page<Profile>>(200, i18n::text("Users fetched successfully."))
      .handle([&](const Call& call, ListQuery query) { return service.list(call, std::move(query)); });

  routes.post("/api/users/users")
      .operation("createUser")
      .summary("Enrol a user")
      .description(
          "They get no password here: they choose one themselves, with a one-time code or link. Only superusers make "
          "staff and superusers, and say how far staff see.")
      .allow(permissions::create_users)
      .once()
      .body<Details>()
      .answers<Profile>(201)
      .fails_with({Code::phone_number_taken, Code::conflict})
      .handle([&](const Call& call, Details details) { return service.create(call, std::move(details)); });

  routes.get("/api/users/users/{id}")
      .operation("getUser")
      .summary("Show a user")
      .allow(permissions::view_a_user)
      .path<std::int64_t>("id", "Number of the user")
      .answers<Profile>()
      .handle([&](const Call& call, std::int64_t id) { return service.get(call, id); });

  routes.put("/api/users/users/{id}")
      .operation("replaceUser")
      .summary("Replace a user's details")
      .description(
          "What is left out is cleared, but for rank and sight, which stay. Regular users replace their own personal "
          "details; staff replace those of regular users, and all but rank and sight; superusers replace everything. "
          "Whoever gains a rank, or another number, is logged out; with a rank their password and second factor are "
          "forgotten too, and they set new ones by a code or a superuser's link. What may not be changed may be sent "
          "along as it was read.")
      .allow(permissions::update_users)
      .conditional()
      .path<std::int64_t>("id", "Number of the user")
      .body<Replacement>()
      .answers<Profile>()
      .fails_with({Code::phone_number_taken, Code::conflict})
      .handle([&](const Call& call, std::int64_t id, Replacement replacement) {
        return service.replace(call, id, std::move(replacement));
      });

  routes.patch("/api/users/users/{id}")
      .operation("updateUser")
      .summary("Change some of a user's details")
      .description(
          "A JSON Merge Patch (RFC 7396): what is left out stays, null clears. Who may change what: see PUT.")
      .allow(permissions::update_users)
      .conditional()
      .path<std::int64_t>("id", "Number of the user")
      .body<Patch>()
      .answers<Profile>()
      .fails_with({Code::phone_number_taken, Code::conflict})
      .handle([&](const Call& call, std::int64_t id, Patch patch) {
        return service.change(call, id, std::move(patch));
      });

  routes.remove("/api/users/users/{id}")
      .operation("deactivateUser")
      .summary("Deactivate a user")
      .description("They cannot log in any more, and their sessions end; what they did stays. Never oneself.")
      .allow(permissions::deactivate_users)
      .path<std::int64_t>("id", "Number of the user")
      .answers_nothing()
      .fails_with({Code::conflict})
      .handle([&](const Call& call, std::int64_t id) { return service.deactivate(call, id); });

  routes.post("/api/users/users/{id}/activate")
      .operation("activateUser")
      .summary("Let a deactivated user log in again")
      .allow(permissions::deactivate_users)
      .path<std::int64_t>("id", "Number of the user")
      .answers<Profile>()
      .handle([&](const Call& call, std::int64_t id) { return service.activate(call, id); });

  routes.get("/api/users/users/{id}/reports")
      .operation("listUserReports")
      .summary("List those who report to a user")
      .allow(permissions::view_users)
      .path<std::int64_t>("id", "Number of the user")
      .query<ReportsQuery>()
      .answers<http::Page<Profile>>(200, i18n::text("Reports fetched successfully."))
      .handle([&](const Call& call, std::int64_t id, ReportsQuery query) {
        return service.reports(call, id, std::move(query));
      });
}

}  // namespace kpa::people
