#include "features/audit/store.hpp"

#include <utility>

namespace kpa::audit::store {
namespace {

/// SQL: a timestamptz in microseconds since 1970; NULL for infinity and for years too large for a bigint.
std::string microseconds(const std::string& moment) {
  return "CASE WHEN isfinite(" + moment + ") AND " + moment + " < '294000-01-01' THEN (extract(epoch FROM " +
         moment + ") * 1000000)::bigint END";
}

/// The sealed columns of events `e`: the same for sealing and for verifying.
const std::string sealed_columns =
    microseconds("e.occurred_at") +
    R"( AS occurred_at, e.actor_id, e.entity_type, e.entity_id, e.entity_version, e.action,
       e.before::text, e.after::text, e.request_id, e.client_address)";

}  // namespace
}  // namespace kpa::audit::store

template <>
const kpa::db::Columns<kpa::audit::Anchor>& kpa::db::columns() {
  using A = audit::Anchor;
  static const auto made = Columns<A>().column("sequence", &A::sequence).column("hash", &A::hash);
  return made;
}

namespace {

/// Maps the columns; `event` returns the SealedEvent of a Row&.
template <class Row, class Place>
kpa::db::Columns<Row>&& with_event(kpa::db::Columns<Row>&& columns, Place event) {
  using E = kpa::audit::SealedEvent;
  const auto member = [event](auto E::* place) {
    return [event, place](Row& row) -> auto& { return event(row).*place; };
  };
  return std::move(columns)
      .column("occurred_at", member(&E::occurred_at))
      .column("actor_id", member(&E::actor_id))
      .column("entity_type", member(&E::entity_type))
      .column("entity_id", member(&E::entity_id))
      .column("entity_version", member(&E::entity_version))
      .column("action", member(&E::action))
      .column("before", member(&E::before))
      .column("after", member(&E::after))
      .column("request_id", member(&E::request_id))
      .column("client_address", member(&E::client_address));
}

}  // namespace

template <>
const kpa::db::Columns<kpa::audit::SealedEvent>& kpa::db::columns() {
  using E = audit::SealedEvent;
  static const auto made =
      with_event(Columns<E>().column("id", &E::id), [](E& event) -> E& { return event; });
  return made;
}

template <>
const kpa::db::Columns<kpa::audit::store::SealedRow>& kpa::db::columns() {
  using R = audit::store::SealedRow;
  static const auto made =
      with_event(Columns<R>()
                     .column("sequence", [](R& row) -> auto& { return row.seal.sequence; })
                     .column("hash", [](R& row) -> auto& { return row.seal.hash; })
                     .column("event_id", &R::event_id)
                     .column("sealed_at", &R::sealed_at)
                     .column("event_is_there", &R::event_is_there),
                 [](R& row) -> audit::SealedEvent& { return row.event; });
  return made;
}

template <>
const kpa::db::Columns<kpa::audit::store::OldestPartition>& kpa::db::columns() {
  using P = audit::store::OldestPartition;
  static const auto made = Columns<P>()
                               .column("ends_before", &P::ends_before)
                               .column("name", &P::name)
                               .column("events", &P::events)
                               .column("is_old_enough", &P::is_old_enough)
                               .column("is_past", &P::is_past)
                               .column("seals", &P::seals)
                               .column("first_sequence", &P::first_sequence)
                               .column("last_sequence", &P::last_sequence);
  return made;
}

template <>
const kpa::db::Columns<kpa::audit::store::SealOfEvent>& kpa::db::columns() {
  using S = audit::store::SealOfEvent;
  static const auto made = Columns<S>()
                               .column("sequence", [](S& row) -> auto& { return row.seal.sequence; })
                               .column("hash", [](S& row) -> auto& { return row.seal.hash; })
                               .column("event_id", &S::event_id);
  return made;
}

template <>
const kpa::db::Columns<kpa::audit::store::Archive>& kpa::db::columns() {
  using A = audit::store::Archive;
  static const auto made = Columns<A>()
                               .column("ends_before", &A::ends_before)
                               .column("events", &A::events)
                               .column("file", &A::file)
                               .column("sha256", &A::sha256)
                               .column("is_told", &A::is_told);
  return made;
}

template <>
const kpa::db::Columns<kpa::audit::store::Unsealed>& kpa::db::columns() {
  using U = audit::store::Unsealed;
  static const auto made = Columns<U>()
                               .column("event_id", &U::event_id)
                               .column("waits", &U::waits)
                               .column("occurred_at", &U::occurred_at);
  return made;
}

template <>
const kpa::db::Columns<kpa::audit::Entry>& kpa::db::columns() {
  using E = audit::Entry;
  static const auto made = Columns<E>()
                               .column("id", &E::id)
                               .column("occurred_at", &E::occurred_at)
                               .column("actor_id", &E::actor_id)
                               .column("actor_name", &E::actor_name)
                               .column("entity_type", &E::entity_type)
                               .column("entity_id", &E::entity_id)
                               .column("entity_version", &E::entity_version)
                               .column("action", &E::action)
                               .column("before", &E::before)
                               .column("after", &E::after)
                               .column("address", &E::address)
                               .column("request_id", &E::request_id)
                               .column("seal", &E::seal);
  return made;
}

namespace kpa::audit::store {
namespace {

using std::int64_t;

const db::Query<Anchor()> last{
    "event_seals_last",
    "SELECT sequence, encode(hash, 'hex') AS hash FROM event_seals ORDER BY sequence DESC LIMIT 1"};

const db::Query<Instant(int64_t)> made_at{"event_seals_made_at",
                                          "SELECT sealed_at FROM event_seals WHERE sequence = $1"};

const db::Query<int64_t(int64_t)> first_waiting{
    "unsealed_events_first",
    "SELECT event_id FROM unsealed_events WHERE event_id >= $1 ORDER BY event_id LIMIT 1"};

// A waiting id whose event is missing stays in the table, as evidence. The bounds, and ARRAY in place of IN,
// make every plan read only waiting events, never sealed ones.
const db::Change<SealedEvent(int64_t, int64_t)> take{"unsealed_events_take",
                                                     R"(WITH taken AS (
         DELETE FROM unsealed_events WHERE event_id = ANY (ARRAY (
           SELECT event_id FROM unsealed_events JOIN events ON events.id = event_id
           WHERE event_id >= $1 AND events.id >= $1 ORDER BY event_id LIMIT $2))
         RETURNING event_id)
       SELECT e.id, )" + sealed_columns + R"( FROM taken JOIN events e ON e.id = taken.event_id
       WHERE e.id >= $1 ORDER BY e.id)"};

const db::Change<void(std::vector<int64_t>, std::vector<int64_t>, std::vector<std::string>, Instant)> add{
    "event_seals_add",
    R"(INSERT INTO event_seals (sequence, event_id, hash, sealed_at)
       SELECT sequence, event_id, decode(hash, 'hex'), $4
       FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS made (sequence, event_id, hash))"};

const std::string sealed_rows = "SELECT s.sequence, encode(s.hash, 'hex') AS hash, s.event_id, " +
                                microseconds("s.sealed_at") +
                                " AS sealed_at, e.id IS NOT NULL AS event_is_there, " + sealed_columns +
                                " FROM event_seals s LEFT JOIN events e ON e.id = s.event_id";

const db::Query<SealedRow(int64_t, int64_t, int64_t)> after_seal{
    "event_seals_after",
    sealed_rows + " WHERE (s.sequence, s.event_id) > ($1, $2) ORDER BY s.sequence, s.event_id LIMIT $3"};

const std::string part_of_chain =
    " WHERE s.sequence > $1 AND s.sequence <= $2 AND s.event_id >= $3 AND s.event_id < $4 ORDER BY s.sequence LIMIT $5";

const db::Query<SealedRow(int64_t, int64_t, int64_t, int64_t, int64_t)> of_part{
    "event_seals_with_events_of_part", sealed_rows + part_of_chain};

const db::Query<SealOfEvent(int64_t, int64_t, int64_t, int64_t, int64_t)> seals_of_part{
    "event_seals_of_part",
    "SELECT s.sequence, encode(s.hash, 'hex') AS hash, s.event_id FROM event_seals s" + part_of_chain};

const db::Query<Anchor(int64_t)> by_sequence{
    "event_seals_by_sequence",
    "SELECT sequence, encode(hash, 'hex') AS hash FROM event_seals WHERE sequence = $1"};

const db::Query<int64_t()> end_of_archives{
    "event_archives_end",
    "SELECT coalesce(max(ends_before), -9223372036854775808) AS archived_before FROM event_archives"};

const db::Query<OldestPartition(Instant)> oldest{
    "event_partitions_oldest",
    R"(SELECT p.ends_before, p.name, e.events, coalesce(e.last_at < $1, true) AS is_old_enough,
              p.ends_before <= (SELECT last_value FROM events_id_seq) AS is_past,
              s.seals, s.first_sequence, s.last_sequence
       FROM (SELECT name, ends_before FROM event_partitions ORDER BY ends_before LIMIT 1) AS p,
            LATERAL (SELECT count(*) AS events, max(occurred_at) AS last_at
                     FROM events WHERE id < p.ends_before) AS e,
            LATERAL (SELECT count(*) AS seals, min(sequence) AS first_sequence, max(sequence) AS last_sequence
                     FROM event_seals
                     WHERE event_id >= (SELECT coalesce(max(a.ends_before), -9223372036854775808) FROM event_archives a)
                           AND event_id < p.ends_before) AS s)"};

const db::Change<int64_t(RawJson)> drop{"event_archives_drop", "SELECT drop_archived_events($1) AS told_by"};

// The event that reports an archive comes after those in it. It may itself be in a later archive, whose file
// then proves it.
const db::Query<Archive()> all_archives{
    "event_archives_all",
    R"(SELECT a.ends_before, a.events, a.file, encode(a.sha256, 'hex') AS sha256,
              a.told_by >= a.ends_before
              AND (a.told_by < (SELECT max(ends_before) FROM event_archives)
                   OR EXISTS (SELECT FROM events e
                              WHERE e.id = a.told_by AND e.entity_type = 'event_archive'
                                    AND e.entity_id = a.ends_before AND e.action = 'archived'
                                    AND e.after ->> 'sha256' = encode(a.sha256, 'hex')
                                    AND (e.after ->> 'events')::bigint = a.events)) AS is_told
       FROM event_archives a ORDER BY a.ends_before)"};

const db::Change<int64_t()> make_ahead{"event_partitions_make",
                                       "SELECT make_event_partitions()::bigint AS made"};

const db::Query<int64_t()> last_event{"events_last", "SELECT id FROM events ORDER BY id DESC LIMIT 1"};

// Counts rows, because ids may have gaps of any size.
const db::Query<int64_t(int64_t, int64_t)> event_further_on{
    "events_further_on",
    "SELECT id FROM (SELECT id FROM events WHERE id > $1 ORDER BY id LIMIT $2) AS next ORDER BY id DESC LIMIT 1"};

const db::Query<Unsealed(int64_t, int64_t, int64_t)> without_seal{
    "events_without_seal", "SELECT e.id AS event_id, w.event_id IS NOT NULL AS waits, " +
                               microseconds("e.occurred_at") +
                               R"( AS occurred_at
       FROM events e LEFT JOIN unsealed_events w ON w.event_id = e.id
       WHERE e.id > $1 AND e.id <= $2 AND NOT EXISTS (SELECT FROM event_seals s WHERE s.event_id = e.id)
             AND (w.event_id IS NULL OR e.occurred_at < now() - $3::bigint * interval '1 second')
       ORDER BY e.id)"};

const db::Query<int64_t()> gone{
    "unsealed_events_gone",
    "SELECT event_id FROM unsealed_events w WHERE NOT EXISTS (SELECT FROM events e WHERE e.id = w.event_id)"};

const db::Query<int64_t()> count{"unsealed_events_count", "SELECT count(*) FROM unsealed_events"};

const std::string entry_columns = R"(id, occurred_at, actor_id,
       (SELECT nullif(trim(first_name || ' ' || last_name), '') FROM users WHERE users.id = actor_id) AS actor_name,
       entity_type, entity_id, entity_version, action, coalesce(before, 'null') AS before, coalesce(after, 'null') AS after,
       client_address AS address, request_id,
       (SELECT sequence FROM event_seals WHERE event_id = events.id) AS seal)";

const db::Query<Entry(int64_t, int64_t)> next_entries{"audit_after_seal", "SELECT " + entry_columns + R"(
       FROM event_seals AS s JOIN events ON events.id = s.event_id
       WHERE s.sequence > $1 ORDER BY s.sequence LIMIT $2)"};

const db::List<Entry> entries{"audit",
                              entry_columns,
                              "events",
                              {{"actor_id", "actor_id = ?"},
                               {"entity_type", "entity_type = ?"},
                               {"entity_id", "entity_id = ?"},
                               {"action", "action = ?"},
                               // Written like the condition of the partial indexes, so that they can be used.
                               {"address", "(client_address <> '' AND client_address = ?)"},
                               {"request_id", "(request_id <> '' AND request_id = ?)"},
                               {"from", "occurred_at >= ?"},
                               {"to", "occurred_at < ?"}},
                              {{"occurred_at", "occurred_at", "timestamptz"}},
                              db::Freshness::may_be_stale};

}  // namespace

Task<Anchor> last_seal(db::Queries& queries) {
  auto seal = co_await queries.first(last);
  co_return seal ? std::move(*seal) : Anchor{};
}

Task<std::optional<Instant>> sealed_at(db::Queries& queries, std::int64_t sequence) {
  return queries.first(made_at, sequence);
}

Task<std::optional<std::int64_t>> first_unsealed(db::Queries& queries, std::int64_t from) {
  return queries.first(first_waiting, from);
}

Task<std::vector<SealedEvent>> take_unsealed(db::Queries& unit, std::int64_t first, std::int64_t most) {
  return unit.all(take, first, most);
}

Task<void> add_seals(db::Queries& unit, std::vector<Anchor> seals, std::vector<std::int64_t> event_ids,
                     Instant sealed_at) {
  std::vector<std::int64_t> sequences;
  std::vector<std::string> hashes;
  for (auto& seal : seals) {
    sequences.push_back(seal.sequence);
    hashes.push_back(std::move(seal.hash));
  }
  co_await unit.run(add, std::move(sequences), std::move(event_ids), std::move(hashes), sealed_at);
}

Task<std::vector<SealedRow>> sealed_after(db::Queries& queries, SealPlace place, std::int64_t most) {
  return queries.all(after_seal, place.sequence, place.event_id, most);
}

Task<std::int64_t> archived_before(db::Queries& queries) {
  const auto end = co_await queries.first(end_of_archives);
  co_return end.value();
}

Task<OldestPartition> oldest_partition(db::Queries& queries, Instant before) {
  auto found = co_await queries.first(oldest, before);
  co_return std::move(found.value());
}

Task<std::vector<SealedRow>> sealed_in(db::Queries& queries, ChainPart part, std::int64_t most) {
  return queries.all(of_part, part.after, part.last_sequence, part.first_id, part.ends_before, most);
}

Task<std::vector<SealOfEvent>> seals_in(db::Queries& queries, ChainPart part, std::int64_t most) {
  return queries.all(seals_of_part, part.after, part.last_sequence, part.first_id, part.ends_before, most);
}

Task<std::optional<Anchor>> seal_at(db::Queries& queries, std::int64_t sequence) {
  return queries.first(by_sequence, sequence);
}

Task<void> drop_archived(db::Queries& unit, RawJson archive) { co_await unit.run(drop, std::move(archive)); }

Task<std::vector<Archive>> archives(db::Queries& queries) { return queries.all(all_archives); }

Task<std::int64_t> make_partitions(db::Queries& unit) {
  const auto made = co_await unit.first(make_ahead);
  co_return made.value();
}

Task<std::optional<std::int64_t>> last_event_id(db::Queries& queries) { return queries.first(last_event); }

Task<std::optional<std::int64_t>> event_id_further_on(db::Queries& queries, std::int64_t after,
                                                      std::int64_t events) {
  return queries.first(event_further_on, after, events);
}

Task<std::vector<Unsealed>> unsealed(db::Queries& queries, std::int64_t after, std::int64_t up_to,
                                     std::int64_t patience_seconds) {
  return queries.all(without_seal, after, up_to, patience_seconds);
}

Task<std::vector<std::int64_t>> waiting_without_event(db::Queries& queries) { return queries.all(gone); }

Task<std::int64_t> waiting(db::Queries& queries) {
  const auto number = co_await queries.first(count);
  co_return number.value();
}

Task<std::vector<Entry>> entries_after(db::Queries& queries, std::int64_t seal, std::int64_t most) {
  return queries.all(next_entries, seal, most);
}

Task<db::Listed<Entry>> list(db::Queries& queries, db::Selection selection) {
  return entries.fetch(queries, std::move(selection));
}

}  // namespace kpa::audit::store
