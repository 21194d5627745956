#include "features/audit/wire.hpp"

#include <limits>
#include <utility>

namespace kpa::audit {

const std::vector<schema::BuiltField>& filters() {
  using schema::One;
  static const std::vector<schema::BuiltField> all = {
      {"actor_id", One<std::int64_t>(), "Who did it", 123},
      {"entity_type", One<std::string>{schema::of_length(1, 100)}, "Kind of record", "user"},
      {"entity_id", One<std::int64_t>(),
       "Number of the record; together with entity_type, selects one record", 123},
      {"action", One<std::string>{schema::of_length(1, 100)}, "What happened", "logged_in"},
      {"address", One<std::string>{schema::of_length(1, 100)}, "The client's address", "192.0.2.7"},
      {"request_id", One<std::string>{schema::of_length(1, 200)}, "Only entries of this request",
       "0192f0c1a2b3c4d5"},
  };
  return all;
}

}  // namespace kpa::audit

namespace kpa::schema {

template <>
const Object<audit::Entry>& describe() {
  using E = audit::Entry;
  static const auto made =
      object<E>("AuditEntry")
          .field("id", &E::id, "Number of the event", 1)
          .field("occurred_at", &E::occurred_at, "When it happened", "2024-01-15T10:00:00Z")
          .field("actor_id", &E::actor_id, "Who did it; null: the system, or an unknown person", 123)
          .field("actor_name", &E::actor_name, "That person's name", "John Engineer")
          .field("entity_type", &E::entity_type, "Kind of record", "user")
          .field("entity_id", &E::entity_id, "The record; null: none", 123)
          .field("entity_version", &E::entity_version,
                 "The record's version after the change; null: nothing was changed", 1)
          .field("action", &E::action, "What happened", "logged_in")
          .field("before", &E::before, "What was changed, before the change")
          .field("after", &E::after, "The same after the change; or details of the event")
          .field("address", &E::address, "The client's address; empty: the system", "192.0.2.7")
          .field("request_id", &E::request_id, "The X-Request-ID", "0192f0c1a2b3c4d5")
          .field("seal", &E::seal, "Number of its seal in the hash chain; null: not sealed yet", 1);
  return made;
}

template <>
const Object<audit::Query>& describe() {
  using Q = audit::Query;
  auto filters = with_fields(object<Q>("AuditQuery"), &Q::filters, audit::filters())
                     .field("from", &Q::from, "Not before this time", "2024-01-01T00:00:00Z")
                     .field("to", &Q::to, "Before this time", "2099-01-01T00:00:00Z");
  static const auto made = with_page(std::move(filters), {"occurred_at"}, "-occurred_at",
                                     "WyItb2NjdXJyZWRfYXQiLCIyMDI0LTAxLTE1VDEwOjAwOjAwWiIsMV0");
  return made;
}

template <>
const Object<audit::StreamQuery>& describe() {
  using Q = audit::StreamQuery;
  static const auto made =
      object<Q>("AuditStreamQuery")
          .field("after", &Q::after, between(0, std::numeric_limits<std::int64_t>::max()),
                 "`after` of the last message that you received: all entries since then are sent first. Left "
                 "out: only new entries",
                 0);
  return made;
}

template <>
const Object<audit::SealedEvents>& describe() {
  using S = audit::SealedEvents;
  static const auto made =
      object<S>("SealedEvents")
          .field("after", &S::after, "Send it as `after` to continue after a lost connection", 1)
          .field("events", &S::events, "In the order of their seals; the first message may have none");
  return made;
}

}  // namespace kpa::schema
