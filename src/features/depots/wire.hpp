#pragma once

#include <cstdint>
#include <string>

#include "core/schema/patch.hpp"

namespace kpa::depots {

// Each place as it is sent (New…) and as it is answered.
struct NewZone {
  std::string code;  ///< the railway's own abbreviation: `SER`
  std::string name;

  friend bool operator==(const NewZone&, const NewZone&) = default;
};
struct Zone : NewZone {
  std::int64_t id = 0;
  std::int64_t version = 1;
};

struct NewDivision {
  std::string code;
  std::string name;
  std::int64_t zone_id = 0;

  friend bool operator==(const NewDivision&, const NewDivision&) = default;
};
struct Division : NewDivision {
  std::int64_t id = 0;
  std::int64_t version = 1;
};

struct NewDepot {
  std::string code;
  std::string name;
  std::int64_t division_id = 0;

  friend bool operator==(const NewDepot&, const NewDepot&) = default;
};
struct Depot : NewDepot {
  std::int64_t id = 0;
  std::int64_t version = 1;
};

}  // namespace kpa::depots

template <>
const kpa::schema::Object<kpa::depots::NewZone>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::depots::Zone>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::depots::NewDivision>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::depots::Division>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::depots::NewDepot>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::depots::Depot>& kpa::schema::describe();
