#include "features/built_forms/service_submissions.hpp"

#include <utility>

#include <boost/json/serialize.hpp>

#include "core/crypto/digest.hpp"
#include "core/http/endpoint.hpp"
#include "core/http/paging.hpp"
#include "features/built_forms/filters.hpp"
#include "features/built_forms/store_forms.hpp"
#include "features/maintenance_forms/maintenance_forms.hpp"
#include "features/review/review.hpp"

namespace kpa::built_forms {
namespace {

/// The content of a submission's event.
RawJson event_of(const WrittenSubmission& submission) {
  std::string text = "{\"form_id\":" + std::to_string(submission.form_id) +
                     ",\"form_version\":" + std::to_string(submission.form_version) +
                     ",\"submission_data\":" + submission.submission_data.text + ",\"notes\":";
  if (submission.notes)
    schema::write_string(*submission.notes, text);
  else
    text += "null";
  return {text + '}'};
}

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
                                        event_of(content), chosen->newest, unique, content);
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

Task<Outcome<http::Page<Submission>>> Submissions::list(const http::Call& call, SubmissionQuery query) const {
  db::Selection selection;
  selection.where("form_id", query.form_id);
  selection.where("status", query.status);
  if (query.submitted_by)
    selection.where("submitted_by", co_await maintenance_forms::person_sought(
                                        *query.submitted_by, identity::viewer_of(call.caller), database_,
                                        directory_, statements::any_submission_of));
  selection.where("submitted_after", query.submitted_after);
  selection.where("submitted_before", query.submitted_before);
  selection.where("has_findings", query.has_findings);
  selection.where("uuid", query.uuid);
  if (query.answers) {
    std::shared_ptr<const Form> form;
    if (query.form_id) {
      const auto newest = co_await database_.first(statements::fillable, *query.form_id);
      if (!newest) co_return no_such_form();
      form = co_await versions_.find(*query.form_id, newest->form_version);
    }
    const auto filters = read_filters(form.get(), *query.answers);
    if (!filters) co_return filters.error();
    if (filters->holds.text != "{}") selection.where("holds", filters->holds);
    for (const auto& path : filters->between) selection.where("between", path);
  }
  if (!call.caller.is_staff())
    selection.where("submitted_by", call.caller.user_id);
  else if (!call.caller.sees_all)
    selection.where("seen", call.caller.user_id);
  if (const auto placed = http::place(query, "-submitted_at", per_page_, selection); !placed)
    co_return placed.error();
  co_return maintenance_forms::page_of(selection,
                                       co_await statements::submissions.fetch(database_, selection));
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
