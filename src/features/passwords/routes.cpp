#include "features/passwords/routes.hpp"

#include <utility>

#include "core/http/endpoint.hpp"
#include "features/passwords/service.hpp"

namespace kpa::passwords {

void declare_routes(http::Router& router, Service& service) {
  http::Routes(router, "Accounts")
      .post("/api/users/change-password")
      .operation("changePassword")
      .summary("Change your password")
      .description("Ends all your other sessions; this one continues.")
      .allow(sessions::permissions::keep_own_account)
      .counts_as(http::LimitClass::login)
      .body<PasswordChange>()
      .answers<Message>()
      .handle([&](const http::Call& call, PasswordChange change) {
        return service.change(call, std::move(change));
      });
}

}  // namespace kpa::passwords
