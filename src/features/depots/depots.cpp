#include "features/depots/depots.hpp"

#include "features/depots/routes.hpp"

namespace kpa::depots {

struct Depots::Services {
  Service<Level::zone> zones;
  Service<Level::division> divisions;
  Service<Level::depot> depots;
};

Depots::Depots(db::Queries& database)
    : services_(std::make_unique<const Services>(Services{Service<Level::zone>(database),
                                                          Service<Level::division>(database),
                                                          Service<Level::depot>(database)})) {}
Depots::~Depots() = default;

void Depots::declare_routes(http::Router& router) const {
  depots::declare_routes(router, services_->zones);
  depots::declare_routes(router, services_->divisions);
  depots::declare_routes(router, services_->depots);
}

}  // namespace kpa::depots
