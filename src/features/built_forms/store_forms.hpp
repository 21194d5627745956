#pragma once

#include <vector>

#include "core/db/listing.hpp"
#include "core/events/events.hpp"
#include "features/built_forms/wire_forms.hpp"
#include "features/records/records.hpp"

namespace kpa::built_forms {

extern const records::Kind form_kind;

/// The content of a draft's header. A group of parameters.
struct WrittenHeader {
  std::string title;
  std::optional<std::string> description;
  FormType form_type = FormType::other;
  i18n::Language language = i18n::Language::english;
  Encoded<Translations<FormTexts>> translations;
  bool is_active = true;
};

/// A version, as it was published.
struct StoredVersion {
  RawJson definition;
  RawJson logic;
};

/// The version that can be filled in now.
struct Fillable {
  std::int64_t form_version = 0;
  bool is_active = false;
};

namespace statements {

/// Stores a form without fields and its event with this content.
extern const db::Change<ListedForm(events::Origin, RawJson, WrittenHeader)> insert_form;
/// A form with the draft's fields.
extern const db::Query<WholeForm(std::int64_t)> draft;
/// Locks the form until the transaction ends; its id.
extern const db::Change<std::int64_t(std::int64_t)> lock_form;
extern const db::Query<ListedForm(std::int64_t)> listed;
/// For a locked form. Parameters: origin, id, action, content before and after for the event, and the header.
extern const db::Change<ListedForm(events::Origin, std::int64_t, std::string, RawJson, RawJson,
                                   WrittenHeader)>
    update_header;
/// For a locked form. Parameters: origin, id, rows of fields (see rows_of()), content before and after for
/// the event.
extern const db::Change<ListedForm(events::Origin, std::int64_t, RawJson, RawJson, RawJson)> replace_fields;
/// For a new form, of which the event has been written already.
extern const db::Change<void(std::int64_t, RawJson)> insert_fields;
/// For a locked form. Parameters: origin, id, version, definition and logic.
extern const db::Change<ListedVersion(events::Origin, std::int64_t, std::int64_t, RawJson, RawJson)> publish;

extern const db::Query<ListedVersion(std::int64_t)> versions;  ///< of a form, the newest first
extern const db::Query<WholeVersion(std::int64_t, std::int64_t)> version;
extern const db::Query<StoredVersion(std::int64_t, std::int64_t)> stored_version;
/// Of a form, the newest first.
extern const db::Query<StoredVersion(std::int64_t)> all_versions;
/// Nothing when no version was published.
extern const db::Query<Fillable(std::int64_t)> fillable;
extern const db::List<ListedForm> forms;
/// The newest versions of forms that can be filled in: with ids of forms greater than the first parameter,
/// and how many; or of these forms.
extern const db::Query<WholeVersion(std::int64_t, std::int64_t)> fillable_after;
extern const db::Query<WholeVersion(std::vector<std::int64_t>)> fillable_among;

}  // namespace statements

/// The fields as rows of form_fields: groups and what is in them, one after another.
RawJson rows_of(const std::vector<Field>& fields);
/// Puts the rows of form_fields together again. Throws std::runtime_error for rows that no version wrote.
std::vector<Field> fields_of(const RawJson& rows);
/// A stored definition, read again. Throws std::runtime_error likewise.
Definition stored_definition(const RawJson& definition);

}  // namespace kpa::built_forms

template <>
const kpa::db::Columns<kpa::built_forms::ListedForm>& kpa::db::columns();
template <>
const kpa::db::Columns<kpa::built_forms::WholeForm>& kpa::db::columns();
template <>
const kpa::db::Columns<kpa::built_forms::WrittenHeader>& kpa::db::columns();
template <>
const kpa::db::Columns<kpa::built_forms::ListedVersion>& kpa::db::columns();
template <>
const kpa::db::Columns<kpa::built_forms::WholeVersion>& kpa::db::columns();
template <>
const kpa::db::Columns<kpa::built_forms::StoredVersion>& kpa::db::columns();
template <>
const kpa::db::Columns<kpa::built_forms::Fillable>& kpa::db::columns();
