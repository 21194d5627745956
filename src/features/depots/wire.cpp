#include "features/depots/wire.hpp"

#include <utility>

namespace kpa::schema {
namespace {

using namespace depots;

template <class T>
Object<T> describe_place(std::string name, const std::string& plural, json::value code,
                         json::value its_name) {
  return object<T>(std::move(name))
      .field("code", &T::code,
             matching("[A-Z0-9-]{1,20}", i18n::text("1 to 20 capital letters, digits and hyphens")),
             "The railway's own abbreviation, unique among " + plural, std::move(code))
      .field("name", &T::name, of_length(1, 100), "Name", std::move(its_name));
}

template <class T>
Object<T> describe_zone(std::string name) {
  return describe_place<T>(std::move(name), "zones", "SER", "South Eastern Railway");
}
template <class T>
Object<T> describe_division(std::string name) {
  return describe_place<T>(std::move(name), "divisions", "KGP", "Kharagpur")
      .field("zone_id", &T::zone_id, "Id of the zone that it belongs to", 1);
}
template <class T>
Object<T> describe_depot(std::string name) {
  return describe_place<T>(std::move(name), "depots", "KGP-WS", "Kharagpur Workshop")
      .field("division_id", &T::division_id, "Id of the division that it belongs to", 1);
}

/// Adds the fields that the database sets.
template <class T>
Object<T> stored(Object<T> place) {
  return std::move(place)
      .field("id", &T::id, "Number of the record", 1)
      .field("version", &T::version, "Incremented with each change; the ETag is made from it", 1)
      .versioned(&T::version);
}

}  // namespace

template <>
const Object<NewZone>& describe() {
  static const auto made = describe_zone<NewZone>("NewZone");
  return made;
}
template <>
const Object<Zone>& describe() {
  static const auto made = stored(describe_zone<Zone>("Zone"));
  return made;
}
template <>
const Object<NewDivision>& describe() {
  static const auto made = describe_division<NewDivision>("NewDivision");
  return made;
}
template <>
const Object<Division>& describe() {
  static const auto made = stored(describe_division<Division>("Division"));
  return made;
}
template <>
const Object<NewDepot>& describe() {
  static const auto made = describe_depot<NewDepot>("NewDepot");
  return made;
}
template <>
const Object<Depot>& describe() {
  static const auto made = stored(describe_depot<Depot>("Depot"));
  return made;
}

}  // namespace kpa::schema
