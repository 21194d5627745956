#include "features/built_forms/built_forms.hpp"

#include "features/built_forms/routes.hpp"
#include "features/built_forms/service_forms.hpp"
#include "features/built_forms/service_submissions.hpp"
#include "features/built_forms/store_forms.hpp"
#include "features/built_forms/synced.hpp"

namespace kpa::built_forms {

BuiltForms::BuiltForms(const Foundation& foundation, const identity::Directory& directory,
                       const exports::Exports& exports, records::Register& kinds, sync::Register& synced)
    : versions_(std::make_unique<Versions>(foundation.database)),
      builder_(std::make_unique<const Builder>(foundation.database, *versions_, foundation.workers,
                                               foundation.settings.api.per_page)),
      submissions_(std::make_unique<const Submissions>(foundation.database, directory, exports, *versions_,
                                                       foundation.settings.api.per_page)),
      synced_submissions_(std::make_unique<const SyncedSubmissions>(*submissions_)),
      fillable_forms_(std::make_unique<const FillableForms>()) {
  kinds.add(form_kind);
  kinds.add(submission_kind);
  synced.add(*fillable_forms_);
  synced.add(*synced_submissions_);
}

BuiltForms::~BuiltForms() = default;

void BuiltForms::declare_routes(http::Router& router) {
  declare_form_routes(router, *builder_);
  declare_xlsform_routes(router, *builder_);
  declare_submission_routes(router, *submissions_);
}

}  // namespace kpa::built_forms
