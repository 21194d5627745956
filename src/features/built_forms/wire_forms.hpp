#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/schema/page_query.hpp"
#include "core/schema/patch.hpp"
#include "features/built_forms/definition.hpp"

namespace kpa::built_forms {

/// Entity type of a form's events, and its name in the log.
constexpr std::string_view form_record = "form";

/// What can be changed of a form without its fields.
struct FormHeader {
  std::string title;
  std::optional<std::string> description;
  FormType form_type = FormType::other;
  i18n::Language language = i18n::Language::english;
  Translations<FormTexts> translations;
  bool is_active = true;
  friend bool operator==(const FormHeader&, const FormHeader&) = default;
};

/// A form in lists: the header of its draft, and what became of it.
struct ListedForm {
  std::int64_t id = 0;
  std::string title;
  std::optional<std::string> description;
  FormType form_type = FormType::other;
  i18n::Language language = i18n::Language::english;
  Encoded<Translations<FormTexts>> translations{{"{}"}};
  bool is_active = true;
  std::optional<std::int64_t> published_version;
  bool has_draft = true;
  std::int64_t created_by = 0;
  std::int64_t version = 1;
  Encoded<Instant> created_at;
  Encoded<Instant> updated_at;
};

/// A form with its fields: those of the draft, or of the newest published version.
struct WholeForm : ListedForm {
  std::vector<Field> fields;
};

/// All fields of a form, in their order.
struct FieldList {
  std::vector<Field> fields;
};

/// A published version in lists.
struct ListedVersion {
  std::int64_t form_id = 0;
  std::int64_t form_version = 0;
  std::int64_t published_by = 0;
  Encoded<Instant> published_at;
};

/// A published version with all that is needed to fill it in.
struct WholeVersion : ListedVersion {
  Encoded<Definition> definition;
  RawJson logic;
};

/// A type of field, for pages on which forms are built.
struct FieldTypeInfo {
  std::string name;
  i18n::Message title;
  bool has_options = false;
  bool has_fields = false;
  RawJson rules;  ///< their JSON Schema
};

/// Query parameters of the list of forms.
struct FormQuery : schema::PageQuery {
  std::optional<std::string> title;
  std::optional<FormType> form_type;
  std::optional<bool> is_active;
};

/// Query parameters for a form's JSON Schema.
struct SchemaQuery {
  std::optional<std::int64_t> form_version;
};

/// Why a submission would be refused.
struct TrialProblem {
  std::string path;
  std::string code;
  i18n::Message message;
};

/// What the draft would make of a submission that is there.
struct TriedSubmission {
  std::int64_t submission_id = 0;
  std::vector<TrialProblem> problems;  ///< not empty: it would be refused
  std::vector<std::string> hidden;     ///< answers that would be dropped
  std::vector<std::string> changed;    ///< calculated answers that would be others
};

/// The draft, tried on the newest submissions.
struct Trial {
  std::int64_t tried = 0;
  std::int64_t failing = 0;
  std::int64_t hiding = 0;
  std::int64_t changing = 0;
  std::vector<TriedSubmission> submissions;  ///< the newest that would not stay as they are
};

}  // namespace kpa::built_forms

template <>
const kpa::schema::Object<kpa::built_forms::FormHeader>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::ListedForm>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::WholeForm>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::FieldList>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::ListedVersion>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::WholeVersion>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::FieldTypeInfo>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::FormQuery>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::SchemaQuery>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::TrialProblem>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::TriedSubmission>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::Trial>& kpa::schema::describe();
