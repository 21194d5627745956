#pragma once

#include <memory>

#include "core/feature/feature.hpp"
#include "features/exports/exports.hpp"
#include "features/identity/identity.hpp"
#include "features/records/records.hpp"

namespace kpa::bogie_checksheets {

class Service;

/// The bogie checksheets of a workshop, on one I/O thread.
class BogieChecksheets final : public Feature {
 public:
  /// The arguments must outlive it; adds the forms to `kinds` as a kind of record.
  BogieChecksheets(const Foundation& foundation, const identity::Directory& directory,
                   const exports::Exports& exports, records::Register& kinds);
  ~BogieChecksheets() override;

  /// The endpoints below /api/forms/bogie-checksheets.
  void declare_routes(http::Router& router) override;

 private:
  std::unique_ptr<const Service> service_;
};

}  // namespace kpa::bogie_checksheets
