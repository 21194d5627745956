#include <utility>

#include "core/http/endpoint.hpp"
#include "features/people/permissions.hpp"
#include "features/people/profiles.hpp"
#include "features/people/routes.hpp"

namespace kpa::people {

void declare_profile_routes(http::Router& router, const Profiles& profiles) {
  using http::Call;
  using Replacement = Replacement<PersonalDetails>;
  using Patch = schema::Patch<PersonalDetails>;
  const http::Routes routes(router, "Accounts");

  routes.get("/api/users/profile")
      .operation("getProfile")
      .summary("Show your profile")
      .allow(permissions::view_own_profile)
      .answers<Profile>()
      .handle([&](const Call& call) { return profiles.get(call); });

  routes.put("/api/users/profile")
      .operation("replaceProfile")
      .summary("Replace your personal details")
      .description(
          "Members that are left out are cleared. Members that only an administrator can change may be "
          "included with their present values.")
      .allow(permissions::update_own_profile)
      .conditional()
      .body<Replacement>()
      .answers<Profile>()
      .handle([&](const Call& call, Replacement replacement) {
        return profiles.replace(call, std::move(replacement));
      });

  routes.patch("/api/users/profile")
      .operation("updateProfile")
      .summary("Change some of your personal details")
      .description(
          "A JSON Merge Patch (RFC 7396): members that are left out stay the same; null clears a "
          "member.")
      .allow(permissions::update_own_profile)
      .conditional()
      .body<Patch>()
      .answers<Profile>()
      .handle([&](const Call& call, Patch patch) { return profiles.change(call, std::move(patch)); });
}

}  // namespace kpa::people
