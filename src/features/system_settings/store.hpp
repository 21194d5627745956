#pragma once

#include "core/events/events.hpp"
#include "features/system_settings/wire.hpp"

/// SQL for the single row of system_settings. A change appends its event in the same statement.
namespace kpa::system_settings::store {

Task<Settings> settings(db::Queries& database);
/// Like settings(), with a lock until the transaction ends.
Task<Settings> locked_settings(db::Queries& unit);
Task<Settings> change(db::Queries& unit, Choices before, Choices after, events::Origin origin);

}  // namespace kpa::system_settings::store
