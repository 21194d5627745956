#pragma once

#include <memory>

#include "core/feature/feature.hpp"
#include "features/exports/exports.hpp"
#include "features/identity/identity.hpp"
#include "features/records/records.hpp"

namespace kpa::wheel_specifications {

class Service;

/// The wheel specifications of a workshop, on one I/O thread.
class WheelSpecifications final : public Feature {
 public:
  /// The arguments must outlive it; adds the forms to `kinds` as a kind of record.
  WheelSpecifications(const Foundation& foundation, const identity::Directory& directory,
                      const exports::Exports& exports, records::Register& kinds);
  ~WheelSpecifications() override;

  /// The endpoints below /api/forms/wheel-specifications.
  void declare_routes(http::Router& router) override;

 private:
  std::unique_ptr<const Service> service_;
};

}  // namespace kpa::wheel_specifications
