#include "features/built_forms/service_forms.hpp"

#include <utility>

#include <boost/json/serialize.hpp>

#include "core/http/endpoint.hpp"
#include "core/http/paging.hpp"
#include "features/built_forms/store_forms.hpp"
#include "features/built_forms/store_submissions.hpp"
#include "features/built_forms/trial.hpp"
#include "features/maintenance_forms/maintenance_forms.hpp"

namespace kpa::built_forms {
namespace {

Translations<FormTexts> read_translations(const Encoded<Translations<FormTexts>>& stored) {
  const auto json = schema::parse_json(stored.text).value();
  return schema::decode_value<Translations<FormTexts>>(json).value();
}

Definition definition_of(const WholeForm& form) {
  return {.title = form.title,
          .description = form.description,
          .form_type = form.form_type,
          .language = form.language,
          .translations = read_translations(form.translations),
          .fields = form.fields};
}

template <class T>
WrittenHeader written(const T& header) {
  return {.title = header.title,
          .description = header.description,
          .form_type = header.form_type,
          .language = header.language,
          .translations = schema::encoded(header.translations)};
}

WholeForm with_fields(ListedForm form, std::vector<Field> fields) {
  WholeForm whole;
  static_cast<ListedForm&>(whole) = std::move(form);
  whole.fields = std::move(fields);
  return whole;
}

Outcome<WholeForm> logged(const http::Call& call, std::string_view action, Outcome<WholeForm> changed) {
  return maintenance_forms::logged(call, form_record, action, std::move(changed));
}

/// Why the caller cannot change this form, which is locked, or null when there is none.
std::optional<Problem> refusal(const http::Call& call, const WholeForm* form) {
  if (form == nullptr) return Problem{.code = Code::not_found};
  if (!call.expects(form->version)) return Problem{.code = Code::precondition_failed};
  return std::nullopt;
}

/// The draft, locked until the transaction ends. Read by a statement after the lock: one that waits for it
/// would see the form as it became, but the fields as they were.
Task<std::optional<WholeForm>> held(db::Queries& unit, std::int64_t id) {
  const std::optional<std::int64_t> locked = co_await unit.first(statements::lock_form, id);
  std::optional<WholeForm> draft;
  if (locked) draft = co_await unit.first(statements::draft, id);
  co_return draft;
}

}  // namespace

http::Whole<FieldTypeInfo> Builder::field_types() const {
  http::Whole<FieldTypeInfo> answer;
  for (const FieldType* type : all_field_types()) {
    schema::Components none;  // rules have no objects in them
    answer.data.push_back({.name = std::string(type->name),
                           .title = type->title,
                           .has_options = type->has_options,
                           .has_fields = type->has_fields,
                           .rules = {boost::json::serialize(type->rules().schema(none))}});
  }
  return answer;
}

Task<Outcome<http::Page<ListedForm>>> Builder::list(const http::Call& call, FormQuery query) const {
  db::Selection selection;
  selection.where("title", query.title);
  selection.where("form_type", query.form_type);
  selection.where("is_active", query.is_active);
  if (!call.caller.is_staff()) selection.where("fillable", true);
  if (const auto placed = http::place(query, "-created_at", per_page_, selection); !placed)
    co_return placed.error();
  co_return maintenance_forms::page_of(selection, co_await statements::forms.fetch(database_, selection));
}

Task<Outcome<WholeForm>> Builder::create(const http::Call& call, Definition definition) const {
  const auto form = Form::build(std::move(definition));
  if (!form) co_return form.error();
  const Definition& draft = (*form)->definition();
  const auto work = [&](db::Queries& unit) -> Task<Outcome<WholeForm>> {
    RawJson content{schema::encode(draft)};
    auto made = co_await unit.first(statements::insert_form, events::origin_of(call), std::move(content),
                                    written(draft));
    co_await unit.run(statements::insert_fields, made.value().id, rows_of(draft.fields));
    co_return with_fields(std::move(*made), draft.fields);
  };
  co_return logged(call, "created", co_await call.unit.transaction(work));
}

Task<std::optional<WholeForm>> Builder::seen_by(const http::Caller& caller, std::int64_t id) const {
  if (caller.is_staff()) co_return co_await database_.first(statements::draft, id);
  auto form = co_await database_.first(statements::listed, id);
  if (!form || !form->is_active || !form->published_version) co_return std::nullopt;
  const auto published = co_await versions_.find(id, *form->published_version);
  if (published == nullptr) co_return std::nullopt;
  co_return with_fields(std::move(*form), published->definition().fields);
}

Task<Outcome<WholeForm>> Builder::get(const http::Call& call, std::int64_t id) const {
  auto form = co_await seen_by(call.caller, id);
  if (!form) co_return Problem{.code = Code::not_found};
  co_return std::move(*form);
}

Task<Outcome<WholeForm>> Builder::change(const http::Call& call, std::int64_t id,
                                         schema::Patch<FormHeader> patch) const {
  return change_header(call, id, "updated", [patch = std::move(patch)](const WholeForm& before) {
    return patch.applied_to(before);
  });
}

Task<Outcome<WholeForm>> Builder::deactivate(const http::Call& call, std::int64_t id) const {
  return change_header(call, id, "deactivated", [](const WholeForm& before) {
    return schema::Patch<FormHeader>{{{"is_active", false}}}.applied_to(before);
  });
}

Task<Outcome<WholeForm>> Builder::change_header(const http::Call& call, std::int64_t id, std::string action,
                                                Becomes becomes) const {
  const auto work = [&](db::Queries& unit) -> Task<Outcome<WholeForm>> {
    auto before = co_await held(unit, id);
    if (auto refused = refusal(call, before ? &*before : nullptr)) co_return *refused;
    const auto header = becomes(*before);
    if (!header) co_return header.error();
    const auto present = schema::Patch<FormHeader>{}.applied_to(*before);
    if (*header == present.value()) co_return std::move(*before);
    RawJson was{schema::encode(present.value())}, is{schema::encode(*header)};
    WrittenHeader content = written(*header);
    content.is_active = header->is_active;
    auto stored = co_await unit.first(statements::update_header, events::origin_of(call), id, action,
                                      std::move(was), std::move(is), std::move(content));
    co_return with_fields(std::move(stored).value(), std::move(before->fields));
  };
  co_return logged(call, action, co_await call.unit.transaction(work));
}

Task<Outcome<WholeForm>> Builder::replace_fields(const http::Call& call, std::int64_t id,
                                                 FieldList list) const {
  const auto work = [&](db::Queries& unit) -> Task<Outcome<WholeForm>> {
    auto before = co_await held(unit, id);
    if (auto refused = refusal(call, before ? &*before : nullptr)) co_return *refused;
    Definition becomes = definition_of(*before);
    becomes.fields = list.fields;
    const auto form = Form::build(std::move(becomes));
    if (!form) co_return form.error();
    const auto& fields = (*form)->definition().fields;
    if (fields == before->fields) co_return std::move(*before);
    RawJson was{schema::encode(FieldList{before->fields})}, is{schema::encode(FieldList{fields})};
    auto stored = co_await unit.first(statements::replace_fields, events::origin_of(call), id,
                                      rows_of(fields), std::move(was), std::move(is));
    co_return with_fields(std::move(stored).value(), fields);
  };
  co_return logged(call, "fields_changed", co_await call.unit.transaction(work));
}

Task<Outcome<ListedVersion>> Builder::publish(const http::Call& call, std::int64_t id) const {
  const auto work = [&](db::Queries& unit) -> Task<Outcome<ListedVersion>> {
    const auto draft = co_await held(unit, id);
    if (auto refused = refusal(call, draft ? &*draft : nullptr)) co_return *refused;
    if (!draft->has_draft) {
      auto present = co_await unit.first(statements::version, id, draft->published_version.value());
      co_return std::move(present).value();
    }
    if (draft->fields.empty())
      co_return field_failure(Code::validation_failed, "fields", "no_fields",
                              i18n::text("A form without fields cannot be filled in"));
    const auto form = Form::build(definition_of(*draft));
    if (!form) co_return form.error();
    const std::int64_t version = draft->published_version.value_or(0) + 1;
    // Not within the call: GCC 12 destroys a temporary of a braced list twice when its coroutine waits.
    RawJson whole{schema::encode((*form)->definition())}, logic = (*form)->logic();
    auto made = co_await unit.first(statements::publish, events::origin_of(call), id, version,
                                    std::move(whole), std::move(logic));
    co_return std::move(made).value();
  };
  auto published = co_await call.unit.transaction(work);
  if (published) maintenance_forms::log_change(call, form_record, "published", id);
  co_return published;
}

Task<Outcome<http::Whole<ListedVersion>>> Builder::list_versions(const http::Call& call,
                                                                 std::int64_t id) const {
  http::Whole<ListedVersion> answer;
  answer.data = co_await database_.all(statements::versions, id);
  if (answer.data.empty()) {
    const auto form = co_await seen_by(call.caller, id);
    if (!form) co_return Problem{.code = Code::not_found};
  }
  co_return answer;
}

Task<Outcome<WholeVersion>> Builder::get_version(const http::Call&, std::int64_t id,
                                                 std::int64_t version) const {
  auto found = co_await database_.first(statements::version, id, version);
  if (!found) co_return Problem{.code = Code::not_found};
  co_return std::move(*found);
}

Task<Outcome<RawJson>> Builder::json_schema(const http::Call&, std::int64_t id, SchemaQuery query) const {
  if (!query.form_version) {
    const auto newest = co_await database_.first(statements::fillable, id);
    if (!newest) co_return Problem{.code = Code::not_found};
    query.form_version = newest->form_version;
  }
  const auto form = co_await versions_.find(id, *query.form_version);
  if (form == nullptr) co_return Problem{.code = Code::not_found};
  co_return RawJson{boost::json::serialize(form->json_schema())};
}

Task<Outcome<Definition>> Builder::export_draft(std::int64_t id) const {
  const auto draft = co_await database_.first(statements::draft, id);
  if (!draft) co_return Problem{.code = Code::not_found};
  co_return definition_of(*draft);
}

Task<Outcome<Trial>> Builder::attempt(const http::Call& call, std::int64_t id) const {
  const auto draft = co_await database_.first(statements::draft, id);
  if (!draft) co_return Problem{.code = Code::not_found};
  auto form = Form::build(definition_of(*draft));
  if (!form) co_return form.error();
  auto submissions = co_await database_.all(statements::newest_submissions, id,
                                            identity::viewer_of(call.caller), most_tried);
  const auto work = [form = *form, submissions = std::move(submissions)] {
    return tried(*form, submissions);
  };
  co_return co_await workers_.run(work);
}

}  // namespace kpa::built_forms
