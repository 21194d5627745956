#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/http/answers.hpp"
#include "core/http/caller.hpp"
#include "core/http/endpoint.hpp"
#include "core/http/paging.hpp"
#include "features/identity/identity.hpp"
#include "features/maintenance_forms/store.hpp"
#include "features/records/records.hpp"

/// Steps of the use cases of all kinds of form. People see and change their own forms, staff also those that
/// they may see: identity::seen_by().
namespace kpa::maintenance_forms {

/// Why the caller cannot change this form, which is locked, or null when not visible: not_found;
/// precondition_failed when the client saw another version; state_conflict when it is no longer saved (but
/// submitted, say).
std::optional<Problem> refusal(const http::Call& call, const Stored* form);

/// The failure when the form at this address was entered under the same UUID with another content.
Problem other_content(std::string_view path, const Stored& form);

/// The id of the person to whom a form belongs: the one named by `reference`; without a reference, the person
/// `before`, or the caller for a new form. A reference equal to the id in `before` is not looked up: the
/// caller may no longer see that person, and the id may be a visible person's employee id. Only staff may
/// name somebody else; other callers get the same failure whether that person exists or not. Fails with
/// validation_failed at `path`.
Task<Outcome<std::int64_t>> person_of_form(const identity::Directory& people, db::Queries& unit,
                                           http::Caller caller, std::optional<schema::Identifier> reference,
                                           std::optional<std::int64_t> before, std::string path);

/// Completes the header of a form that is sent, new or to replace `before`, and puts it into `judged`, the
/// result of the kind's rules. A new form without a number keeps an empty one. Fails with all mistakes of the
/// header and of `judged`.
template <class WrittenForm>
Task<Outcome<WrittenForm>> with_header(Outcome<WrittenForm> judged, Sent& form, const Stored* before,
                                       const Header& header, const identity::Directory& people,
                                       db::Queries& unit, const http::Call& call) {
  const auto inspected_before = before == nullptr ? std::nullopt : std::optional(before->inspector);
  const auto person = co_await person_of_form(people, unit, call.caller, form.inspector, inspected_before,
                                              inspector_member(header));
  if (!person || !judged) {
    Problem problem{.code = Code::validation_failed};
    if (!person) http::add_problem(problem, person.error());
    if (!judged) http::add_problem(problem, judged.error());
    co_return problem;
  }
  if (before != nullptr && !form.form_number) form.form_number = before->form_number;
  form.inspector = schema::Identifier{std::to_string(*person)};
  judged->form_number = form.form_number.value_or("");
  judged->inspector = *person;
  judged->work_date = form.work_date;
  if (before != nullptr) judged->amends_id = before->amends_id;
  if (form.device_times) judged->device_times = schema::encoded(*form.device_times);
  co_return judged;
}

/// How a form came to be in the database.
enum class How {
  now,      ///< it was stored
  before,   ///< it was stored under this UUID before, and sent with the same content
  differs,  ///< the same, but sent with another content; nothing was stored
};
template <class Form>
struct Made {
  Form form;  ///< as it is now
  How how = How::now;
};

/// The form that the caller entered under this UUID. Nothing when there is none.
template <class Form, class WrittenForm>
Task<std::optional<Outcome<Made<Form>>>> made_before(const http::Call& call, db::Queries& unit,
                                                     const Statements<Form, WrittenForm>& statements,
                                                     ClientName name) {
  if (!name.uuid) co_return std::nullopt;
  const auto as_sent = co_await unit.first(statements.was_sent_so, call.caller.user_id, name);
  if (!as_sent) co_return std::nullopt;
  auto form = co_await unit.first(statements.by_uuid, call.caller.user_id, identity::viewer_of(call.caller),
                                  *name.uuid);
  if (!form) co_return Problem{.code = Code::conflict};  // they may no longer see it
  co_return Made<Form>{std::move(*form), *as_sent ? How::before : How::differs};
}

/// Stores a new form under its number, or under the next one of its series; or gives the form that the caller
/// entered under the same UUID. Fails with form_number_taken when another form has the number.
template <class Form, class NewForm, class WrittenForm>
Task<Outcome<Made<Form>>> store_new(const http::Call& call, const Header& header, const records::Kind& kind,
                                    const Statements<Form, WrittenForm>& statements, ClientName name,
                                    NewForm form, WrittenForm written) {
  std::optional<Outcome<Made<Form>>> before;
  const auto attempt = [&](db::Queries& unit, std::string number) -> Task<std::optional<Made<Form>>> {
    form.form_number = written.form_number = std::move(number);
    const RawJson content{schema::encode(form)};
    auto stored = co_await unit.first(statements.insert, events::origin_of(call), content, name, written);
    if (stored) co_return Made<Form>{std::move(*stored)};
    before = co_await made_before(call, unit, statements, name);
    if (!before && written.amends_id)  // perhaps somebody else amended it at the same time
      if (const auto refused = co_await review::refusal_to_amend(call, unit, kind, *written.amends_id))
        before = *refused;
    if (before && *before) co_return **before;
    if (before) co_return Made<Form>{};  // ends the search for a free number
    co_return std::nullopt;
  };
  const std::string number = written.form_number;
  auto made =
      co_await form_numbers::store_under(call.unit, std::string(header.number_series), number, attempt);
  if (before) co_return *before;
  co_return made;
}

/// The form for an answer to a request of its own; a problem when something else was sent under its UUID.
template <class Form>
Outcome<Form> answered(std::string_view path, Outcome<Made<Form>> made) {
  if (!made) return made.error();
  if (made->how == How::differs) return other_content(path, made->form);
  return std::move(made->form);
}

/// Changes the locked form `before`: `form` is its new content for the event, `written` for the table. If
/// nothing changes, neither version nor event is written. Fails with form_number_taken when another form has
/// the number.
template <class Form, class NewForm, class WrittenForm>
Task<Outcome<Form>> store_change(const http::Call& call, db::Queries& unit,
                                 const Statements<Form, WrittenForm>& statements, Form before,
                                 const NewForm& form, WrittenForm written) {
  const boost::json::value part = schema::part_of<NewForm>(before);
  RawJson was{boost::json::serialize(part)}, is{schema::encode(form)};
  if (boost::json::parse(is.text) == part) co_return before;
  // Relies on the unique index: a check beforehand could be passed by two requests at once.
  try {
    auto stored = co_await unit.first(statements.update, events::origin_of(call), before.id, std::move(was),
                                      std::move(is), std::move(written));
    co_return std::move(stored).value();
  } catch (const db::Error& error) {
    if (error.constraint != statements.numbers) throw;
    co_return form_numbers::taken();
  }
}

/// Takes a step of the review, review::submit() or review::reopen(), and gives the form as it is then.
template <class Form, class WrittenForm>
Task<Outcome<Form>> take_step(const http::Call& call, const records::Kind& kind,
                              const Statements<Form, WrittenForm>& statements, std::int64_t id,
                              decltype(review::submit)& step) {
  const auto work = [&](db::Queries& unit) -> Task<Outcome<Form>> {
    const auto refused = co_await step(call, unit, kind, id);
    if (refused) co_return *refused;
    auto form = co_await unit.first(statements.by_id, id, identity::viewer_of(call.caller));
    co_return std::move(form).value();
  };
  co_return co_await call.unit.transaction(work);
}

/// The id of the person whose forms a list asks for; 0, which no person has, when the viewer may see no such
/// person. `any_of` is the kind's statement: whether the viewer may see any form of a person.
Task<std::int64_t> person_sought(schema::Identifier reference, identity::Viewer viewer, db::Queries& database,
                                 const identity::Directory& people,
                                 const db::Query<bool(std::int64_t, identity::Viewer)>& any_of);

/// The filters in a query that every kind's list has; `any_of` is the kind's statement.
Task<db::Selection> filters_named(const http::Call& call, FormFilters query, db::Queries& database,
                                  const identity::Directory& people,
                                  const db::Query<bool(std::int64_t, identity::Viewer)>& any_of);

/// Restricts the selection to what the caller may see,
void restrict_to(const http::Caller& caller, db::Selection& selection);
/// and sets its order and page from the query.
Outcome<bool> place_for_caller(const http::Call& call, const schema::PageQuery& query, std::int64_t per_page,
                               db::Selection& selection);

template <class Form>
http::Page<Form> page_of(const db::Selection& selection, db::Listed<Form> listed) {
  return {.data = std::move(listed.rows),
          .pagination = http::pagination_of(selection, listed.total, listed.total_is_exact, listed.next)};
}

/// Logs a change in category `forms`, after it was made.
void log_change(const http::Call& call, std::string_view kind, std::string_view action, std::int64_t id);
template <class Form>
Outcome<Form> logged(const http::Call& call, std::string_view kind, std::string_view action,
                     Outcome<Form> changed) {
  if (changed) log_change(call, kind, action, changed->id);
  return changed;
}

}  // namespace kpa::maintenance_forms
