#include "features/people/people.hpp"

#include "features/people/profiles.hpp"
#include "features/people/routes.hpp"
#include "features/people/service.hpp"
#include "features/people/service_export.hpp"
#include "features/people/service_imports.hpp"
#include "features/people/store_import_files.hpp"

namespace kpa::people {
namespace {

using namespace std::chrono_literals;

/// How often to check for new imports.
constexpr auto look_for_imports = 1s;

Task<jobs::Done> forget_imports(db::Queries& unit) {
  const auto old = co_await store::forget_old_imports(unit);
  const auto lost = co_await store::forget_lost_files(unit);
  co_return old + lost > 0 ? jobs::Done::all : jobs::Done::nothing;
}

}  // namespace

People::People(const Foundation& foundation, const identity::Directory& directory,
               sessions::Sessions& sessions, login::Logins& logins, const exports::Exports& exports)
    : profiles_(std::make_unique<const Profiles>(sessions)),
      service_(std::make_unique<const Service>(foundation.database, directory, sessions, logins,
                                               foundation.settings.api.per_page)),
      imports_(std::make_unique<const Imports>(foundation.database, directory, foundation.workers)),
      export_(std::make_unique<const Export>(foundation.database, directory, exports)) {}
People::~People() = default;

void People::declare_routes(http::Router& router) {
  declare_profile_routes(router, *profiles_);
  people::declare_routes(router, *service_);
  declare_file_routes(router, *imports_, *export_);
}

std::vector<jobs::Job> People::scheduled_jobs() const {
  const Imports& imports = *imports_;
  return {{.name = "import_users",
           .period = look_for_imports,
           .work = [&imports](db::Queries& unit) { return imports.work(unit); },
           .look = store::import_waits},
          {.name = "forget_user_imports", .period = 1h, .work = forget_imports}};
}

}  // namespace kpa::people
