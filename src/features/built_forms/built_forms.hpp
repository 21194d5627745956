#pragma once

#include <memory>

#include "core/feature/feature.hpp"
#include "features/identity/identity.hpp"
#include "features/records/records.hpp"

namespace kpa::built_forms {

class Versions;
class Builder;
class Submissions;

/// Forms that people build, publish in versions and fill in, on one I/O thread.
class BuiltForms final : public Feature {
 public:
  /// The arguments must outlive it; adds forms and submissions to `kinds` as kinds of record.
  BuiltForms(const Foundation& foundation, const identity::Directory& directory, records::Register& kinds);
  ~BuiltForms() override;

  /// The endpoints /api/forms and below that belong to no other kind of form.
  void declare_routes(http::Router& router) override;

 private:
  std::unique_ptr<Versions> versions_;
  std::unique_ptr<const Builder> builder_;
  std::unique_ptr<const Submissions> submissions_;
};

}  // namespace kpa::built_forms
