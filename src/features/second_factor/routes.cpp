#include "features/second_factor/routes.hpp"

#include <utility>

#include "core/http/endpoint.hpp"
#include "features/permissions/permissions.hpp"
#include "features/second_factor/service.hpp"

namespace kpa::second_factor {

void declare_routes(http::Router& router, Service& service) {
  using http::Call;
  using http::LimitClass;
  const http::Routes routes(router, "Accounts");

  routes.get("/api/users/second-factor")
      .operation("getSecondFactor")
      .summary("Show whether your logins need a second factor")
      .allow(sessions::permissions::keep_own_account)
      .answers<Status>()
      .handle([&](const Call& call) { return service.status(call); });

  routes.post("/api/users/second-factor")
      .operation("beginSecondFactor")
      .summary("Start setting up an authenticator app")
      .description("Logins need it after it is confirmed. Starting again gives a new secret.")
      .allow(sessions::permissions::keep_own_account)
      .secret()
      .counts_as(LimitClass::login)
      .body<CurrentPassword>()
      .answers<Enrolment>(201)
      .fails_with({Code::state_conflict, Code::too_many_requests})
      .handle([&](const Call& call, CurrentPassword given) { return service.begin(call, std::move(given)); });

  routes.post("/api/users/second-factor/confirm")
      .operation("confirmSecondFactor")
      .summary("Confirm the authenticator app with its first code")
      .description("From then on logins need it. Ends all your other sessions.")
      .allow(sessions::permissions::keep_own_account)
      .secret()
      .counts_as(LimitClass::login)
      .body<Confirmation>()
      .answers<RecoveryCodes>()
      .handle([&](const Call& call, Confirmation given) { return service.confirm(call, std::move(given)); });

  routes.post("/api/users/second-factor/recovery-codes")
      .operation("replaceRecoveryCodes")
      .summary("Replace all your recovery codes")
      .allow(sessions::permissions::keep_own_account)
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
      .summary("Remove your second factor")
      .description("Ends all your other sessions.")
      .allow(sessions::permissions::keep_own_account)
      .secret()
      .counts_as(LimitClass::login)
      .body<FactorProof>()
      .answers_nothing()
      .fails_with({Code::state_conflict, Code::too_many_requests})
      .handle([&](const Call& call, FactorProof given) { return service.disable(call, std::move(given)); });

  routes.remove("/api/users/users/{id}/second-factor")
      .operation("removeUserSecondFactor")
      .summary("Remove the second factor of a person who has lost it")
      .description(
          "If somebody else may have the phone, have the person set a new password too. You cannot do "
          "this for yourself.")
      .allow(permissions::administer)
      .path<std::int64_t>("id", "The user's id")
      .answers_nothing()
      .fails_with({Code::not_found})
      .handle([&](const Call& call, std::int64_t user_id) { return service.remove(call, user_id); });
}

}  // namespace kpa::second_factor
