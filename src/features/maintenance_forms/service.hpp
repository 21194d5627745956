#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/http/answers.hpp"
#include "core/http/caller.hpp"
#include "core/http/endpoint.hpp"
#include "core/http/paging.hpp"
#include "features/accounts/accounts.hpp"
#include "features/maintenance_forms/store.hpp"

namespace kpa::maintenance_forms {

/// Whose form it is: the person that `reference` names; when it names nobody, whose the form was `before`, or
/// the caller's if it is new. Who it was before is not looked up: the caller need not see them any longer,
/// and their id may be the employee id of somebody whom the caller sees. Only staff may name somebody else;
/// the others are told the same whether that person exists or not. Fails with validation_failed on `path`.
Task<Outcome<std::int64_t>> person_of_form(accounts::Accounts& people, db::Queries& unit, http::Caller caller,
                                           std::optional<schema::Identifier> reference,
                                           std::optional<std::int64_t> before, std::string path);

/// The reference as an id, when it is a whole number.
std::optional<std::int64_t> id_of(const schema::Identifier& reference);

/// A line in the log's category `forms`.
void log_change(const http::Call& call, const Names& names, std::string_view action, std::int64_t id);

/// What the two functions do that a kind may leave out.
struct NothingOfItsOwn {
  /// Fills in what may be left out, from the stored form where there is one.
  static void complete(Sent&, const Stored*) {}
  /// The filters of its own.
  static void narrow(const Query&, db::Selection&) {}
};

template <class K>
concept Kind =
    std::derived_from<typename K::Form, Stored> && std::derived_from<typename K::NewForm, Sent> &&
    std::derived_from<typename K::Written, Content> && std::derived_from<typename K::ListQuery, Query> &&
    requires(typename K::NewForm sent, const typename K::Form& form, const typename K::ListQuery& query,
             db::Selection& selection) {
      /// How it is called, and where its forms are kept.
      { K::names } -> std::convertible_to<const Names&>;
      { K::store() } -> std::convertible_to<const Store<typename K::Form, typename K::Written>&>;
      K::complete(sent, &form);
      /// What is written, the rules applied; the header is put in afterwards.
      { K::judged(std::as_const(sent)) } -> std::same_as<Outcome<typename K::Written>>;
      K::narrow(query, selection);
    };

/// What people do with the forms of one kind. Everybody sees and changes their own, staff those
/// that they see: accounts::seen_by().
template <Kind K>
class Service {
 public:
  using Form = typename K::Form;
  using NewForm = typename K::NewForm;
  using Written = typename K::Written;
  using ListQuery = typename K::ListQuery;

  /// Both outlive it. `per_page`: records on a page of a list that does not ask for another number.
  Service(db::Queries& database, accounts::Accounts& accounts, std::int64_t per_page)
      : database_(database), accounts_(accounts), per_page_(per_page) {}

  /// Stores a saved form. form_number_taken when somebody else has the number.
  Task<Outcome<Form>> create(const http::Call& call, NewForm form) const {
    K::complete(form, nullptr);
    auto content = co_await judged(call, call.unit, form, std::nullopt);
    if (!content) co_return content.error();
    const auto attempt = [&](db::Queries& unit, std::string number) {
      content->form_number = std::move(number);
      return K::store().insert(unit, *content, recorded(form, *content), events::origin_of(call));
    };
    auto created = form_numbers::store_under(call.unit, std::string(K::names.number_series),
                                             content->form_number, attempt);
    co_return co_await logged(call, "created", std::move(created));
  }

  Task<Outcome<http::Page<Form>>> list(const http::Call& call, ListQuery query) const {
    db::Selection selection;
    selection.where("form_number", query.form_number);
    if (query.inspector) {
      const auto inspector = co_await inspector_sought(*query.inspector, accounts::viewer_of(call.caller));
      selection.where("inspector", inspector);
    }
    selection.where("work_date", query.work_date);
    selection.where("work_date_from", query.work_date_from);
    selection.where("work_date_to", query.work_date_to);
    selection.where("status", query.status);
    selection.where("created_after", query.created_after);
    selection.where("created_before", query.created_before);
    selection.where("has_findings", query.has_findings);
    K::narrow(query, selection);
    http::Page<Form> answer;
    if (!selection.filters.empty()) answer.message = K::names.sentences.filtered;
    if (!call.caller.is_staff())
      selection.where("inspector", call.caller.user_id);
    else if (!call.caller.sees_all)
      selection.where("seen", call.caller.user_id);
    if (const auto placed = http::place(query, "-created_at", per_page_, selection); !placed)
      co_return placed.error();

    auto listed = co_await K::store().list(database_, selection);
    answer.data = std::move(listed.rows);
    answer.pagination = http::pagination_of(selection, listed.total, listed.total_is_exact, listed.next);
    co_return answer;
  }

  Task<Outcome<Form>> get(const http::Call& call, std::int64_t id) const {
    auto form = co_await K::store().find(database_, id, accounts::viewer_of(call.caller));
    if (!form) co_return Problem{.code = Code::not_found};
    co_return std::move(*form);
  }

  /// Only while saved. A version that is not the current one is precondition_failed.
  Task<Outcome<Form>> replace(const http::Call& call, std::int64_t id, NewForm form) const {
    const auto work = [&](db::Queries& unit) -> Task<Outcome<Form>> {
      auto before = co_await editable(call, unit, id);
      if (!before) co_return before.error();
      co_return co_await store_change(call, unit, std::move(*before), form);
    };
    co_return co_await logged(call, "updated", call.unit.transaction(work));
  }

  Task<Outcome<Form>> change(const http::Call& call, std::int64_t id, schema::Patch<NewForm> patch) const {
    const auto work = [&](db::Queries& unit) -> Task<Outcome<Form>> {
      auto before = co_await editable(call, unit, id);
      if (!before) co_return before.error();
      auto form = patch.applied_to(*before);
      if (!form) co_return form.error();
      co_return co_await store_change(call, unit, std::move(*before), std::move(*form));
    };
    co_return co_await logged(call, "updated", call.unit.transaction(work));
  }

  /// Hands a saved form over to its reviewers.
  Task<Outcome<Form>> submit(const http::Call& call, std::int64_t id) const {
    const auto work = [&](db::Queries& unit) -> Task<Outcome<Form>> {
      auto before = co_await editable(call, unit, id);
      if (!before) co_return before.error();
      co_return co_await K::store().set_status(unit, id, before->status, review::Status::submitted,
                                               "submitted", events::origin_of(call));
    };
    co_return co_await logged(call, "submitted", call.unit.transaction(work));
  }

  /// A page of what happened to it; not_found on any page for whoever does not see the form.
  Task<Outcome<events::Page<events::Entry>>> history(const http::Call& call, std::int64_t id,
                                                     events::HistoryQuery query) const {
    const auto form = co_await get(call, id);
    if (!form) co_return form.error();
    db::Selection selection;
    if (const auto placed = http::place(query, "id", per_page_, selection); !placed) co_return placed.error();

    const std::string type(K::names.entity_type);
    auto listed = co_await events::history(database_, type, id, selection);
    events::Page<events::Entry> answer;
    answer.archived_until = co_await events::archived_until(database_, type, id);
    answer.data = std::move(listed.rows);
    answer.pagination = http::pagination_of(selection, listed.total, listed.total_is_exact, listed.next);
    co_return answer;
  }

 private:
  /// A completed form as events keep it.
  static RawJson recorded(NewForm form, const Written& content) {
    form.form_number = content.form_number;
    form.inspector = schema::Identifier{std::to_string(content.inspector)};
    return {schema::encode(form)};
  }

  /// Whose forms a list is asked for; 0, whose forms are none, when that is nobody whom the viewer knows of.
  Task<std::int64_t> inspector_sought(schema::Identifier reference, accounts::Viewer viewer) const {
    const auto person = co_await accounts_.find_person(database_, reference.text, viewer);
    // Forms stay in sight when their inspector moves out of it, and tell their inspector's id: it means them
    // before it is somebody's employee id. What else names a person is for those who see the person.
    const auto id = id_of(reference);
    if (viewer.overseer && id && id != person) {
      const bool known = co_await K::store().sees_any_of(database_, *id, viewer);
      if (known) co_return *id;
    }
    co_return person.value_or(0);
  }

  /// What is written of a completed form, whose inspector was `before` if it is stored. The number may still
  /// be empty.
  Task<Outcome<Written>> judged(const http::Call& call, db::Queries& unit, NewForm form,
                                std::optional<std::int64_t> before) const {
    const auto person = co_await person_of_form(accounts_, unit, call.caller, form.inspector, before,
                                                inspector_member(K::names));
    Outcome<Written> content = K::judged(form);
    if (!person || !content) {
      Problem problem{.code = Code::validation_failed};
      if (!person) http::add_problem(problem, person.error());
      if (!content) http::add_problem(problem, content.error());
      co_return problem;
    }
    content->form_number = form.form_number.value_or("");
    content->inspector = *person;
    content->work_date = form.work_date;
    co_return content;
  }

  /// The locked form, if the caller may change it now.
  Task<Outcome<Form>> editable(const http::Call& call, db::Queries& unit, std::int64_t id) const {
    auto form = co_await K::store().find_for_update(unit, id, accounts::viewer_of(call.caller));
    if (!form) co_return Problem{.code = Code::not_found};
    if (!call.expects(form->version)) co_return Problem{.code = Code::precondition_failed};
    if (const auto refused = review::refusal(form->status)) co_return *refused;
    co_return std::move(*form);
  }

  Task<Outcome<Form>> store_change(const http::Call& call, db::Queries& unit, Form before,
                                   NewForm form) const {
    // An update that leaves the number out keeps it: a form has always one.
    if (!form.form_number) form.form_number = before.form_number;
    K::complete(form, &before);
    auto content = co_await judged(call, unit, form, before.inspector);
    if (!content) co_return content.error();
    const boost::json::value part = schema::part_of<NewForm>(before);
    const RawJson was{boost::json::serialize(part)};
    const RawJson is = recorded(std::move(form), *content);
    if (boost::json::parse(is.text) == part) co_return before;  // nothing changed: no version, no event
    auto stored = co_await K::store().update(unit, before.id, *content, was, is, events::origin_of(call));
    if (!stored) co_return form_numbers::taken();
    co_return std::move(*stored);
  }

  /// The outcome of `change`, with its line in the log when it was made.
  static Task<Outcome<Form>> logged(const http::Call& call, std::string_view action,
                                    Task<Outcome<Form>> change) {
    auto form = co_await std::move(change);
    if (form) log_change(call, K::names, action, form->id);
    co_return form;
  }

  db::Queries& database_;
  accounts::Accounts& accounts_;
  std::int64_t per_page_;
};

}  // namespace kpa::maintenance_forms
