#include "core/events/events.hpp"

#include <utility>

#include "core/http/caller.hpp"

namespace kpa::events {

Origin origin_of(const http::Call& call) {
  return {call.caller.user_id == 0 ? std::nullopt : std::optional(call.caller.user_id),
          std::string(call.request.request_id), std::string(call.request.client_address)};
}

std::string sql_of(const RecordedChange& recorded) {
  const auto origin = [&](std::size_t column) { return "$" + std::to_string(recorded.origin + column); };
  return "WITH record AS (" + recorded.change + " RETURNING *) SELECT " + recorded.answered +
         " FROM record, LATERAL append_event(" + origin(0) + ", '" + std::string(recorded.entity_type) +
         "', record.id, record.version, " + recorded.action + ", " + recorded.before + ", " + recorded.after +
         ", " + origin(1) + ", " + origin(2) + ")";
}

}  // namespace kpa::events

template <>
const kpa::db::Columns<kpa::events::Origin>& kpa::db::columns() {
  using O = events::Origin;
  static const auto made = Columns<O>()
                               .column("actor_id", &O::actor_id)
                               .column("request_id", &O::request_id)
                               .column("client_address", &O::client_address);
  return made;
}

template <>
const kpa::db::Columns<kpa::events::Entry>& kpa::db::columns() {
  using E = events::Entry;
  static const auto made = Columns<E>()
                               .column("id", &E::id)
                               .column("occurred_at", &E::occurred_at)
                               .column("actor_id", &E::actor_id)
                               .column("actor_name", &E::actor_name)
                               .column("version", &E::version)
                               .column("action", &E::action)
                               .column("before", &E::before)
                               .column("after", &E::after);
  return made;
}

template <>
const kpa::schema::Object<kpa::events::Entry>& kpa::schema::describe() {
  using E = events::Entry;
  static const auto made =
      schema::object<E>("HistoryEntry")
          .field("id", &E::id, "Number of the event, increasing with time", 1)
          .field("occurredAt", &E::occurred_at, "When it happened")
          .field("actorId", &E::actor_id, "Who did it", 123)
          .field("actorName", &E::actor_name, "That person's name", "John Engineer")
          .field("version", &E::version, "The record's version after the change", 1)
          .field("action", &E::action, "What happened: created, updated, submitted, …", "created")
          .field("before", &E::before, "The record's content before; null for a new one")
          .field("after", &E::after, "The record's content after");
  return made;
}

template <>
const kpa::schema::Object<kpa::events::HistoryQuery>& kpa::schema::describe() {
  static const auto made = schema::with_page(schema::object<events::HistoryQuery>("HistoryQuery"), {"id"},
                                             "id", "WyJpZCIsIjEiLDFd");
  return made;
}

namespace kpa::events {
namespace {

// The index on (entity_type, entity_id, id) sorts a record's events by id. That is the order of the changes,
// since each change waits for the lock that the one before has on the record.
const db::List<Entry> entries{"events_of_entity",
                              R"(id, occurred_at, actor_id,
       (SELECT nullif(trim(first_name || ' ' || last_name), '') FROM users WHERE users.id = actor_id) AS actor_name,
       entity_version AS version, action, coalesce(before, 'null') AS before, coalesce(after, 'null') AS after)",
                              "events",
                              {{"entity_type", "entity_type = ?"}, {"entity_id", "entity_id = ?"}},
                              {{"id", "id", "bigint"}},
                              db::Freshness::may_be_stale};

const db::Query<std::optional<Instant>()> archived{
    "events_archived_until", "SELECT max(last_at) AS archived_until FROM event_archives"};

// A record's first event has version 1: if it is not here, it is in an archive.
const db::Query<std::optional<Instant>(std::string, std::int64_t)> archived_of_record{
    "events_archived_until_of_entity",
    R"(SELECT max(last_at) AS archived_until FROM event_archives
       WHERE NOT EXISTS (SELECT FROM events WHERE entity_type = $1 AND entity_id = $2 AND entity_version = 1))"};

}  // namespace

Task<std::optional<Instant>> archived_until(db::Queries& database) {
  const auto found = co_await database.first(archived);
  co_return found.value();
}

Task<std::optional<Instant>> archived_until(db::Queries& database, const std::string& entity_type,
                                            std::int64_t entity_id) {
  const auto found = co_await database.first(archived_of_record, entity_type, entity_id);
  co_return found.value();
}

Task<db::Listed<Entry>> history(db::Queries& database, const std::string& entity_type, std::int64_t entity_id,
                                db::Selection selection) {
  selection.where("entity_type", entity_type);
  selection.where("entity_id", entity_id);
  return entries.fetch(database, std::move(selection));
}

}  // namespace kpa::events
