#include "features/maintenance_forms/service.hpp"

#include <charconv>
#include <system_error>

#include "core/observe/log.hpp"

namespace kpa::maintenance_forms {
namespace {

/// The reference as an id, when it is a whole number.
std::optional<std::int64_t> id_of(const schema::Identifier& reference) {
  std::int64_t id = 0;
  const char* const end = reference.text.data() + reference.text.size();
  const auto read = std::from_chars(reference.text.data(), end, id);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return id;
}

}  // namespace

std::optional<Problem> refusal(const http::Call& call, const Stored* form) {
  if (form == nullptr) return Problem{.code = Code::not_found};
  if (!call.expects(form->version)) return Problem{.code = Code::precondition_failed};
  return review::refusal(form->status);
}

Problem other_content(std::string_view path, const Stored& form) {
  Problem problem = field_failure(Code::conflict, "uuid", "other_content",
                                  i18n::text("You sent another content under this UUID before"));
  problem.message = {
      i18n::text("This UUID is the name of {form}, which you sent with another content. Look there, "
                 "and change it if need be; a new form gets a new UUID."),
      {{"form", std::string(path) + '/' + std::to_string(form.id)}}};
  return problem;
}

Task<Outcome<std::int64_t>> person_of_form(const identity::Directory& people, db::Queries& unit,
                                           http::Caller caller, std::optional<schema::Identifier> reference,
                                           std::optional<std::int64_t> before, std::string path) {
  if (before && (!reference || reference->text == std::to_string(*before))) co_return *before;
  if (!reference || reference->text == std::to_string(caller.user_id)) co_return caller.user_id;
  const auto person = co_await people.find(unit, reference->text, identity::viewer_of(caller));
  if (person == caller.user_id || (person && caller.is_staff())) co_return *person;
  if (caller.is_staff())
    co_return field_failure(Code::validation_failed, std::move(path), "unknown_person",
                            i18n::text("There is nobody with this id, employee id or phone number"));
  co_return field_failure(Code::validation_failed, std::move(path), "not_yourself",
                          i18n::text("Must be yourself: only staff may name somebody else"));
}

Task<std::int64_t> person_sought(schema::Identifier reference, identity::Viewer viewer, db::Queries& database,
                                 const identity::Directory& people,
                                 const db::Query<bool(std::int64_t, identity::Viewer)>& any_of) {
  const auto person = co_await people.find(database, reference.text, viewer);
  // Forms stay visible when their inspector is no longer visible, and they show the inspector's id; so an id
  // is read as that person first, and only then as an employee id. Other references work only for visible
  // people.
  const auto id = id_of(reference);
  if (viewer.overseer && id && id != person) {
    const auto known = co_await database.first(any_of, *id, viewer);
    if (known) co_return *id;
  }
  co_return person.value_or(0);
}

Task<db::Selection> filters_named(const http::Call& call, FormFilters query, db::Queries& database,
                                  const identity::Directory& people,
                                  const db::Query<bool(std::int64_t, identity::Viewer)>& any_of) {
  db::Selection selection;
  selection.where("form_number", query.form_number);
  if (query.inspector) {
    const auto viewer = identity::viewer_of(call.caller);
    const auto inspector = co_await person_sought(*query.inspector, viewer, database, people, any_of);
    selection.where("inspector", inspector);
  }
  selection.where("work_date", query.work_date);
  selection.where("work_date_from", query.work_date_from);
  selection.where("work_date_to", query.work_date_to);
  selection.where("status", query.status);
  selection.where("created_after", query.created_after);
  selection.where("created_before", query.created_before);
  selection.where("has_findings", query.has_findings);
  co_return selection;
}

void restrict_to(const http::Caller& caller, db::Selection& selection) {
  if (!caller.is_staff())
    selection.where("inspector", caller.user_id);
  else if (!caller.sees_all)
    selection.where("seen", caller.user_id);
}

Outcome<bool> place_for_caller(const http::Call& call, const schema::PageQuery& query, std::int64_t per_page,
                               db::Selection& selection) {
  restrict_to(call.caller, selection);
  return http::place(query, "-created_at", per_page, selection);
}

void log_change(const http::Call& call, std::string_view kind, std::string_view action, std::int64_t id) {
  static const observe::Log forms("forms");
  forms.info(
      std::string(action),
      {{"record", kind}, {"id", id}, {"user", call.caller.user_id}, {"request_id", call.request.request_id}});
}

}  // namespace kpa::maintenance_forms
