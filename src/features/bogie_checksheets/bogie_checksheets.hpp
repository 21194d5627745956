#pragma once

#include <cstdint>
#include <memory>

#include "core/db/database.hpp"
#include "features/identity/identity.hpp"
#include "features/records/records.hpp"

namespace kpa::http {
class Router;
}

namespace kpa::bogie_checksheets {

class Service;

/// The bogie inspections of a workshop, on one I/O thread.
class BogieChecksheets {
 public:
  /// All outlive it; the forms become a kind of record in `kinds`. `per_page`: records on a page of a list
  /// that does not ask for another number.
  BogieChecksheets(db::Queries& database, const identity::Directory& directory, records::Register& kinds,
                   std::int64_t per_page);
  ~BogieChecksheets();

  /// The endpoints below /api/forms/bogie-checksheets; they live as long as this.
  void declare_routes(http::Router& router) const;

 private:
  std::unique_ptr<const Service> service_;
};

}  // namespace kpa::bogie_checksheets
