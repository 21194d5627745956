#pragma once

#include "core/db/database.hpp"
#include "core/events/events.hpp"
#include "features/depots/wire.hpp"

namespace kpa::depots {

/// The SQL of one table of places. Writes violate a constraint when the code is taken, or when the zone or
/// division that it should belong to does not exist.
template <class Place, class NewPlace>
struct Table {
  db::Query<Place()> all;  ///< sorted by code
  db::Query<Place(std::int64_t)> by_id;
  db::Change<Place(std::int64_t)> for_update;  ///< locked until the transaction ends
  /// Parameters: origin and content of the event, and the place.
  db::Change<Place(events::Origin, RawJson, NewPlace)> insert;
  /// For a locked place. Parameters: origin, id, content before and after for the event, and the place.
  db::Change<Place(events::Origin, std::int64_t, RawJson, RawJson, NewPlace)> update;
};

extern const Table<Zone, NewZone> zones;
extern const Table<Division, NewDivision> divisions;
extern const Table<Depot, NewDepot> depots_of_divisions;

}  // namespace kpa::depots
