#include "features/people/people.hpp"

#include "features/people/routes.hpp"
#include "features/people/service.hpp"

namespace kpa::people {

People::People(db::Queries& database, accounts::Accounts& accounts, std::int64_t per_page)
    : service_(std::make_unique<const Service>(database, accounts, per_page)) {}
People::~People() = default;

void People::declare_routes(http::Router& router) const { people::declare_routes(router, *service_); }

}  // namespace kpa::people
