#include <string>
#include <utility>

#include "core/finding.hpp"
#include "core/http/endpoint.hpp"
#include "features/review/permissions.hpp"
#include "features/review/review.hpp"

namespace kpa::review {
namespace {

using http::Call;
using i18n::text;

const std::string of_record = "/api/reviews/{kind}/{id}";
constexpr const char* kind_meaning = "Kind of record: the last part of its address, `wheel-specifications`";
constexpr const char* id_meaning = "Number of the record";

/// A step that the API offers below a record, and for many records at once.
struct Step {
  Transition transition;
  const http::Permission& permission;
  const char* summary;
  const char* description;
  i18n::Text done;
};

constexpr const char* with_version =
    "The version that you saw comes as `If-Match` or as `version`; if the record has another one by now, the answer "
    "is 412, with the `differences`.";

const Step review_step{Transition::review, permissions::review_submissions,
                       "Take a submitted form into review", with_version, text("Reviewed.")};
const Step approve_step{
    Transition::approve, permissions::review_submissions, "Approve a reviewed form",
    "A form with a finding of severity 3 or 4 needs a note. An approved form never changes: it is "
    "amended by a new one. The version that you saw comes as `If-Match` or as `version`.",
    text("Approved.")};
const Step reject_step{
    Transition::reject, permissions::review_submissions, "Reject a reviewed form",
    "Needs a reason. `pins` point to the fields that need another look. The version that you saw "
    "comes as `If-Match` or as `version`.",
    text("Rejected.")};
const Step reopen_step{
    Transition::reopen, permissions::follow_reviews, "Reopen a rejected form",
    "It can be changed and submitted again, as its next revision. The version that you saw comes as "
    "`If-Match` or as `version`.",
    text("Reopened.")};

/// Declares the step for one record; Body is what comes with it.
template <class Body>
void declare_one(const http::Routes& routes, const Decisions& decisions, const Step& step) {
  const std::string name(name_of(step.transition));
  routes.post(of_record + "/" + name)
      .operation(name + "Record")
      .summary(step.summary)
      .description(step.description)
      .allow(step.permission)
      .once()
      .conditional()
      .template path<KindName>("kind", kind_meaning)
      .template path<std::int64_t>("id", id_meaning)
      .template body<Body>()
      .template answers<http::Envelope<ReviewState>>(200, step.done)
      .fails_with({Code::forbidden, Code::state_conflict})
      .handle([&decisions, transition = step.transition](const Call& call, KindName kind, std::int64_t id,
                                                         Body body) {
        NewRejection with;
        static_cast<Body&>(with) = std::move(body);
        return decisions.take(call, std::move(kind), id, transition, std::move(with));
      });
}

void declare_many(const http::Routes& routes, const Decisions& decisions, const Step& step) {
  const std::string name(name_of(step.transition));
  routes.post("/api/reviews/" + name)
      .operation(name + "Records")
      .summary(std::string(step.summary) + ", many at once")
      .description(
          "Each item is decided by itself, with the version that was seen; the answer has a verdict on each, in the "
          "same order.")
      .allow(step.permission)
      .once()
      .body<NewDecisions>()
      .answers<http::Whole<Verdict>>(200, text("Decided on each by itself."))
      .handle([&decisions, transition = step.transition](const Call& call, NewDecisions many) {
        return decisions.take_many(call, transition, std::move(many));
      });
}

void declare_steps(const http::Routes& routes, const Decisions& decisions) {
  declare_one<NewDecision>(routes, decisions, review_step);
  declare_one<NewDecision>(routes, decisions, approve_step);
  declare_one<NewRejection>(routes, decisions, reject_step);
  declare_one<NewDecision>(routes, decisions, reopen_step);
  for (const Step* step : {&review_step, &approve_step, &reject_step, &reopen_step})
    declare_many(routes, decisions, *step);
}

void declare_assignments(const http::Routes& routes, const Decisions& decisions) {
  routes.post(of_record + "/assign")
      .operation("assignRecord")
      .summary("Say who is to review a form")
      .description("Somebody who may decide on it; nobody when `assignee` is left out.")
      .allow(permissions::review_submissions)
      .once()
      .path<KindName>("kind", kind_meaning)
      .path<std::int64_t>("id", id_meaning)
      .body<NewAssignment>()
      .answers<http::Envelope<ReviewState>>(200, text("Assigned."))
      .fails_with({Code::state_conflict})
      .handle([&decisions](const Call& call, KindName kind, std::int64_t id, NewAssignment to) {
        return decisions.assign(call, std::move(kind), id, std::move(to));
      });
  routes.post("/api/reviews/assign")
      .operation("assignRecords")
      .summary("Say who is to review forms, many at once")
      .description("The answer has a verdict on each, in the same order.")
      .allow(permissions::review_submissions)
      .once()
      .body<NewAssignments>()
      .answers<http::Whole<Verdict>>(200, text("Decided on each by itself."))
      .handle([&decisions](const Call& call, NewAssignments many) {
        return decisions.assign_many(call, std::move(many));
      });
}

Task<Outcome<http::Whole<WorkflowInAnswer>>> workflows_in_answer() {
  http::Whole<WorkflowInAnswer> answer;
  for (const Workflow& workflow : workflows()) {
    WorkflowInAnswer one{.version = workflow.version};
    for (const Rule& rule : workflow.rules) {
      RuleInAnswer told{.transition = rule.transition,
                        .from = rule.from,
                        .to = rule.to,
                        .by_staff_only = rule.least_role >= http::Role::staff,
                        .on_own = rule.on_own,
                        .needs_version = rule.needs_version,
                        .needs_reason = rule.needs_reason};
      if (rule.needs_note_from <= severity::replace_now) told.needs_note_from_severity = rule.needs_note_from;
      one.transitions.push_back(told);
    }
    answer.data.push_back(std::move(one));
  }
  co_return answer;
}

void declare_queue(const http::Routes& routes, const Queue& queue) {
  routes.get("/api/reviews")
      .operation("listReviews")
      .summary("List what waits for your decision")
      .description(
          "Submitted and reviewed forms of all kinds that you may decide on: those that you see, and those of people "
          "who delegated their reviews to you, without your own. The oldest first.")
      .allow(permissions::review_submissions)
      .query<QueueQuery>()
      .answers<http::Page<Waiting>>(200, text("Queue fetched successfully."))
      .handle([&queue](const Call& call, QueueQuery query) { return queue.page(call, std::move(query)); });
  routes.get("/api/reviews/counts")
      .operation("countReviews")
      .summary("Count what waits for your decision, by each filter's values")
      .allow(permissions::review_submissions)
      .query<QueueFilters>()
      .answers<http::Envelope<QueueCounts>>(200, text("Counted successfully."))
      .handle([&queue](const Call& call, QueueFilters filters) {
        return queue.counts(call, std::move(filters));
      });
  routes.get("/api/reviews/workflows")
      .operation("listWorkflows")
      .summary("List the versions of the rules")
      .description(
          "Which steps there are, who may take them, and what they need. The newest version is the last; a form is "
          "reviewed under the version that was in force when it was submitted.")
      .allow(permissions::follow_reviews)
      .answers<http::Whole<WorkflowInAnswer>>(200, text("Fetched successfully."))
      .handle([](const Call&) { return workflows_in_answer(); });
  routes.get(of_record)
      .operation("getReview")
      .summary("Show the review of a form")
      .description(
          "What was decided and why, what was changed since the last rejection, earlier forms of the same bogie or "
          "wheel with the differences, and which steps you may take now.")
      .allow(permissions::follow_reviews)
      .path<KindName>("kind", kind_meaning)
      .path<std::int64_t>("id", id_meaning)
      .answers<http::Envelope<Sheet>>(200, text("Review fetched successfully."))
      .handle([&queue](const Call& call, KindName kind, std::int64_t id) {
        return queue.sheet(call, std::move(kind), id);
      });
}

void declare_comments(const http::Routes& routes, const Comments& comments) {
  routes.post(of_record + "/comment")
      .operation("commentOnRecord")
      .summary("Comment on a form or one of its fields")
      .allow(permissions::follow_reviews)
      .once()
      .path<KindName>("kind", kind_meaning)
      .path<std::int64_t>("id", id_meaning)
      .body<NewComment>()
      .answers<http::Envelope<Comment>>(201, text("Comment stored."))
      .handle([&comments](const Call& call, KindName kind, std::int64_t id, NewComment comment) {
        return comments.write(call, std::move(kind), id, std::move(comment));
      });
  routes.get(of_record + "/comments")
      .operation("listComments")
      .summary("List the comments on a form")
      .allow(permissions::follow_reviews)
      .path<KindName>("kind", kind_meaning)
      .path<std::int64_t>("id", id_meaning)
      .query<CommentQuery>()
      .answers<http::Page<Comment>>(200, text("Comments fetched successfully."))
      .handle([&comments](const Call& call, KindName kind, std::int64_t id, CommentQuery query) {
        return comments.page(call, std::move(kind), id, std::move(query));
      });
  routes.put(of_record + "/comments/{comment}")
      .operation("editComment")
      .summary("Edit your own comment")
      .description("Within five minutes. What it said before stays in the form's history.")
      .allow(permissions::edit_comments)
      .conditional()
      .path<KindName>("kind", kind_meaning)
      .path<std::int64_t>("id", id_meaning)
      .path<std::int64_t>("comment", "Number of the comment")
      .body<EditedComment>()
      .answers<http::Envelope<Comment>>(200, text("Comment edited."))
      .fails_with({Code::state_conflict})
      .handle([&comments](const Call& call, KindName kind, std::int64_t id, std::int64_t comment,
                          EditedComment edited) {
        return comments.edit(call, std::move(kind), id, comment, std::move(edited));
      });
}

void declare_delegations(const http::Routes& routes, const Delegations& delegations) {
  routes.get("/api/reviews/delegations")
      .operation("listDelegations")
      .summary("List who reviews in whose place")
      .description("Those that you gave or were given; for superusers, all. The newest first, at most 200.")
      .allow(permissions::delegate_reviews)
      .answers<http::Whole<Delegation>>(200, text("Fetched successfully."))
      .handle([&delegations](const Call& call) { return delegations.list(call); });
  routes.post("/api/reviews/delegations")
      .operation("createDelegation")
      .summary("Let somebody review in your place")
      .description(
          "From one day to another, both included. Each decision records in whose place it was taken. Nobody decides "
          "on their own forms, nor on those of the person in whose place they review.")
      .allow(permissions::delegate_reviews)
      .once()
      .body<NewDelegation>()
      .answers<http::Envelope<Delegation>>(201, text("Delegation stored."))
      .handle([&delegations](const Call& call, NewDelegation delegation) {
        return delegations.create(call, std::move(delegation));
      });
  routes.remove("/api/reviews/delegations/{id}")
      .operation("endDelegation")
      .summary("End a delegation now")
      .description("What was decided under it stays decided.")
      .allow(permissions::delegate_reviews)
      .conditional()
      .path<std::int64_t>("id", "Number of the delegation")
      .answers<http::Envelope<Delegation>>(200, text("Delegation ended."))
      .handle([&delegations](const Call& call, std::int64_t id) { return delegations.end(call, id); });
}

}  // namespace

Review::Review(const Foundation& foundation, const identity::Directory& people,
               const records::Register& kinds)
    : decisions_(foundation.database, people, kinds),
      queue_(foundation.database, people, kinds, foundation.settings.api.per_page),
      comments_(foundation.database, kinds, foundation.settings.api.per_page),
      delegations_(foundation.database, people) {}

void Review::declare_routes(http::Router& router) {
  const http::Routes routes(router, "Reviews",
                            "One review for forms of all kinds: queue, decisions, comments, delegations.");
  declare_queue(routes, queue_);
  declare_steps(routes, decisions_);
  declare_assignments(routes, decisions_);
  declare_comments(routes, comments_);
  declare_delegations(routes, delegations_);
}

}  // namespace kpa::review
