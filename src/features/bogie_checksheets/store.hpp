#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/db/listing.hpp"
#include "core/events/events.hpp"
#include "features/bogie_checksheets/wire.hpp"

namespace kpa::bogie_checksheets {

/// What a checksheet says, with what the rules made of it: the columns that are written.
struct Content {
  std::string form_number;
  std::int64_t inspection_by = 0;
  Date inspection_date{};
  UnderstoodBogieDetails details;
  Conditions conditions;
  schema::Findings findings;
  std::int64_t worst_severity = 1;
};

/// The name of its records in `events`.
constexpr std::string_view entity_type = "bogie_checksheet";

/// Stores a new checksheet and its event in one statement. Nothing when the form number is taken.
Task<std::optional<BogieChecksheet>> insert(db::Queries& unit, Content content, RawJson after,
                                            events::Origin origin);
Task<std::optional<BogieChecksheet>> find(db::Queries& database, std::int64_t id);
/// Locks it until the transaction ends.
Task<std::optional<BogieChecksheet>> find_for_update(db::Queries& unit, std::int64_t id);
/// Nothing when the new form number is taken; a transaction around it is then spoilt.
Task<std::optional<BogieChecksheet>> update(db::Queries& unit, std::int64_t id, Content content,
                                            RawJson before, RawJson after, events::Origin origin);
/// `action` is the event's: `submitted`.
Task<BogieChecksheet> set_status(db::Queries& unit, std::int64_t id, review::Status from, review::Status to,
                                 std::string action, events::Origin origin);
Task<db::Listed<BogieChecksheet>> list(db::Queries& database, db::Selection selection);

}  // namespace kpa::bogie_checksheets
