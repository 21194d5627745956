#include "features/depots/store.hpp"

using namespace kpa::depots;

template <>
const kpa::db::Columns<NewZone>& kpa::db::columns() {
  using P = NewZone;
  static const auto made = Columns<P>().column("code", &P::code).column("name", &P::name);
  return made;
}
template <>
const kpa::db::Columns<Zone>& kpa::db::columns() {
  using P = Zone;
  static const auto made = Columns<P>()
                               .column("id", &P::id)
                               .column("version", &P::version)
                               .column("code", &P::code)
                               .column("name", &P::name);
  return made;
}

template <>
const kpa::db::Columns<NewDivision>& kpa::db::columns() {
  using P = NewDivision;
  static const auto made =
      Columns<P>().column("code", &P::code).column("name", &P::name).column("zone_id", &P::zone_id);
  return made;
}
template <>
const kpa::db::Columns<Division>& kpa::db::columns() {
  using P = Division;
  static const auto made = Columns<P>()
                               .column("id", &P::id)
                               .column("version", &P::version)
                               .column("code", &P::code)
                               .column("name", &P::name)
                               .column("zone_id", &P::zone_id);
  return made;
}

template <>
const kpa::db::Columns<NewDepot>& kpa::db::columns() {
  using P = NewDepot;
  static const auto made =
      Columns<P>().column("code", &P::code).column("name", &P::name).column("division_id", &P::division_id);
  return made;
}
template <>
const kpa::db::Columns<Depot>& kpa::db::columns() {
  using P = Depot;
  static const auto made = Columns<P>()
                               .column("id", &P::id)
                               .column("version", &P::version)
                               .column("code", &P::code)
                               .column("name", &P::name)
                               .column("division_id", &P::division_id);
  return made;
}

namespace kpa::depots {

const Table<Zone, NewZone> zones{
    .all = {"zones_all", "SELECT id, version, code, name FROM zones ORDER BY code"},
    .by_id = {"zones_by_id", "SELECT id, version, code, name FROM zones WHERE id = $1"},
    .for_update = {"zones_for_update",
                   "SELECT id, version, code, name FROM zones WHERE id = $1 FOR NO KEY UPDATE"},
    .insert = {"zones_insert", R"(
        WITH record AS (INSERT INTO zones (code, name) VALUES ($5, $6) RETURNING *)
        SELECT id, version, code, name FROM record, LATERAL append_event(
            $1, 'zone', record.id, record.version, 'created', NULL, $4, $2, $3))"},
    .update = {"zones_update", R"(
        WITH record AS (
            UPDATE zones SET version = version + 1, updated_at = now(), (code, name) = ROW ($7, $8)
            WHERE id = $4
            RETURNING *)
        SELECT id, version, code, name FROM record, LATERAL append_event(
            $1, 'zone', record.id, record.version, 'updated', $5, $6, $2, $3))"}};

const Table<Division, NewDivision> divisions{
    .all = {"divisions_all", "SELECT id, version, code, name, zone_id FROM divisions ORDER BY code"},
    .by_id = {"divisions_by_id", "SELECT id, version, code, name, zone_id FROM divisions WHERE id = $1"},
    .for_update = {"divisions_for_update",
                   "SELECT id, version, code, name, zone_id FROM divisions WHERE id = $1 FOR NO KEY UPDATE"},
    .insert = {"divisions_insert", R"(
        WITH record AS (INSERT INTO divisions (code, name, zone_id) VALUES ($5, $6, $7) RETURNING *)
        SELECT id, version, code, name, zone_id FROM record, LATERAL append_event(
            $1, 'division', record.id, record.version, 'created', NULL, $4, $2, $3))"},
    .update = {"divisions_update", R"(
        WITH record AS (
            UPDATE divisions SET version = version + 1, updated_at = now(), (code, name, zone_id) = ROW ($7, $8, $9)
            WHERE id = $4
            RETURNING *)
        SELECT id, version, code, name, zone_id FROM record, LATERAL append_event(
            $1, 'division', record.id, record.version, 'updated', $5, $6, $2, $3))"}};

const Table<Depot, NewDepot> depots_of_divisions{
    .all = {"depots_all", "SELECT id, version, code, name, division_id FROM depots ORDER BY code"},
    .by_id = {"depots_by_id", "SELECT id, version, code, name, division_id FROM depots WHERE id = $1"},
    .for_update = {"depots_for_update",
                   "SELECT id, version, code, name, division_id FROM depots WHERE id = $1 FOR NO KEY UPDATE"},
    .insert = {"depots_insert", R"(
        WITH record AS (INSERT INTO depots (code, name, division_id) VALUES ($5, $6, $7) RETURNING *)
        SELECT id, version, code, name, division_id FROM record, LATERAL append_event(
            $1, 'depot', record.id, record.version, 'created', NULL, $4, $2, $3))"},
    .update = {"depots_update", R"(
        WITH record AS (
            UPDATE depots SET version = version + 1, updated_at = now(), (code, name, division_id) = ROW ($7, $8, $9)
            WHERE id = $4
            RETURNING *)
        SELECT id, version, code, name, division_id FROM record, LATERAL append_event(
            $1, 'depot', record.id, record.version, 'updated', $5, $6, $2, $3))"}};

}  // namespace kpa::depots
