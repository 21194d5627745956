#pragma once

#include "core/db/database.hpp"
#include "core/events/events.hpp"
#include "features/depots/wire.hpp"

namespace kpa::depots {

/// The SQL of one table of places. What is written violates one of the table's constraints when the code is
/// taken, or when there is nothing that the place could belong to.
template <class Place, class NewPlace>
struct Table {
  db::Query<Place()> all;  ///< by code
  db::Query<Place(std::int64_t)> by_id;
  db::Change<Place(std::int64_t)> for_update;  ///< locked until the transaction ends
  /// With the event that tells of it: what the place is then.
  db::Change<Place(events::Origin, RawJson, NewPlace)> insert;
  /// Of a locked place: its id, and for the event what it was and what it is then.
  db::Change<Place(events::Origin, std::int64_t, RawJson, RawJson, NewPlace)> update;
};

extern const Table<Zone, NewZone> zones;
extern const Table<Division, NewDivision> divisions;
extern const Table<Depot, NewDepot> depots_of_divisions;

}  // namespace kpa::depots
