#include "features/second_factor/second_factor.hpp"

#include "features/second_factor/routes.hpp"
#include "features/second_factor/service.hpp"

namespace kpa::second_factor {

SecondFactor::SecondFactor(const Foundation&, sessions::Sessions& sessions, passwords::Passwords& passwords,
                           sessions::Shared& shared)
    : factors_(shared.settings.secret_key),
      service_(std::make_unique<Service>(factors_, sessions, passwords, shared.incidents)) {}
SecondFactor::~SecondFactor() = default;

void SecondFactor::declare_routes(http::Router& router) { second_factor::declare_routes(router, *service_); }

}  // namespace kpa::second_factor
