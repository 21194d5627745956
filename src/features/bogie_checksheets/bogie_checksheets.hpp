#pragma once

#include <memory>

#include "core/feature/feature.hpp"
#include "features/exports/exports.hpp"
#include "features/identity/identity.hpp"
#include "features/records/records.hpp"
#include "features/sync/sync.hpp"

namespace kpa::bogie_checksheets {

class Service;

/// The bogie checksheets of a workshop, on one I/O thread.
class BogieChecksheets final : public Feature {
 public:
  /// The arguments must outlive it; adds the forms to `kinds` as a kind of record, and to `synced` for
  /// devices.
  BogieChecksheets(const Foundation& foundation, const identity::Directory& directory,
                   const exports::Exports& exports, records::Register& kinds, sync::Register& synced);
  ~BogieChecksheets() override;

  /// The endpoints below /api/forms/bogie-checksheets.
  void declare_routes(http::Router& router) override;

 private:
  std::unique_ptr<const Service> service_;
  std::unique_ptr<const sync::Kind> synced_;
  std::unique_ptr<const sync::Feed> rules_;
};

}  // namespace kpa::bogie_checksheets
