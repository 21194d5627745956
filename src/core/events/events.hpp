#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/db/database.hpp"
#include "core/db/listing.hpp"
#include "core/http/answers.hpp"
#include "core/schema/object.hpp"
#include "core/schema/page_query.hpp"

namespace kpa::http {
struct Call;
}

namespace kpa::events {

/// Who makes a change, and in which request: a group of columns in every statement that appends an event.
struct Origin {
  std::optional<std::int64_t> actor_id;  ///< not set: the system, or an unknown person
  std::string request_id;
  std::string client_address;
};
Origin origin_of(const http::Call& call);

/// SQL that changes one record and appends its event, so that neither is stored without the other.
struct RecordedChange {
  std::string_view entity_type;
  std::string change;      ///< INSERT or UPDATE of one record, without RETURNING
  std::size_t origin = 1;  ///< index of the Origin's first parameter, from 1
  std::string action;      ///< SQL expressions for the event's other values
  std::string before = "NULL";
  std::string after = "NULL";
  std::string answered;  ///< columns of the record to return
};
std::string sql_of(const RecordedChange& recorded);

/// One entry of a record's history.
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

/// Query parameters of a record's history.
struct HistoryQuery : schema::PageQuery {};

/// A page of events. `archived_until`: time of the last event that is only in archives, if archives may
/// contain events that belong into this list; see docs/how-to/audit.md.
template <class T>
struct Page {
  bool success = true;
  i18n::Message message;
  std::vector<T> data;
  http::Pagination pagination;
  std::optional<Instant> archived_until;
};

/// Time of the last archived event; nothing when none is archived.
Task<std::optional<Instant>> archived_until(db::Queries& database);
/// The same, if a record's first events are in an archive; else nothing.
Task<std::optional<Instant>> archived_until(db::Queries& database, const std::string& entity_type,
                                            std::int64_t entity_id);

/// One page of a record's history, ordered by event id. The caller must have checked that the user may see
/// the record.
Task<db::Listed<Entry>> history(db::Queries& database, const std::string& entity_type, std::int64_t entity_id,
                                db::Selection selection);

}  // namespace kpa::events

template <>
const kpa::db::Columns<kpa::events::Origin>& kpa::db::columns();
template <>
const kpa::schema::Object<kpa::events::Entry>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::events::HistoryQuery>& kpa::schema::describe();

template <class T>
struct kpa::schema::Described<kpa::events::Page<T>> {
  static const Object<kpa::events::Page<T>>& object() {
    using P = kpa::events::Page<T>;
    static const auto made =
        schema::object<P>(describe<T>().name() + "Page")
            .field("success", &P::success, "Always true in an answer that is not a problem")
            .field("message", &P::message, "For a person")
            .field("data", &P::data, "The records of this page")
            .field("pagination", &P::pagination, "Position of the page in the list")
            .field("archived_until", &P::archived_until,
                   "Entries up to this time are in archives and not in this list; null: the list is complete",
                   "2024-01-15T10:00:00Z");
    return made;
  }
};
