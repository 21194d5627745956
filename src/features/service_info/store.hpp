#pragma once

#include <vector>

#include "core/db/database.hpp"
#include "core/db/migrations.hpp"

namespace kpa::service_info::store {

/// Throws when PostgreSQL does not answer.
Task<bool> answers(db::Queries& unit);
/// Sorted. Throws db::Error with SQLSTATE 42P01 on a database that was never migrated.
Task<std::vector<db::AppliedMigration>> applied_migrations(db::Queries& unit);

}  // namespace kpa::service_info::store
