#pragma once

#include <memory>

#include "core/feature/feature.hpp"
#include "features/exports/exports.hpp"
#include "features/identity/identity.hpp"
#include "features/records/records.hpp"
#include "features/sync/sync.hpp"

namespace kpa::built_forms {

class Versions;
class Builder;
class Submissions;

/// Forms that people build, publish in versions and fill in, on one I/O thread.
class BuiltForms final : public Feature {
 public:
  /// The arguments must outlive it; adds forms and submissions to `kinds` as kinds of record, and
  /// to `synced` for devices.
  BuiltForms(const Foundation& foundation, const identity::Directory& directory,
             const exports::Exports& exports, records::Register& kinds, sync::Register& synced);
  ~BuiltForms() override;

  /// The endpoints /api/forms and below that belong to no other kind of form.
  void declare_routes(http::Router& router) override;

 private:
  std::unique_ptr<Versions> versions_;
  std::unique_ptr<const Builder> builder_;
  std::unique_ptr<const Submissions> submissions_;
  std::unique_ptr<const sync::Kind> synced_submissions_;
  std::unique_ptr<const sync::Feed> fillable_forms_;
};

}  // namespace kpa::built_forms
