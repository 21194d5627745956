#include "features/wheel_specifications/wheel_specifications.hpp"

#include "features/wheel_specifications/routes.hpp"

namespace kpa::wheel_specifications {

WheelSpecifications::WheelSpecifications(db::Queries& database, accounts::Accounts& accounts,
                                         std::int64_t per_page)
    : service_(std::make_unique<const Service>(database, accounts, per_page)) {}

WheelSpecifications::~WheelSpecifications() = default;

void WheelSpecifications::declare_routes(http::Router& router) const {
  wheel_specifications::declare_routes(router, *service_);
}

}  // namespace kpa::wheel_specifications
