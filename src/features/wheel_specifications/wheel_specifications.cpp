#include "features/wheel_specifications/wheel_specifications.hpp"

#include "features/wheel_specifications/service.hpp"

namespace kpa::wheel_specifications {

WheelSpecifications::WheelSpecifications(db::Queries& database, accounts::Accounts& accounts,
                                         std::int64_t per_page)
    : service_(std::make_unique<const Service>(database, accounts, per_page)) {}

WheelSpecifications::~WheelSpecifications() = default;

void WheelSpecifications::declare_routes(http::Router& router) const {
  maintenance_forms::declare_routes(
      router, *service_,
      "Measurements within and outside the limits are accepted; what the limits say of them is answered as "
      "`findings`.");
}

}  // namespace kpa::wheel_specifications
