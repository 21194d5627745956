#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/raw_json.hpp"
#include "core/schema/built.hpp"
#include "core/schema/object.hpp"
#include "core/schema/page_query.hpp"

namespace kpa::audit {

/// One entry of the audit log.
struct Entry {
  std::int64_t id = 0;
  Instant occurred_at{};
  std::optional<std::int64_t> actor_id;
  std::optional<std::string> actor_name;
  std::string entity_type;
  std::optional<std::int64_t> entity_id;
  std::optional<std::int64_t> entity_version;
  std::string action;
  RawJson before;
  RawJson after;
  std::string address;
  std::string request_id;
  std::optional<std::int64_t> seal;
};

/// The filters of the list; the store has the SQL conditions under the same names.
const std::vector<schema::BuiltField>& filters();

struct Query : schema::PageQuery {
  schema::Values filters;
  std::optional<Instant> from;
  std::optional<Instant> to;
};

/// Query parameters of the stream: where it stopped when the connection ended.
struct StreamQuery {
  std::optional<std::int64_t> after;
};

/// One message to a listening client.
struct SealedEvents {
  std::int64_t after = 0;
  std::vector<Entry> events;
};

}  // namespace kpa::audit

template <>
const kpa::schema::Object<kpa::audit::Entry>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::audit::Query>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::audit::StreamQuery>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::audit::SealedEvents>& kpa::schema::describe();
