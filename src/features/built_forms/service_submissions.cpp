#include "features/built_forms/service_submissions.hpp"

#include <utility>

#include <boost/json/serialize.hpp>

#include "core/crypto/digest.hpp"
#include "core/http/endpoint.hpp"
#include "core/http/paging.hpp"
#include "features/built_forms/export_table.hpp"
#include "features/built_forms/filters.hpp"
#include "features/built_forms/permissions.hpp"
#include "features/built_forms/store_forms.hpp"
#include "features/maintenance_forms/maintenance_forms.hpp"
#include "features/review/review.hpp"

namespace kpa::built_forms {
namespace {

/// The content of a submission's event.
RawJson event_of(const RawJson& answers, const std::optional<std::string>& notes) {
  std::string text = "{\"submission_data\":" + answers.text + ",\"notes\":";
  if (notes)
    schema::write_string(*notes, text);
  else
    text += "null";
  return {text + '}'};
}

/// Fills in what the form made of the answers.
void take_over(Judged judged, std::optional<std::string> notes, WrittenContent& content) {
  content.submission_data = std::move(judged.answers);
  content.notes = std::move(notes);
  content.pruned = schema::encoded(judged.pruned);
  content.findings = schema::encoded(judged.findings);
  content.worst_severity = judged.worst_severity;
}

Problem no_such_form() {
  return field_failure(Code::validation_failed, "form_id", "unknown_form",
                       i18n::text("There is no such form, or it has not been published"));
}

/// Why the caller cannot change this submission, which is locked, or null when not visible.
std::optional<Problem> refusal(const http::Call& call, const Submission* submission) {
  if (submission == nullptr) return Problem{.code = Code::not_found};
  if (submission->submitted_by != call.caller.user_id)
    return Problem{.code = Code::forbidden,
                   .message = i18n::text("Only the person who submitted this can change it.")};
  if (!call.expects(submission->version)) return Problem{.code = Code::precondition_failed};
  if (submission->status != SubmissionStatus::pending)
    return Problem{.code = Code::state_conflict,
                   .message = i18n::text("This has been looked at already, and cannot be changed any more.")};
  return std::nullopt;
}

/// Leaves only what the caller may see.
void restrict_to(const http::Caller& caller, db::Selection& selection) {
  if (!caller.is_staff())
    selection.where("submitted_by", caller.user_id);
  else if (!caller.sees_all)
    selection.where("seen", caller.user_id);
}

Outcome<Submission> logged(const http::Call& call, std::string_view action, Outcome<Submission> changed) {
  return maintenance_forms::logged(call, submission_record, action, std::move(changed));
}

}  // namespace

std::string digest_of(const NewSubmission& sent) {
  NewSubmission content = sent;
  content.uuid.reset();
  std::string meaning;
  schema::write_meaning(content, meaning);
  return crypto::hex(crypto::sha256(meaning));
}

Task<Outcome<Submissions::Chosen>> Submissions::choose(const NewSubmission& sent, bool look_again) const {
  Chosen chosen;
  if (sent.form_version) {
    chosen.version = *sent.form_version;
  } else {
    chosen.newest = true;
    auto newest = look_again ? std::nullopt : versions_.last_seen_newest(sent.form_id);
    if (!newest) {
      const auto fillable = co_await database_.first(statements::fillable, sent.form_id);
      if (!fillable) co_return no_such_form();
      newest = fillable->form_version;
      versions_.saw_newest(sent.form_id, *newest);
    }
    chosen.version = *newest;
  }
  chosen.form = co_await versions_.find(sent.form_id, chosen.version);
  if (chosen.form != nullptr) co_return chosen;
  const auto fillable = co_await database_.first(statements::fillable, sent.form_id);
  if (!fillable) co_return no_such_form();
  co_return field_failure(Code::validation_failed, "form_version", "unknown_version",
                          i18n::text("The form has no such version"));
}

Task<Outcome<Submission>> Submissions::create(const http::Call& call, NewSubmission sent) const {
  const std::string digest = digest_of(sent);
  constexpr int most_attempts = 5;
  for (int attempt = 0; attempt < most_attempts; ++attempt) {
    const auto chosen = co_await choose(sent, attempt > 0);
    if (!chosen) co_return chosen.error();
    auto judged = chosen->form->judge(sent.submission_data.members);
    if (!judged && chosen->newest && attempt == 0) continue;  // another may be the newest by now
    if (!judged) co_return judged.error();
    RawJson unique = judged->unique;
    WrittenSubmission content;
    take_over(std::move(*judged), sent.notes, content);
    content.uuid = sent.uuid;
    content.form_id = sent.form_id;
    content.form_version = chosen->version;
    content.sent_digest = digest;
    std::optional<Submission> stored;
    bool is_taken = false;
    try {
      stored = co_await call.unit.first(statements::insert_submission, events::origin_of(call),
                                        event_of(content.submission_data, content.notes), chosen->newest,
                                        unique, content);
    } catch (const db::Error& error) {
      if (error.constraint != unique_answers) throw;
      is_taken = true;
    }
    if (is_taken) {
      if (sent.uuid)  // a repeat, of which the answers are of course there already
        if (auto before = co_await explain_nothing(call, sent, digest); before && before->has_value())
          co_return *before;
      co_return co_await taken(sent.form_id, std::move(unique), 0);
    }
    if (stored) co_return logged(call, "created", std::move(*stored));
    if (auto outcome = co_await explain_nothing(call, sent, digest)) co_return std::move(*outcome);
  }
  co_return Problem{.code = Code::unavailable};
}

Task<Outcome<Submission>> Submissions::create_on(const http::Call& call, std::int64_t form_id,
                                                 NewSubmissionOfForm sent) const {
  NewSubmission whole;
  static_cast<NewSubmissionOfForm&>(whole) = std::move(sent);
  whole.form_id = form_id;
  auto made = co_await create(call, std::move(whole));
  if (!made && !made.error().fields.empty() && made.error().fields.front().path == "form_id")
    co_return Problem{.code = Code::not_found};
  co_return made;
}

Task<Outcome<Submission>> Submissions::amend(const http::Call& call, std::int64_t id,
                                             SubmissionContent corrected) const {
  RawJson unique;
  NewSubmission sent;
  static_cast<SubmissionContent&>(sent) = std::move(corrected);
  const auto work = [&](db::Queries& unit) -> Task<Outcome<Submission>> {
    const auto before =
        co_await unit.first(statements::submission_for_update, id, identity::viewer_of(call.caller));
    if (!before) co_return Problem{.code = Code::not_found};
    if (auto refused = co_await review::refusal_to_amend(call, unit, submission_kind, id))
      co_return std::move(*refused);
    sent.form_id = before->form_id;
    sent.form_version = before->form_version;
    const auto form = co_await versions_.find(before->form_id, before->form_version);
    if (form == nullptr) throw std::logic_error("a submission has a version that is not there");
    const auto answers = schema::parse_json(before->submission_data.text).value();
    auto judged = form->judge(sent.submission_data.members, {today(), now()}, answers.as_object());
    if (!judged) co_return judged.error();
    unique = judged->unique;
    WrittenSubmission content;
    take_over(std::move(*judged), sent.notes, content);
    content.form_id = before->form_id;
    content.form_version = before->form_version;
    content.sent_digest = digest_of(sent);
    content.amends_id = id;
    co_await unit.run(statements::forget_unique_answers, id);
    const RawJson event = event_of(content.submission_data, content.notes);
    auto stored = co_await unit.first(statements::insert_submission, events::origin_of(call), event, false,
                                      unique, content);
    co_return std::move(stored).value();
  };
  try {
    co_return logged(call, "amended", co_await call.unit.transaction(work));
  } catch (const db::Error& error) {
    if (error.constraint != unique_answers) throw;
  }
  co_return co_await taken(sent.form_id, std::move(unique), id);
}

Task<std::optional<Outcome<Submission>>> Submissions::explain_nothing(const http::Call& call,
                                                                      const NewSubmission& sent,
                                                                      const std::string& digest) const {
  if (sent.uuid) {
    const auto known = co_await database_.first(statements::known_uuid, *sent.uuid);
    if (known && known->submitted_by == call.caller.user_id && known->sent_digest == digest) {
      auto stored = co_await database_.first(statements::submission, known->id, identity::Viewer{});
      if (stored) co_return std::move(*stored);
    }
    if (known)
      co_return field_failure(Code::conflict, "uuid", "taken",
                              i18n::text("Something else has been stored under this UUID"));
  }
  const auto fillable = co_await database_.first(statements::fillable, sent.form_id);
  if (!fillable) co_return no_such_form();
  if (!fillable->is_active)
    co_return Problem{.code = Code::state_conflict,
                      .message = i18n::text("This form cannot be filled in any more.")};
  co_return std::nullopt;
}

Task<Problem> Submissions::taken(std::int64_t form_id, RawJson unique, std::int64_t but) const {
  Problem problem{.code = Code::conflict};
  for (const auto& field : co_await database_.all(statements::taken_answers, form_id, std::move(unique), but))
    problem.fields.push_back(
        {"submission_data." + field, "taken", {}, i18n::text("Another submission has this answer")});
  co_return problem;
}

Task<Outcome<db::Selection>> Submissions::selection_of(const http::Call& call, SubmissionFilters filters,
                                                       std::optional<std::int64_t> form_id) const {
  db::Selection selection;
  selection.where("form_id", form_id);
  selection.where("status", filters.status);
  if (filters.submitted_by)
    selection.where("submitted_by", co_await maintenance_forms::person_sought(
                                        *filters.submitted_by, identity::viewer_of(call.caller), database_,
                                        directory_, statements::any_submission_of));
  selection.where("submitted_after", filters.submitted_after);
  selection.where("submitted_before", filters.submitted_before);
  selection.where("has_findings", filters.has_findings);
  selection.where("uuid", filters.uuid);
  if (!filters.answers) co_return selection;
  std::shared_ptr<const Form> form;
  if (form_id) {
    const auto newest = co_await database_.first(statements::fillable, *form_id);
    if (!newest) co_return no_such_form();
    form = co_await versions_.find(*form_id, newest->form_version);
  }
  const auto read = read_filters(form.get(), *filters.answers);
  if (!read) co_return read.error();
  if (read->holds.text != "{}") selection.where("holds", read->holds);
  for (const auto& path : read->between) selection.where("between", path);
  co_return selection;
}

Task<Outcome<http::Page<Submission>>> Submissions::list(const http::Call& call, SubmissionQuery query) const {
  auto selection = co_await selection_of(call, query, query.form_id);
  if (!selection) co_return selection.error();
  restrict_to(call.caller, *selection);
  if (const auto placed = http::place(query, "-submitted_at", per_page_, *selection); !placed)
    co_return placed.error();
  co_return maintenance_forms::page_of(*selection,
                                       co_await statements::submissions.fetch(database_, *selection));
}

Task<Outcome<http::Download>> Submissions::download(const http::Call& call, std::int64_t form_id,
                                                    SubmissionExport query) const {
  std::vector<Definition> versions;
  for (const auto& stored : co_await database_.all(statements::all_versions, form_id))
    versions.push_back(stored_definition(stored.definition));
  if (versions.empty()) co_return Problem{.code = Code::not_found};
  const auto selection = co_await selection_of(call, query, form_id);
  if (!selection) co_return selection.error();
  const auto table = std::make_shared<const exports::Table<Submission>>(export_table(versions));
  const auto read = [selection = *selection, table, &database = database_](exports::PageWanted wanted) {
    db::Selection seen = selection;
    restrict_to(wanted.caller, seen);
    seen.where("entered_by", wanted.as_of);
    return exports::read_page(database, statements::submissions, std::move(seen), "submitted_at",
                              std::move(wanted.after), *table);
  };
  exports::Query asked = query;
  query.format.reset();
  query.table.reset();
  exports::Export wanted{.name = table->layout().name,
                         .layout = table->layout(),
                         .permission = permissions::view_forms,
                         .filters = RawJson{schema::encode(query)},
                         .read = read};
  co_return co_await exports_.download(call, std::move(asked), std::move(wanted));
}

Task<Outcome<Submission>> Submissions::get(const http::Call& call, std::int64_t id) const {
  auto found = co_await database_.first(statements::submission, id, identity::viewer_of(call.caller));
  if (!found) co_return Problem{.code = Code::not_found};
  co_return std::move(*found);
}

Task<Outcome<Submission>> Submissions::change(const http::Call& call, std::int64_t id,
                                              schema::Patch<SubmissionContent> patch) const {
  return update(call, id,
                [patch = std::move(patch)](const Submission& before) { return patch.applied_to(before); });
}

Task<Outcome<Submission>> Submissions::update(const http::Call& call, std::int64_t id,
                                              Becomes becomes) const {
  RawJson unique;
  std::int64_t form_id = 0;
  const auto work = [&](db::Queries& unit) -> Task<Outcome<Submission>> {
    auto before =
        co_await unit.first(statements::submission_for_update, id, identity::viewer_of(call.caller));
    if (auto refused = refusal(call, before ? &*before : nullptr)) co_return *refused;
    form_id = before->form_id;
    const auto content_now = becomes(*before);
    if (!content_now) co_return content_now.error();
    const auto form = co_await versions_.find(before->form_id, before->form_version);
    if (form == nullptr) throw std::logic_error("a submission has a version that is not there");
    const auto answers = schema::parse_json(before->submission_data.text).value();
    auto judged = form->judge(content_now->submission_data.members, {today(), now()}, answers.as_object());
    if (!judged) co_return judged.error();
    unique = judged->unique;
    WrittenContent content;
    take_over(std::move(*judged), content_now->notes, content);
    const RawJson was = event_of(before->submission_data, before->notes);
    const RawJson is = event_of(content.submission_data, content.notes);
    if (schema::parse_json(was.text).value() == schema::parse_json(is.text).value())
      co_return std::move(*before);
    co_await unit.run(statements::forget_unique_answers, id);
    auto stored = co_await unit.first(statements::update_submission, events::origin_of(call), id, was, is,
                                      unique, content);
    co_await review::keep_queued(unit, submission_kind, id);
    co_return std::move(stored).value();
  };
  try {
    co_return logged(call, "updated", co_await call.unit.transaction(work));
  } catch (const db::Error& error) {
    if (error.constraint != unique_answers) throw;
  }
  co_return co_await taken(form_id, std::move(unique), id);
}

}  // namespace kpa::built_forms
