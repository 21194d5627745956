#include "features/recovery/routes.hpp"

#include <utility>

#include "core/http/endpoint.hpp"
#include "features/recovery/permissions.hpp"
#include "features/recovery/service.hpp"

namespace kpa::recovery {

using http::Call;
using http::LimitClass;
using one_time_codes::CodeRequest;
using one_time_codes::CodeSent;

void declare_routes(http::Router& router, Service& service) {
  const http::Routes routes(router, "Accounts");

  routes.post("/api/users/password-reset")
      .operation("sendPasswordResetCode")
      .summary("Send a code for a new password by text message")
      .description(one_time_codes::said_to_everybody)
      .allow(sessions::permissions::log_in)
      .secret()
      .counts_as(LimitClass::code)
      .body<CodeRequest>()
      .answers<CodeSent>(202)
      .fails_with({Code::not_implemented, Code::too_many_requests})
      .handle(
          [&](const Call& call, CodeRequest request) { return service.send_code(call, std::move(request)); });

  routes.post("/api/users/password-reset/confirm")
      .operation("confirmPasswordReset")
      .summary("Set a new password with a code or a one-time link")
      .description(
          "Send `phone_number`, `code` and `challenge`, or the `token` of a link. All of the person's sessions end. The next login still asks for their second factor, if they have one.")
      .allow(sessions::permissions::log_in)
      .secret()
      .counts_as(LimitClass::login)
      .body<PasswordReset>()
      .answers<passwords::Message>()
      .fails_with({Code::invalid_code})
      .handle([&](const Call& call, PasswordReset reset) {
        return service.reset_password(call, std::move(reset));
      });

  routes.post("/api/users/users/{id}/reset-password")
      .operation("offerPasswordReset")
      .summary("Allow a person to set a new password")
      .description(
          "Either sends a code to their phone, or returns a one-time link that you give to them; "
          "nobody learns a password. Their present password remains valid until they set a new one. "
          "Staff can do this for regular users only.")
      .allow(permissions::reset_passwords)
      .secret()
      .path<std::int64_t>("id", "The user's id")
      .body<ResetOffer>()
      .answers<ResetOffered>()
      .fails_with({Code::not_found, Code::state_conflict, Code::too_many_requests, Code::not_implemented})
      .handle([&](const Call& call, std::int64_t user_id, ResetOffer offer) {
        return service.offer_reset(call, user_id, offer);
      });
}

}  // namespace kpa::recovery
