#pragma once

#include "core/db/database.hpp"
#include "core/task.hpp"

namespace kpa::web_app::store {

struct Doors {
  bool awaits_first_superuser = false;
  bool registration_open = false;
};

/// How people can get in at the moment.
Task<Doors> doors(db::Queries& queries);

}  // namespace kpa::web_app::store
