#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/jobs/job.hpp"
#include "core/worker_pool.hpp"
#include "features/identity/identity.hpp"
#include "features/login/login.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::people {

class Profiles;
class Service;
class Imports;
class Export;

/// What is known of people: what they tell of themselves, and their administration. On one I/O thread.
class People {
 public:
  /// All outlive it. `per_page`: people on a page of a list that does not ask for another number.
  People(db::Queries& database, const identity::Directory& directory, sessions::Sessions& sessions,
         login::Logins& logins, WorkerPool& workers, std::int64_t per_page);
  ~People();

  /// The endpoints of one's own profile and those below /api/users/users, with imports and export; they live
  /// as long as this.
  void declare_routes(http::Router& router) const;
  /// Imports files, and forgets old ones; good as long as this.
  std::vector<jobs::Job> scheduled_jobs() const;

 private:
  std::unique_ptr<const Profiles> profiles_;
  std::unique_ptr<const Service> service_;
  std::unique_ptr<const Imports> imports_;
  std::unique_ptr<const Export> export_;
};

}  // namespace kpa::people
