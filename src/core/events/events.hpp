#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/db/database.hpp"
#include "core/schema/object.hpp"

namespace kpa::events {

/// Who changes something, and in which request. A column group of every statement that appends an event.
struct Origin {
  std::int64_t actor_id = 0;
  std::string request_id;
  std::string client_address;
};

/// One change of one record, as its history shows it.
struct Entry {
  std::int64_t id = 0;
  Instant occurred_at{};
  std::optional<std::int64_t> actor_id;
  std::optional<std::string> actor_name;
  std::int64_t version = 0;
  std::string action;
  RawJson before;
  RawJson after;
};

/// Everything that happened to a record, oldest first. Features append with the SQL function append_event(),
/// in the statement that makes the change.
Task<std::vector<Entry>> history(db::Queries& database, std::string entity_type, std::int64_t entity_id);

}  // namespace kpa::events

template <>
const kpa::db::Columns<kpa::events::Origin>& kpa::db::columns();
template <>
const kpa::schema::Object<kpa::events::Entry>& kpa::schema::describe();
