#include "features/audit/store.hpp"

#include <utility>

namespace kpa::audit::store {
namespace {

/// PostgreSQL's moment in microseconds since 1970; NULL for infinity and for the end of its calendar, which a
/// bigint does not reach.
std::string microseconds(const std::string& moment) {
  return "CASE WHEN isfinite(" + moment + ") AND " + moment + " < '294000-01-01' THEN (extract(epoch FROM " +
         moment + ") * 1000000)::bigint END";
}

/// What is sealed of events `e`: the same for who seals and who verifies.
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

/// `event` leads from Row& to its SealedEvent.
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

// One that waits without its event stays, as a trace.
const db::Change<SealedEvent(int64_t)> take{"unsealed_events_take",
                                            R"(WITH taken AS (
         DELETE FROM unsealed_events WHERE event_id IN (
           SELECT event_id FROM unsealed_events JOIN events ON events.id = event_id ORDER BY event_id LIMIT $1)
         RETURNING event_id)
       SELECT e.id, )" + sealed_columns + " FROM taken JOIN events e ON e.id = taken.event_id ORDER BY e.id"};

const db::Change<void(std::vector<int64_t>, std::vector<int64_t>, std::vector<std::string>, Instant)> add{
    "event_seals_add",
    R"(INSERT INTO event_seals (sequence, event_id, hash, sealed_at)
       SELECT sequence, event_id, decode(hash, 'hex'), $4
       FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS made (sequence, event_id, hash))"};

const db::Query<SealedRow(int64_t, int64_t, int64_t)> after_seal{
    "event_seals_after",
    "SELECT s.sequence, encode(s.hash, 'hex') AS hash, s.event_id, " + microseconds("s.sealed_at") +
        " AS sealed_at, e.id IS NOT NULL AS event_is_there, " + sealed_columns +
        " FROM event_seals s LEFT JOIN events e ON e.id = s.event_id"
        " WHERE (s.sequence, s.event_id) > ($1, $2) ORDER BY s.sequence, s.event_id LIMIT $3"};

const db::Query<int64_t()> last_event{"events_last", "SELECT id FROM events ORDER BY id DESC LIMIT 1"};

// By number, not by distance: an id may be any.
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

const db::List<Entry> entries{"audit",
                              R"(id, occurred_at, actor_id,
       (SELECT nullif(trim(first_name || ' ' || last_name), '') FROM users WHERE users.id = actor_id) AS actor_name,
       entity_type, entity_id, entity_version, action, coalesce(before, 'null') AS before, coalesce(after, 'null') AS after,
       client_address AS address, request_id,
       (SELECT sequence FROM event_seals WHERE event_id = events.id) AS seal)",
                              "events",
                              {{"actor_id", "actor_id = ?"},
                               {"entity_type", "entity_type = ?"},
                               {"entity_id", "entity_id = ?"},
                               {"action", "action = ?"},
                               // As the partial indexes have them.
                               {"address", "(client_address <> '' AND client_address = ?)"},
                               {"request_id", "(request_id <> '' AND request_id = ?)"},
                               {"from", "occurred_at >= ?"},
                               {"to", "occurred_at < ?"}},
                              {{"occurred_at", "occurred_at", "timestamptz"}}};

}  // namespace

Task<Anchor> last_seal(db::Queries& queries) {
  auto seal = co_await queries.first(last);
  co_return seal ? std::move(*seal) : Anchor{};
}

Task<std::optional<Instant>> sealed_at(db::Queries& queries, std::int64_t sequence) {
  return queries.first(made_at, sequence);
}

Task<std::vector<SealedEvent>> take_unsealed(db::Queries& unit, std::int64_t most) {
  return unit.all(take, most);
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

Task<db::Listed<Entry>> list(db::Queries& queries, db::Selection selection) {
  return entries.fetch(queries, std::move(selection));
}

}  // namespace kpa::audit::store
