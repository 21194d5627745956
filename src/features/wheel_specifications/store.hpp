#pragma once

#include <optional>
#include <string>

#include "core/db/listing.hpp"
#include "core/events/events.hpp"
#include "features/wheel_specifications/wire.hpp"

namespace kpa::wheel_specifications {

/// What a form says, with what the rules made of it: the columns that are written.
struct Content {
  std::string form_number;
  std::int64_t submitted_by = 0;
  Date submitted_date{};
  std::string stock_type;
  std::int64_t rule_set_version = 1;
  Measurements measurements;
  schema::Findings findings;
  std::int64_t worst_severity = 1;
};

/// The name of its records in `events`.
constexpr std::string_view entity_type = "wheel_specification";

/// Stores a new form and its event in one statement. Nothing when the form number is taken.
Task<std::optional<WheelSpecification>> insert(db::Queries& unit, Content content, RawJson after,
                                               events::Origin origin);
Task<std::optional<WheelSpecification>> find(db::Queries& database, std::int64_t id);
/// Locks it until the transaction ends.
Task<std::optional<WheelSpecification>> find_for_update(db::Queries& unit, std::int64_t id);
/// Nothing when the new form number is taken.
Task<std::optional<WheelSpecification>> update(db::Queries& unit, std::int64_t id, Content content,
                                               RawJson before, RawJson after, events::Origin origin);
/// `action` is the event's: `submitted`.
Task<WheelSpecification> set_status(db::Queries& unit, std::int64_t id, review::Status from,
                                    review::Status to, std::string action, events::Origin origin);
Task<db::Listed<WheelSpecification>> list(db::Queries& database, db::Selection selection);

}  // namespace kpa::wheel_specifications
