#include "features/built_forms/store_forms.hpp"

#include <functional>
#include <stdexcept>
#include <utility>

#include <boost/json/parse.hpp>

#include "core/schema/canonical_json.hpp"
#include "features/built_forms/permissions.hpp"

namespace kpa::built_forms {
namespace {

template <class T>
db::Columns<T> header_columns() {
  return db::Columns<T>()
      .column("title", &T::title)
      .column("description", &T::description)
      .column("form_type", &T::form_type)
      .column("language", &T::language)
      .column("translations", &T::translations)
      .column("is_active", &T::is_active);
}

template <class T>
db::Columns<T> form_columns() {
  return header_columns<T>()
      .column("id", &T::id)
      .column("published_version", &T::published_version)
      .column("has_draft", &T::has_draft)
      .column("created_by", &T::created_by)
      .column("version", &T::version)
      .column("created_at", &T::created_at)
      .column("updated_at", &T::updated_at);
}

template <class T>
db::Columns<T> version_columns() {
  return db::Columns<T>()
      .column("form_id", &T::form_id)
      .column("version", &T::form_version)
      .column("published_by", &T::published_by)
      .column("published_at", &T::published_at);
}

}  // namespace

RawJson rows_of(const std::vector<Field>& fields) {
  boost::json::array rows;
  const std::function<void(const std::vector<Field>&, const std::string&)> add =
      [&](const std::vector<Field>& neighbours, const std::string& parent) {
        for (const Field& field : neighbours) {
          Field alone = field;
          alone.fields.clear();
          auto row = schema::parse_json(schema::encode(alone)).value().as_object();
          row.erase("fields");
          row["parent"] = parent;
          rows.push_back(std::move(row));
          add(field.fields, parent.empty() ? field.name : parent + '.' + field.name);
        }
      };
  add(fields, "");
  RawJson text{""};
  schema::write_canonical(rows, text.text);
  return text;
}

std::vector<Field> fields_of(const RawJson& rows) {
  const auto all = schema::parse_json(rows.text).value();
  const std::function<std::vector<Field>(const std::string&)> within = [&](const std::string& parent) {
    std::vector<Field> fields;
    for (const auto& row : all.as_array()) {
      if (row.at("parent").as_string() != parent) continue;
      auto members = row.as_object();
      members.erase("parent");
      auto field = schema::decode_value<Field>(members);
      if (!field)
        throw std::runtime_error("the database holds a field that this version does not understand");
      field->fields = within(parent.empty() ? field->name : parent + '.' + field->name);
      fields.push_back(std::move(*field));
    }
    return fields;
  };
  return within("");
}

Definition stored_definition(const RawJson& definition) {
  auto read = schema::decode<Definition>(definition.text);
  if (!read) throw std::runtime_error("the database holds a form that this version does not understand");
  return std::move(*read);
}

}  // namespace kpa::built_forms

using namespace kpa::built_forms;

template <>
const kpa::db::Columns<ListedForm>& kpa::db::columns() {
  static const auto made = form_columns<ListedForm>();
  return made;
}
template <>
const kpa::db::Columns<WholeForm>& kpa::db::columns() {
  static const auto made = form_columns<WholeForm>().read_by(
      "fields", [](WholeForm& form, RawJson rows) { form.fields = fields_of(rows); });
  return made;
}
template <>
const kpa::db::Columns<WrittenHeader>& kpa::db::columns() {
  static const auto made = header_columns<WrittenHeader>();
  return made;
}
template <>
const kpa::db::Columns<ListedVersion>& kpa::db::columns() {
  static const auto made = version_columns<ListedVersion>();
  return made;
}
template <>
const kpa::db::Columns<WholeVersion>& kpa::db::columns() {
  static const auto made = version_columns<WholeVersion>()
                               .column("definition", &WholeVersion::definition)
                               .column("logic", &WholeVersion::logic);
  return made;
}
template <>
const kpa::db::Columns<StoredVersion>& kpa::db::columns() {
  static const auto made = Columns<StoredVersion>()
                               .column("definition", &StoredVersion::definition)
                               .column("logic", &StoredVersion::logic);
  return made;
}
template <>
const kpa::db::Columns<Fillable>& kpa::db::columns() {
  static const auto made = Columns<Fillable>()
                               .column("published_version", &Fillable::form_version)
                               .column("is_active", &Fillable::is_active);
  return made;
}

namespace kpa::built_forms {
namespace {

/// Inserts columns into SQL: `{answered}` and `{written}` as defined above, `{whole}` with the draft's
/// fields.
std::string form_sql(std::string_view text) {
  std::string made = db::with_columns<ListedForm, WrittenHeader>(text);
  constexpr std::string_view whole = "{whole}";
  if (const auto at = made.find(whole); at != made.npos)
    made.replace(at, whole.size(), db::column_list<ListedForm>() + R"(, (
        SELECT coalesce(jsonb_agg(to_jsonb(form_fields) - 'id' - 'form_id' ORDER BY "order"), '[]')
        FROM form_fields WHERE form_id = forms.id) AS fields)");
  return made;
}

/// The rows of fields in the parameter $6, or whichever is named, as a table.
std::string given_rows(const std::string& parameter) {
  return "jsonb_to_recordset(" + parameter + R"(::jsonb) AS given (
            parent text, name text, label text, field_type text, placeholder text, help_text text,
            is_required boolean, "order" bigint, options jsonb, validation_rules jsonb, visible_if text,
            required_if text, read_only_if text, rule text, rule_message text, calculation text,
            translations jsonb))";
}

constexpr std::string_view row_columns =
    R"(parent, name, label, field_type, placeholder, help_text, is_required, "order", options, validation_rules,
       visible_if, required_if, read_only_if, rule, rule_message, calculation, translations)";

/// INSERT of the rows in a parameter for the form in another.
std::string insert_rows(const std::string& form, const std::string& rows) {
  return "INSERT INTO form_fields (form_id, " + std::string(row_columns) + ") SELECT " + form + ", " +
         std::string(row_columns) + " FROM " + given_rows(rows);
}

}  // namespace

const records::Kind form_kind{{.name = form_record,
                               .singular = "form",
                               .tag = "Forms",
                               .operation = "Form",
                               .path = "/api/forms",
                               .view = &permissions::build_forms,
                               .table = "forms",
                               .title = "title",
                               .seen = "($2::bigint IS NULL OR $3::bigint IS NOT NULL)"}};

namespace statements {

const db::Change<ListedForm(events::Origin, RawJson, WrittenHeader)> insert_form{"form_insert", form_sql(R"(
    WITH record AS (
        INSERT INTO forms (created_by, {written}) VALUES ($1, {$5…}) RETURNING *)
    SELECT {answered} FROM record, LATERAL append_event(
        $1, 'form', record.id, record.version, 'created', NULL, $4, $2, $3))")};

const db::Query<WholeForm(std::int64_t)> draft{"form_draft",
                                               form_sql("SELECT {whole} FROM forms WHERE id = $1")};
const db::Change<std::int64_t(std::int64_t)> lock_form{
    "form_lock", "SELECT id FROM forms WHERE id = $1 FOR NO KEY UPDATE"};

const db::Change<ListedForm(events::Origin, std::int64_t, std::string, RawJson, RawJson, WrittenHeader)>
    update_header{"form_update_header", form_sql(R"(
    WITH record AS (
        UPDATE forms SET (version, updated_at, has_draft, {written}) = ROW (version + 1, now(),
            has_draft OR (title, description, form_type, language, translations)
                         IS DISTINCT FROM ($8::text, $9::text, $10::text, $11::text, $12::jsonb),
            {$8…})
        WHERE id = $4
        RETURNING *)
    SELECT {answered} FROM record, LATERAL append_event(
        $1, 'form', record.id, record.version, $5, $6, $7, $2, $3))")};

const db::Change<ListedForm(events::Origin, std::int64_t, RawJson, RawJson, RawJson)> replace_fields{
    "form_replace_fields", form_sql(R"(
    WITH gone AS (
        DELETE FROM form_fields WHERE form_id = $4 AND (parent, name) NOT IN (
            SELECT given.parent, given.name FROM )" +
                                    given_rows("$5") + R"()),
    stored AS ()" + insert_rows("$4", "$5") +
                                    R"(
        ON CONFLICT ON CONSTRAINT form_fields_name DO UPDATE SET
            (label, field_type, placeholder, help_text, is_required, "order", options, validation_rules, visible_if,
             required_if, read_only_if, rule, rule_message, calculation, translations)
          = (EXCLUDED.label, EXCLUDED.field_type, EXCLUDED.placeholder, EXCLUDED.help_text, EXCLUDED.is_required,
             EXCLUDED."order", EXCLUDED.options, EXCLUDED.validation_rules, EXCLUDED.visible_if, EXCLUDED.required_if,
             EXCLUDED.read_only_if, EXCLUDED.rule, EXCLUDED.rule_message, EXCLUDED.calculation,
             EXCLUDED.translations)),
    record AS (
        UPDATE forms SET version = version + 1, updated_at = now(), has_draft = true WHERE id = $4 RETURNING *)
    SELECT {answered} FROM record, LATERAL append_event(
        $1, 'form', record.id, record.version, 'fields_changed', $6, $7, $2, $3))")};

const db::Change<void(std::int64_t, RawJson)> insert_fields{"form_insert_fields", insert_rows("$1", "$2")};

const db::Change<ListedVersion(events::Origin, std::int64_t, std::int64_t, RawJson, RawJson)> publish{
    "form_publish", R"(
    WITH made AS (
        INSERT INTO form_versions (form_id, version, definition, logic, published_by)
        VALUES ($4, $5, $6, $7, $1)
        RETURNING *),
    record AS (
        UPDATE forms SET version = version + 1, updated_at = now(), has_draft = false, published_version = $5
        WHERE id = $4
        RETURNING *)
    SELECT made.form_id, made.version, made.published_by, made.published_at
    FROM made, record, LATERAL append_event(
        $1, 'form', record.id, record.version, 'published', NULL, jsonb_build_object('form_version', $5::bigint), $2,
        $3))"};

const db::Query<ListedVersion(std::int64_t)> versions{
    "form_versions",
    "SELECT form_id, version, published_by, published_at FROM form_versions WHERE form_id = $1 "
    "ORDER BY version DESC"};
const db::Query<WholeVersion(std::int64_t, std::int64_t)> version{
    "form_version",
    "SELECT form_id, version, published_by, published_at, definition, logic FROM form_versions "
    "WHERE form_id = $1 AND version = $2"};
const db::Query<StoredVersion(std::int64_t, std::int64_t)> stored_version{
    "form_stored_version", "SELECT definition, logic FROM form_versions WHERE form_id = $1 AND version = $2"};
const db::Query<StoredVersion(std::int64_t)> all_versions{
    "form_all_versions",
    "SELECT definition, logic FROM form_versions WHERE form_id = $1 ORDER BY version DESC"};
const db::Query<Fillable(std::int64_t)> fillable{
    "form_fillable",
    "SELECT published_version, is_active FROM forms WHERE id = $1 AND published_version IS NOT NULL"};

const std::string newest_versions =
    "SELECT v.form_id, v.version, v.published_by, v.published_at, v.definition, v.logic "
    "FROM forms f JOIN form_versions v ON v.form_id = f.id AND v.version = f.published_version "
    "WHERE f.is_active AND ";
const db::Query<WholeVersion(std::int64_t, std::int64_t)> fillable_after{
    "form_fillable_after", newest_versions + "f.id > $1 ORDER BY f.id LIMIT $2"};
const db::Query<WholeVersion(std::vector<std::int64_t>)> fillable_among{"form_fillable_among",
                                                                        newest_versions + "f.id = ANY ($1)"};

const db::Query<ListedForm(std::int64_t)> listed{"form_listed",
                                                 form_sql("SELECT {answered} FROM forms WHERE id = $1")};

const db::List<ListedForm> forms{
    "forms",
    db::column_list<ListedForm>(),
    "forms",
    {{"title", "title ILIKE containing(?)"},
     {"form_type", "form_type = ?"},
     {"is_active", "is_active = ?"},
     {"fillable", "(is_active AND published_version IS NOT NULL) = ?"}},
    {{"created_at", "created_at", "timestamptz"}, {"title", "lower(title)", "text"}}};

}  // namespace statements
}  // namespace kpa::built_forms
