#pragma once

#include <cstdint>

#include "core/http/answers.hpp"
#include "core/http/caller.hpp"
#include "core/http/endpoint.hpp"
#include "core/worker_pool.hpp"
#include "features/built_forms/versions.hpp"
#include "features/built_forms/wire_xlsform.hpp"

namespace kpa::built_forms {

/// Use cases of people who build forms.
class Builder {
 public:
  /// The arguments must outlive it. `per_page`: default number of records on a page.
  Builder(db::Queries& database, Versions& versions, WorkerPool& workers, std::int64_t per_page)
      : database_(database), versions_(versions), workers_(workers), per_page_(per_page) {}

  http::Whole<FieldTypeInfo> field_types() const;
  /// Staff see all forms; others those that can be filled in.
  Task<Outcome<http::Page<ListedForm>>> list(const http::Call& call, FormQuery query) const;
  /// Stores a draft. Fails with everything that is wrong with it.
  Task<Outcome<WholeForm>> create(const http::Call& call, Definition definition) const;
  Task<Outcome<WholeForm>> get(const http::Call& call, std::int64_t id) const;
  Task<Outcome<WholeForm>> change(const http::Call& call, std::int64_t id,
                                  schema::Patch<FormHeader> patch) const;
  Task<Outcome<WholeForm>> deactivate(const http::Call& call, std::int64_t id) const;
  Task<Outcome<WholeForm>> replace_fields(const http::Call& call, std::int64_t id, FieldList list) const;
  /// Makes the draft the newest version. If nothing has changed since the newest one, answers that.
  Task<Outcome<ListedVersion>> publish(const http::Call& call, std::int64_t id) const;
  Task<Outcome<http::Whole<ListedVersion>>> list_versions(const http::Call& call, std::int64_t id) const;
  Task<Outcome<WholeVersion>> get_version(const http::Call& call, std::int64_t id,
                                          std::int64_t version) const;
  Task<Outcome<RawJson>> json_schema(const http::Call& call, std::int64_t id, SchemaQuery query) const;
  Task<Outcome<Definition>> export_draft(std::int64_t id) const;
  /// Stores the draft that an XLSForm becomes. Fails with everything that is wrong with it, under places in
  /// the workbook.
  Task<Outcome<ImportedForm>> import_workbook(const http::Call& call, std::string file) const;
  /// The draft as XLSForm.
  Task<Outcome<http::Download>> export_workbook(std::int64_t id) const;
  /// What the draft would make of the newest submissions that the caller may see.
  Task<Outcome<Trial>> attempt(const http::Call& call, std::int64_t id) const;

 private:
  using Becomes = std::function<Outcome<FormHeader>(const WholeForm& before)>;
  Task<Outcome<WholeForm>> change_header(const http::Call& call, std::int64_t id, std::string action,
                                         Becomes becomes) const;
  /// The form with the fields that the caller gets to see.
  Task<std::optional<WholeForm>> seen_by(const http::Caller& caller, std::int64_t id) const;

  db::Queries& database_;
  Versions& versions_;
  WorkerPool& workers_;
  std::int64_t per_page_;
};

}  // namespace kpa::built_forms
