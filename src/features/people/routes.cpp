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
                            "Administration of people: create, change, deactivate, import and export.");

  routes.get("/api/users/users")
      .operation("listUsers")
      .summary("List users")
      .description("Staff list the people whom they may see. All filters must match.")
      .allow(permissions::view_users)
      .query<ListQuery>()
      .answers<http::Page<Profile>>(200, i18n::text("Users fetched successfully."))
      .handle([&](const Call& call, ListQuery query) { return service.list(call, std::move(query)); });

  routes.post("/api/users/users")
      .operation("createUser")
      .summary("Create a user")
      .description(
          "The user has no password yet and sets one with a one-time code or link. Only superusers can "
          "create staff and superusers, and set `sight`.")
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
          "Members that are left out are cleared, except rank (`is_staff`, `is_superuser`) and "
          "`sight`, which stay the same. Regular users can replace their own personal details; staff "
          "can replace all details of regular users except rank and sight; superusers can replace "
          "everything. A user who gets a higher rank or another phone number is logged out. With a "
          "higher rank, their password and second factor are removed too, and they set new ones with a "
          "code or a superuser's link. Members that you cannot change may be included with their "
          "present values.")
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
          "A JSON Merge Patch (RFC 7396): members that are left out stay the same; null clears a "
          "member. See PUT for who may change what.")
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
      .description(
          "They can no longer log in, and their sessions end; their records remain. You cannot "
          "deactivate yourself.")
      .allow(permissions::deactivate_users)
      .path<std::int64_t>("id", "Number of the user")
      .answers_nothing()
      .fails_with({Code::conflict})
      .handle([&](const Call& call, std::int64_t id) { return service.deactivate(call, id); });

  routes.post("/api/users/users/{id}/activate")
      .operation("activateUser")
      .summary("Reactivate a user")
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
