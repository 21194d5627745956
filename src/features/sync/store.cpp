#include "features/sync/store.hpp"

using namespace kpa::sync::store;

namespace {

template <class T>
kpa::db::Columns<T> remembered_columns() {
  return kpa::db::Columns<T>()
      .column("sequence", &T::sequence)
      .column("digest", &T::digest)
      .column("kind", &T::kind)
      .column("record_id", &T::record_id)
      .column("record_version", &T::record_version)
      .column("conflict", &T::conflict);
}

}  // namespace

template <>
const kpa::db::Columns<Remembered>& kpa::db::columns() {
  static const auto made = remembered_columns<Remembered>();
  return made;
}
template <>
const kpa::db::Columns<WrittenOperation>& kpa::db::columns() {
  using W = WrittenOperation;
  static const auto made = remembered_columns<W>()
                               .column("device", &W::device)
                               .column("device_time", &W::device_time)
                               .column("clock_offset", &W::clock_offset);
  return made;
}
template <>
const kpa::db::Columns<Standing>& kpa::db::columns() {
  using S = Standing;
  static const auto made = Columns<S>()
                               .column("depot_id", &S::depot_id)
                               .column("sight", &S::sight)
                               .column("is_known", &S::is_known)
                               .column("head", &S::head)
                               .column("head_hash", &S::head_hash)
                               .column("until", &S::until)
                               .column("until_hash", &S::until_hash);
  return made;
}
template <>
const kpa::db::Columns<Touched>& kpa::db::columns() {
  using T = Touched;
  static const auto made =
      Columns<T>().column("type", &T::type).column("id", &T::id).column("was_own", &T::was_own);
  return made;
}

namespace kpa::sync::store {

const db::Query<Remembered(std::int64_t, Uuid, std::vector<std::int64_t>)> known{
    "sync_known", "SELECT " + db::column_list<Remembered>() +
                      " FROM sync_operations WHERE user_id = $1 AND device = $2 AND sequence = ANY ($3)"};

const db::Change<void(std::int64_t, WrittenOperation)> remember{
    "sync_remember", db::with_columns<Remembered, WrittenOperation>(
                         "INSERT INTO sync_operations (user_id, {written}) VALUES ($1, {$2…})")};

const db::Change<std::int64_t(events::Origin, std::string, std::int64_t, std::int64_t, RawJson)>
    note_conflict{"sync_note_conflict",
                  "SELECT append_event($1, $4, $5, $6, 'conflict', NULL, $7, $2, $3) AS event_id"};

// A record's created and updated events have its whole content; other events leave it as it was.
const db::Query<RawJson(std::string, std::int64_t, std::int64_t)> content_at{"sync_content_at", R"(
    SELECT after FROM events
    WHERE entity_type = $1 AND entity_id = $2 AND entity_version <= $3 AND action IN ('created', 'updated')
          AND after IS NOT NULL
    ORDER BY id DESC LIMIT 1)"};

const db::Change<void(std::int64_t)> forget{"sync_forget", R"(
    DELETE FROM sync_operations WHERE (user_id, device, sequence) IN (
        SELECT user_id, device, sequence FROM sync_operations
        WHERE received_at < now() - interval '180 days' AND conflict IS NULL
        ORDER BY received_at LIMIT $1))"};

const db::Query<Standing(std::int64_t, std::int64_t, std::string, std::int64_t)> standing{"sync_standing", R"(
    WITH last AS (SELECT coalesce(max(sequence), 0) AS sequence FROM event_seals),
         hashes AS (SELECT sequence, left(encode(hash, 'hex'), 16) AS hash FROM event_seals
                    WHERE sequence IN ($2::bigint, (SELECT sequence FROM last),
                                       (SELECT least($2::bigint + $4::bigint, sequence) FROM last)))
    SELECT users.depot_id, users.sight,
           $2::bigint = 0 OR EXISTS (SELECT FROM hashes WHERE sequence = $2::bigint AND hash = $3) AS is_known,
           last.sequence AS head,
           coalesce((SELECT hash FROM hashes WHERE sequence = last.sequence), '') AS head_hash,
           least($2::bigint + $4::bigint, last.sequence) AS until,
           coalesce((SELECT hash FROM hashes WHERE sequence = least($2::bigint + $4::bigint, last.sequence)), '') AS until_hash
    FROM users, last WHERE users.id = $1)"};

// Seals are numbered without gaps, so this reads a bounded part of the chain, whatever is in it.
const db::Query<Touched(std::int64_t, std::int64_t, std::vector<std::string>, std::vector<std::string>,
                        std::int64_t)>
    touched{"sync_touched", R"(
    SELECT e.entity_type AS type, e.entity_id AS id,
           coalesce(bool_or(e.before ->> ($4::text[])[array_position($3, e.entity_type)] = ($5::bigint)::text), false) AS was_own
    FROM event_seals s LEFT JOIN events e ON e.id = s.event_id
    WHERE s.sequence > $1 AND s.sequence <= $2 AND (e.id IS NULL OR e.entity_type = ANY ($3))
    GROUP BY e.entity_type, e.entity_id
    ORDER BY min(s.sequence))"};

}  // namespace kpa::sync::store
