#include "features/exports/store.hpp"

#include <utility>

namespace kpa::exports::store {
namespace {

const db::Change<Instant(events::Origin, std::string, std::string, std::optional<std::string>, RawJson)>
    append_begin{"exports_note_begin",
                 R"(SELECT clock_timestamp() AS as_of FROM users, LATERAL append_event(
           $1, 'user', users.id, users.version, 'exported', NULL,
           jsonb_build_object('list', $4::text, 'format', $5::text, 'table', $6::text, 'filters', $7::jsonb),
           $2, $3) WHERE users.id = $1)"};

const db::Change<bool(events::Origin, std::string, std::int64_t, bool)> append_end{
    "exports_note_end",
    R"(SELECT true AS noted FROM users, LATERAL append_event(
           $1, 'user', users.id, users.version, 'export_ended', NULL,
           jsonb_build_object('list', $4::text, 'rows', $5::bigint, 'whole', $6::boolean), $2, $3)
       WHERE users.id = $1)"};

}  // namespace

Task<Instant> note_begin(db::Queries& database, events::Origin origin, std::string name,
                         tables::Format format, std::optional<std::string> table, RawJson filters) {
  const auto as_of =
      co_await database.first(append_begin, std::move(origin), std::move(name), std::string(name_of(format)),
                              std::move(table), std::move(filters));
  co_return as_of.value();
}

Task<void> note_end(db::Queries& database, events::Origin origin, std::string name, std::int64_t rows,
                    bool whole) {
  co_await database.first(append_end, std::move(origin), std::move(name), rows, whole);
}

}  // namespace kpa::exports::store
