#include "features/maintenance_forms/wire.hpp"

namespace kpa::maintenance_forms {

schema::Constraint<Date> date_of_work() {
  using namespace std::chrono_literals;
  return schema::not_before(1950y / 1 / 1) & schema::not_in_future();
}

boost::json::string example_number(const Names& names) {
  return boost::json::string(std::string(names.number_series) + "-2024-001");
}

std::string inspector_member(const Names& names) { return schema::camel_case(names.inspector); }

}  // namespace kpa::maintenance_forms
