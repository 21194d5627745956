#pragma once

#include "core/config/settings.hpp"
#include "core/db/database.hpp"
#include "core/problem.hpp"
#include "core/task.hpp"
#include "features/web_app/wire.hpp"

namespace kpa::web_app {

/// What a page must know before somebody logs in. The arguments must outlive the task.
Task<Outcome<Installation>> describe_installation(db::Queries& database, const config::Settings& settings);

}  // namespace kpa::web_app
