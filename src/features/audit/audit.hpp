#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/jobs/job.hpp"
#include "features/audit/archive.hpp"
#include "features/audit/sealing.hpp"
#include "features/audit/verification.hpp"

namespace kpa::db {
class Listener;
}
namespace kpa::http {
class Router;
}

namespace kpa::audit {

class Service;

/// The audit log, on one I/O thread. That nobody changed it afterwards is proved by the chain: see sealing
/// and verification.
class Audit {
 public:
  /// `database` outlives it. `per_page`: entries on a page where the client asks for no other number.
  Audit(db::Queries& database, std::int64_t per_page);
  ~Audit();

  /// Through it is heard when events are sealed, at once; else those who listen hear of it some seconds
  /// later. Outlives this.
  void hear_of_seals(db::Listener& listener);

  /// The endpoints /api/audit and /api/events/stream; they live as long as this.
  void declare_routes(http::Router& router);

  /// What is to be done now and then: sealing new events, making room for more, and telling the chain's end
  /// to the log. They refer to this.
  std::vector<jobs::Job> scheduled_jobs() const;

 private:
  std::unique_ptr<Service> service_;
  std::unique_ptr<Sealing> sealing_;
};

}  // namespace kpa::audit
