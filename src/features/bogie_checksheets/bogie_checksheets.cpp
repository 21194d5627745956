#include "features/bogie_checksheets/bogie_checksheets.hpp"

#include "features/bogie_checksheets/service.hpp"

namespace kpa::bogie_checksheets {

BogieChecksheets::BogieChecksheets(db::Queries& database, accounts::Accounts& accounts, std::int64_t per_page)
    : service_(std::make_unique<const Service>(database, accounts, per_page)) {}

BogieChecksheets::~BogieChecksheets() = default;

void BogieChecksheets::declare_routes(http::Router& router) const {
  maintenance_forms::declare_routes(
      router, *service_,
      "Every condition of the vocabulary is accepted; the components that need attention are answered as "
      "`findings`.");
}

}  // namespace kpa::bogie_checksheets
