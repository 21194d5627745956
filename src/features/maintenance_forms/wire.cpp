#include "features/maintenance_forms/wire.hpp"

namespace kpa::maintenance_forms {

schema::Constraint<Date> date_of_work() {
  using namespace std::chrono_literals;
  return schema::not_before(1950y / 1 / 1) & schema::not_in_future();
}

boost::json::string example_number(const Header& header) {
  return boost::json::string(std::string(header.number_series) + "-2024-001");
}

std::string inspector_member(const Header& header) { return schema::camel_case(header.inspector); }

}  // namespace kpa::maintenance_forms

template <>
const kpa::schema::Object<kpa::maintenance_forms::DeviceTime>& kpa::schema::describe() {
  using D = maintenance_forms::DeviceTime;
  static const auto made =
      schema::object<D>("DeviceTime")
          .field("field", &D::field, schema::of_length(1, 200), "Path of the field", "fields.wheelGauge")
          .field("at", &D::at, schema::between(0, 1'000'000'000'000'000),
                 "Milliseconds of a clock that only runs forward", 51'200);
  return made;
}
