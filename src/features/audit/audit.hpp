#pragma once

#include <memory>
#include <vector>

#include "core/feature/feature.hpp"
#include "features/audit/archive.hpp"
#include "features/audit/sealing.hpp"
#include "features/audit/verification.hpp"

namespace kpa::audit {

class Service;

/// The audit log, on one I/O thread. A hash chain proves that nobody changed it: see sealing.hpp and
/// verification.hpp.
class Audit final : public Feature {
 public:
  explicit Audit(const Foundation& foundation);
  ~Audit() override;

  /// The endpoints /api/audit and /api/events/stream.
  void declare_routes(http::Router& router) override;

  /// Sealing new events, creating partitions ahead, and logging the chain's end.
  std::vector<jobs::Job> scheduled_jobs() const override;

 private:
  std::unique_ptr<Service> service_;
  std::unique_ptr<Sealing> sealing_;
};

}  // namespace kpa::audit
