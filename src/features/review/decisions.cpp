#include "features/review/decisions.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "core/events/events.hpp"
#include "core/http/caller.hpp"
#include "core/observe/log.hpp"
#include "features/review/differences.hpp"
#include "features/review/store.hpp"

namespace kpa::review {
namespace {

namespace json = boost::json;

/// Members of a form's content that say how it came about, not what is in it.
constexpr std::string_view about_filling_in = "deviceTimes";

bool is_waiting(Status status) { return status == Status::submitted || status == Status::reviewed; }
bool is_decision(const Rule& rule) { return !rule.on_own; }

bool says(const std::optional<std::string>& words) { return words.has_value(); }

/// The version that the caller saw, by If-Match or in the body; the first, if If-Match names several.
std::optional<std::int64_t> version_seen(const http::Call& call, const NewDecision& with) {
  if (with.version) return with.version;
  if (call.expected_versions && !call.expected_versions->empty()) return call.expected_versions->front();
  return std::nullopt;
}

Attempt attempt_of(const http::Call& call, const records::Kind& kind, const Seen& seen,
                   const NewRejection& with) {
  const auto& record = seen.record;
  return {
      .status = status_of(kind, record.status),
      .severity = record.severity,
      .role = seen.actor.on_behalf_of ? std::min(call.caller.role, seen.actor.caller.role) : call.caller.role,
      .own = is_own(record, call.caller, seen.actor),
      .version_given = with.version || call.expected_versions,
      .version_seen = call.expects(record.version) && with.version.value_or(record.version) == record.version,
      .has_reason = says(with.reason),
      .has_note = says(with.note)};
}

json::object with_words(json::object after, const NewRejection& with, const Actor& actor) {
  if (with.reason) after["reason"] = *with.reason;
  if (with.note) after["note"] = *with.note;
  if (!with.pins.empty()) after["pins"] = json::parse(schema::encode(with.pins));
  if (actor.on_behalf_of) after["on_behalf_of"] = *actor.on_behalf_of;
  return after;
}

/// The event's action: the name of the status that was reached, but for a form that can be changed again.
std::string action_of(Transition transition, const std::string& status) {
  return transition == Transition::reopen ? "reopened" : status;
}

std::optional<RawJson> rejection_after(const Rule& rule, const http::Call& call, const Seen& seen,
                                       const NewRejection& with) {
  if (rule.to == Status::approved) return std::nullopt;
  if (rule.to != Status::rejected) return seen.record.rejection;
  return schema::encoded(Rejection{.reason = with.reason.value_or(""),
                                   .pins = with.pins,
                                   .version = seen.record.version,
                                   .rejected_by = call.caller.user_id,
                                   .on_behalf_of = seen.actor.on_behalf_of,
                                   .rejected_at = now()});
}

store::WrittenDecision written(const http::Call& call, const records::Kind& kind, const Seen& seen, Status to,
                               std::int64_t workflow, const NewRejection& with) {
  return {.kind = std::string(kind.description().name),
          .record_id = seen.record.id,
          .version = seen.record.version,
          .revision = seen.record.revision,
          .decision = to,
          .inspector = seen.record.inspector,
          .created_by = seen.record.created_by,
          .decided_by = call.caller.user_id,
          .on_behalf_of = seen.actor.on_behalf_of,
          .workflow = workflow,
          .reason = with.reason,
          .note = with.note,
          .pins = schema::encoded(with.pins)};
}

void log_step(const http::Call& call, const records::Kind& kind, const std::string& action, std::int64_t id) {
  static const observe::Log reviews("reviews");
  reviews.info(action, {{"record", kind.description().name},
                        {"id", id},
                        {"user", call.caller.user_id},
                        {"request_id", call.request.request_id}});
}

ReviewState state_of(const records::Kind& kind, const records::Reviewed& record,
                     std::optional<std::int64_t> assigned_to) {
  return {.kind = std::string(kind.description().slug()),
          .id = record.id,
          .title = record.title,
          .status = status_of(kind, record.status),
          .version = record.version,
          .revision = record.revision,
          .assigned_to = assigned_to};
}

Verdict verdict(const http::Call& call, std::string kind, std::int64_t id, Outcome<ReviewState> outcome) {
  Verdict told{.kind = std::move(kind), .id = id};
  if (outcome) {
    told.accepted = true;
    told.review = std::move(*outcome);
  } else {
    told.problem =
        RawJson{http::problem_response(outcome.error(), call.request.request_id, call.language()).body};
  }
  return told;
}

json::value content_in(const std::optional<RawJson>& text) {
  if (!text) return nullptr;
  json::value content = json::parse(text->text);
  if (auto* object = content.if_object()) object->erase(about_filling_in);
  return content;
}

}  // namespace

Status status_of(const records::Kind& kind, std::string_view word) {
  const auto& review = kind.description().review.value();
  if (word == review.submitted) return Status::submitted;
  if (word == review.saved) return Status::saved;
  return named<Status>(word).value_or(Status::saved);
}

std::string word_of(const records::Kind& kind, Status status) {
  const auto& review = kind.description().review.value();
  if (status == Status::saved) return std::string(review.saved);
  if (status == Status::submitted) return std::string(review.submitted);
  return std::string(name_of(status));
}

void follow(db::Queries& unit, const records::Kind& kind, const records::Reviewed& record,
            std::int64_t workflow) {
  const std::string name(kind.description().name);
  const Status status = status_of(kind, record.status);
  if (!is_waiting(status)) return unit.ahead({}, store::close, name, record.id);
  const store::Row row{.kind = name,
                       .record_id = record.id,
                       .title = record.title,
                       .status = status,
                       .version = record.version,
                       .revision = record.revision,
                       .inspector = record.inspector,
                       .created_by = record.created_by,
                       .depot_id = record.depot_id,
                       .severity = record.severity,
                       .workflow = workflow};
  unit.ahead({}, store::keep, row);
}

Task<std::vector<Difference>> changed_since(db::Queries& database, const records::Kind& kind,
                                            records::Reviewed record, std::int64_t version) {
  const std::string name(kind.description().name);
  const auto before = co_await database.first(store::past, name, record.id, version);
  const auto after = co_await database.first(store::past, name, record.id, record.version);
  std::vector<Difference> all;
  if (before->content && after->content)
    all = differences(content_in(before->content), content_in(after->content));
  const Status was = status_of(kind, before->status.value_or(std::string(kind.description().review->saved)));
  const Status is = status_of(kind, record.status);
  if (was != is) all.push_back({"status", {schema::encode(was)}, {schema::encode(is)}});
  co_return all;
}

Task<std::vector<FieldProblem>> unknown_fields(db::Queries& database, const records::Kind& kind,
                                               std::int64_t id, std::vector<Pin> pins) {
  std::vector<FieldProblem> problems;
  if (pins.empty()) co_return problems;
  const auto filled = co_await kind.reviewable()->filled(database, id);
  const json::value content = json::parse(filled->content.text);
  for (std::size_t index = 0; index < pins.size(); ++index)
    if (at_path(content, pins[index].field) == nullptr)
      problems.push_back({"pins[" + std::to_string(index) + "].field",
                          "unknown_member",
                          {},
                          i18n::text("The record has no such field")});
  co_return problems;
}

Task<Outcome<ReviewState>> take_step(const http::Call& call, db::Queries& unit, const records::Kind& kind,
                                     Seen seen, Transition transition, NewRejection with) {
  records::Reviewed& record = seen.record;
  const std::string name(kind.description().name);
  std::optional<store::Open> open;
  if (is_waiting(status_of(kind, record.status)))
    open = co_await unit.first(store::open_review, name, record.id);
  const Workflow& in_force = open ? workflow(open->workflow) : newest_workflow();
  const Rule* const found = in_force.of(transition);
  if (found == nullptr) co_return Problem{.code = Code::state_conflict};
  const Rule& rule = *found;
  if (auto refused = refusal(rule, attempt_of(call, kind, seen, with))) {
    if (refused->code == Code::precondition_failed)
      refused->differences =
          co_await changed_since(unit, kind, record, version_seen(call, with).value_or(record.version));
    co_return *refused;
  }
  if (auto problems = co_await unknown_fields(unit, kind, record.id, with.pins); !problems.empty())
    co_return Problem{.code = Code::validation_failed, .fields = std::move(problems)};

  if (is_decision(rule)) {
    auto decision = written(call, kind, seen, rule.to, in_force.version, with);
    unit.ahead({}, store::decide, std::move(decision));
  }
  const std::string was = record.status;
  const std::int64_t revision = record.revision;
  json::object before{{"status", was}}, after{{"status", word_of(kind, rule.to)}};
  if (transition == Transition::reopen) {
    before["revision"] = revision;
    after["revision"] = revision + 1;
    record.revision = revision + 1;
  }
  record.rejection = rejection_after(rule, call, seen, with);
  record.status = word_of(kind, rule.to);
  record.version += 1;
  const std::string action = action_of(transition, record.status);
  after = with_words(std::move(after), with, seen.actor);
  RawJson from{json::serialize(before)}, to{json::serialize(after)};
  records::Move move{.action = action,
                     .status = record.status,
                     .revision = record.revision,
                     .rejection = record.rejection,
                     .before = std::move(from),
                     .after = std::move(to)};
  kind.reviewable()->move(unit, events::origin_of(call), record.id, std::move(move));
  follow(unit, kind, record, in_force.version);
  log_step(call, kind, action, record.id);
  const bool waits = is_waiting(status_of(kind, record.status));
  co_return state_of(kind, record, open && waits ? open->assigned_to : std::nullopt);
}

const records::Kind* Decisions::kind_of(std::string_view slug) const {
  const records::Kind* kind = kinds_.of_slug(slug);
  return kind != nullptr && kind->reviewable() != nullptr ? kind : nullptr;
}

Task<Outcome<ReviewState>> Decisions::take_as(const http::Call& call, std::string slug, std::int64_t id,
                                              Transition transition, NewRejection with, Actors actors) const {
  const records::Kind* kind = kind_of(slug);
  if (kind == nullptr) co_return Problem{.code = Code::not_found};
  const auto work = [&](db::Queries& unit) -> Task<Outcome<ReviewState>> {
    auto seen = co_await lock(unit, *kind, id, actors);
    if (!seen) co_return Problem{.code = Code::not_found};
    co_return co_await take_step(call, unit, *kind, std::move(*seen), transition, with);
  };
  co_return co_await call.unit.transaction(work);
}

Task<Outcome<ReviewState>> Decisions::take(const http::Call& call, KindName kind, std::int64_t id,
                                           Transition transition, NewRejection with) const {
  auto actors = co_await actors_of(database_, call.caller);
  co_return co_await take_as(call, std::move(kind.slug), id, transition, std::move(with), std::move(actors));
}

Task<Outcome<http::Whole<Verdict>>> Decisions::take_many(const http::Call& call, Transition transition,
                                                         NewDecisions decisions) const {
  const auto actors = co_await actors_of(database_, call.caller);
  http::Whole<Verdict> answer;
  for (const DecisionItem& item : decisions.items) {
    NewRejection with = item;
    if (!with.reason) with.reason = decisions.reason;
    if (!with.note) with.note = decisions.note;
    auto outcome = co_await take_as(call, item.kind, item.id, transition, std::move(with), actors);
    answer.data.push_back(verdict(call, item.kind, item.id, std::move(outcome)));
  }
  co_return answer;
}

Task<Outcome<ReviewState>> Decisions::assign_as(const http::Call& call, std::string slug, std::int64_t id,
                                                NewAssignment to, Actors actors) const {
  const records::Kind* kind = kind_of(slug);
  if (kind == nullptr) co_return Problem{.code = Code::not_found};
  const auto work = [&](db::Queries& unit) -> Task<Outcome<ReviewState>> {
    const auto seen = co_await lock(unit, *kind, id, actors);
    if (!seen) co_return Problem{.code = Code::not_found};
    const records::Reviewed& record = seen->record;
    const std::string name(kind->description().name);
    const auto open = co_await unit.first(store::open_review, name, id);
    if (!open)
      co_return Problem{.code = Code::state_conflict,
                        .message = i18n::text("Only a form that waits for a decision can be assigned.")};
    std::optional<std::int64_t> assignee;
    if (to.assignee) {
      assignee = co_await people_.find(unit, to.assignee->text, identity::viewer_of(call.caller));
      http::Caller as;
      if (assignee) as = co_await caller_for(unit, *assignee);
      const auto theirs = co_await kind->reviewable()->find(unit, id, identity::viewer_of(as));
      if (!as.is_staff() || !theirs || is_own(record, as, Actor{as}))
        co_return field_failure(Code::validation_failed, "assignee", "cannot_review",
                                i18n::text("Must be somebody who may decide on this form"));
    }
    if (assignee != open->assigned_to) {
      const auto person = [](std::optional<std::int64_t> who) {
        return RawJson{
            json::serialize(json::object{{"assigned_to", who ? json::value(*who) : json::value()}})};
      };
      kind->reviewable()->note(unit, events::origin_of(call), id, "assigned", person(open->assigned_to),
                               person(assignee));
      co_await unit.run(store::assign, name, id, assignee);
    }
    co_return state_of(*kind, record, assignee);
  };
  co_return co_await call.unit.transaction(work);
}

Task<Outcome<ReviewState>> Decisions::assign(const http::Call& call, KindName kind, std::int64_t id,
                                             NewAssignment to) const {
  auto actors = co_await actors_of(database_, call.caller);
  co_return co_await assign_as(call, std::move(kind.slug), id, std::move(to), std::move(actors));
}

Task<Outcome<http::Whole<Verdict>>> Decisions::assign_many(const http::Call& call,
                                                           NewAssignments assignments) const {
  const auto actors = co_await actors_of(database_, call.caller);
  http::Whole<Verdict> answer;
  for (const AssignmentItem& item : assignments.items) {
    NewAssignment to{assignments.assignee};
    auto outcome = co_await assign_as(call, item.kind, item.id, std::move(to), actors);
    answer.data.push_back(verdict(call, item.kind, item.id, std::move(outcome)));
  }
  co_return answer;
}

}  // namespace kpa::review
