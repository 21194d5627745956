#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/db/database.hpp"
#include "core/events/events.hpp"
#include "core/tables/tables.hpp"

/// Events of exports, on the person who exports: `exported` and, with the same request id, `export_ended`.
namespace kpa::exports::store {

/// Returns the time of the database.
Task<Instant> note_begin(db::Queries& database, events::Origin origin, std::string name,
                         tables::Format format, std::optional<std::string> table, RawJson filters);
/// `whole`: false when the export broke off after these rows.
Task<void> note_end(db::Queries& database, events::Origin origin, std::string name, std::int64_t rows,
                    bool whole);

}  // namespace kpa::exports::store
