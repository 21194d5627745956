#pragma once

#include <memory>

#include "core/feature/feature.hpp"
#include "features/exports/exports.hpp"
#include "features/identity/identity.hpp"
#include "features/records/records.hpp"
#include "features/sync/sync.hpp"

namespace kpa::wheel_specifications {

class Service;

/// The wheel specifications of a workshop, on one I/O thread.
class WheelSpecifications final : public Feature {
 public:
  /// The arguments must outlive it; adds the forms to `kinds` as a kind of record, and to `synced` for
  /// devices.
  WheelSpecifications(const Foundation& foundation, const identity::Directory& directory,
                      const exports::Exports& exports, records::Register& kinds, sync::Register& synced);
  ~WheelSpecifications() override;

  /// The endpoints below /api/forms/wheel-specifications.
  void declare_routes(http::Router& router) override;

 private:
  std::unique_ptr<const Service> service_;
  std::unique_ptr<const sync::Kind> synced_;
  std::unique_ptr<const sync::Feed> rules_;
};

}  // namespace kpa::wheel_specifications
