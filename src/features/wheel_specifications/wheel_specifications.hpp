#pragma once

#include <cstdint>
#include <memory>

#include "core/db/database.hpp"
#include "features/identity/identity.hpp"
#include "features/records/records.hpp"

namespace kpa::http {
class Router;
}

namespace kpa::wheel_specifications {

class Service;

/// The wheel measurements of a workshop, on one I/O thread.
class WheelSpecifications {
 public:
  /// All outlive it; the forms become a kind of record in `kinds`. `per_page`: records on a page of a list
  /// that does not ask for another number.
  WheelSpecifications(db::Queries& database, const identity::Directory& directory, records::Register& kinds,
                      std::int64_t per_page);
  ~WheelSpecifications();

  /// The endpoints below /api/forms/wheel-specifications; they live as long as this.
  void declare_routes(http::Router& router) const;

 private:
  std::unique_ptr<const Service> service_;
};

}  // namespace kpa::wheel_specifications
