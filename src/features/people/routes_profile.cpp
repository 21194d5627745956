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
      .summary("Show one's own profile")
      .allow(permissions::view_own_profile)
      .answers<Profile>()
      .handle([&](const Call& call) { return profiles.get(call); });

  routes.put("/api/users/profile")
      .operation("replaceProfile")
      .summary("Replace one's personal details")
      .description(
          "What is left out is cleared. Members of the profile that only an administrator can change may be sent "
          "along as they were read.")
      .allow(permissions::update_own_profile)
      .conditional()
      .body<Replacement>()
      .answers<Profile>()
      .handle([&](const Call& call, Replacement replacement) {
        return profiles.replace(call, std::move(replacement));
      });

  routes.patch("/api/users/profile")
      .operation("updateProfile")
      .summary("Change some of one's personal details")
      .description("A JSON Merge Patch (RFC 7396): what is left out stays, null clears.")
      .allow(permissions::update_own_profile)
      .conditional()
      .body<Patch>()
      .answers<Profile>()
      .handle([&](const Call& call, Patch patch) { return profiles.change(call, std::move(patch)); });
}

}  // namespace kpa::people
