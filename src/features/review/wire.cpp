#include "features/review/wire.hpp"

#include <limits>
#include <utility>

namespace kpa::schema {

using namespace review;

namespace {

constexpr std::size_t most_at_once = 100;

Constraint<std::string> words() { return of_length(1, 2000); }

template <class T>
Object<T> decision(std::string name) {
  return object<T>(std::move(name))
      .field("version", &T::version, between(1, std::numeric_limits<std::int64_t>::max()),
             "Version of the record that you saw; needed unless it comes as If-Match", 1)
      .field("note", &T::note, words(),
             "A remark that stays with the decision; needed to approve what has a severity of 3 or 4",
             "Seen on the floor; the wheel set goes to the lathe tomorrow");
}

template <class T>
Object<T> rejection(Object<T> decision) {
  return std::move(decision)
      .field("reason", &T::reason, words(), "What is wrong; needed to reject", "The wheel gauge was misread")
      .field("pins", &T::pins, of_size<Pin>(0, most_at_once), "The fields that need another look")
      .or_default();
}

template <class T>
Object<T> of_record(std::string name) {
  return object<T>(std::move(name))
      .field("kind", &T::kind, "Kind of record: the last part of its address", "wheel-specifications")
      .field("id", &T::id, "Number of the record", 1);
}

template <class T>
Object<T> state(std::string name) {
  return of_record<T>(std::move(name))
      .field("title", &T::title, "Its form number", "WS-2024-001")
      .field("status", &T::status, "Status of the form", "Submitted")
      .field("version", &T::version, "Its version: send it with a decision", 2)
      .field("revision", &T::revision, "Incremented each time that it is reopened", 1)
      .field("assignedTo", &T::assigned_to, "Id of the person who is to review it", nullptr);
}

template <class T>
Object<T> waiting(std::string name) {
  return state<T>(std::move(name))
      .field("inspector", &T::inspector, "Id of the person whose form it is", 123)
      .field("createdBy", &T::created_by, "Id of the person who entered it", 123)
      .field("depotId", &T::depot_id, "Id of the depot where the work was done", nullptr)
      .field("severity", &T::severity, "The worst severity: 1 good, 2 fair, 3 needs attention, 4 replace now",
             1)
      .field("workflow", &T::workflow, "Version of the rules under which it is reviewed", 1);
}

template <class T>
Object<T> queue_filters(std::string name) {
  return object<T>(std::move(name))
      .field("kind", &T::kind, of_length(1, 100), "Kind of record", "wheel-specifications")
      .field("status", &T::status, "Status of the form: Submitted or Reviewed", "Submitted")
      .field("depot", &T::depot, "Id of the depot where the work was done", 1)
      .field("severity", &T::severity, between(1, 4), "The worst severity: 1 to 4", 3)
      .field("older_than_days", &T::older_than_days, between(0, 36'500), "Waiting for at least so many days",
             7)
      .field("inspector", &T::inspector, "Id, employee id or phone number of the person whose forms to list",
             "123")
      .field("assigned", &T::assigned,
             "Whom it is assigned to: `me`, `nobody`, or somebody's id, employee id or phone number", "me");
}

}  // namespace

std::optional<KindName> Codec<KindName>::read_text(std::string_view text, const Path&, Issues&) {
  return KindName{std::string(text)};
}

template <>
const Object<Pin>& describe() {
  static const auto made =
      object<Pin>("ReviewPin")
          .field("field", &Pin::field, of_length(1, 200), "Path of the field in the record",
                 "fields.wheelGauge")
          .field("note", &Pin::note, of_length(1, 500), "What is wrong with it", "Measure again");
  return made;
}

template <>
const Object<Rejection>& describe() {
  using R = Rejection;
  static const auto made =
      object<R>("Rejection")
          .field("reason", &R::reason, "What is wrong", "The wheel gauge was misread")
          .field("pins", &R::pins, "The fields that need another look")
          .field("version", &R::version, "Version of the record that was rejected", 3)
          .field("rejectedBy", &R::rejected_by, "Id of the person who rejected it", 123)
          .field("onBehalfOf", &R::on_behalf_of, "Id of the person in whose place they did", nullptr)
          .field("rejectedAt", &R::rejected_at, "When");
  return made;
}

template <>
const Object<NewDecision>& describe() {
  static const auto made = decision<NewDecision>("NewDecision");
  return made;
}
template <>
const Object<NewRejection>& describe() {
  static const auto made = rejection(decision<NewRejection>("NewRejection"));
  return made;
}
template <>
const Object<DecisionItem>& describe() {
  using D = DecisionItem;
  static const auto made = rejection(decision<D>("DecisionItem"))
                               .field("kind", &D::kind, of_length(1, 100),
                                      "Kind of record: the last part of its address", "wheel-specifications")
                               .field("id", &D::id, "Number of the record", 1);
  return made;
}
template <>
const Object<NewDecisions>& describe() {
  using D = NewDecisions;
  static const auto made =
      object<D>("NewDecisions")
          .field("items", &D::items, of_size<DecisionItem>(1, most_at_once),
                 "The records, and the versions seen")
          .field("reason", &D::reason, words(), "The reason of each item that has none of its own",
                 "The wheel gauge was misread")
          .field("note", &D::note, words(), "The note of each item that has none of its own",
                 "Seen on the floor");
  return made;
}

template <>
const Object<NewAssignment>& describe() {
  using A = NewAssignment;
  static const auto made =
      object<A>("NewAssignment")
          .field("assignee", &A::assignee, "Id, employee id or phone number; nobody when left out", "123");
  return made;
}
template <>
const Object<AssignmentItem>& describe() {
  using A = AssignmentItem;
  static const auto made = object<A>("AssignmentItem")
                               .field("kind", &A::kind, of_length(1, 100),
                                      "Kind of record: the last part of its address", "wheel-specifications")
                               .field("id", &A::id, "Number of the record", 1);
  return made;
}
template <>
const Object<NewAssignments>& describe() {
  using A = NewAssignments;
  static const auto made =
      object<A>("NewAssignments")
          .field("items", &A::items, of_size<AssignmentItem>(1, most_at_once), "The records")
          .field("assignee", &A::assignee, "Id, employee id or phone number; nobody when left out", "123");
  return made;
}

template <>
const Object<ReviewState>& describe() {
  static const auto made = state<ReviewState>("ReviewState").versioned(&ReviewState::version);
  return made;
}
template <>
const Object<Verdict>& describe() {
  using V = Verdict;
  static const auto made = of_record<V>("Verdict")
                               .field("accepted", &V::accepted, "Whether it was done", true)
                               .field("review", &V::review, "Where the record is now, if it was")
                               .field("problem", &V::problem, "Why not, as a problem, if it was not");
  return made;
}
template <>
const Object<Waiting>& describe() {
  using W = Waiting;
  static const auto made =
      waiting<W>("WaitingRecord").field("waitingSince", &W::waiting_since, "When it was submitted");
  return made;
}

template <>
const Object<QueueFilters>& describe() {
  static const auto made = queue_filters<QueueFilters>("QueueFilters");
  return made;
}
template <>
const Object<QueueQuery>& describe() {
  static const auto made =
      with_page(queue_filters<QueueQuery>("QueueQuery"), {"waiting_since"}, "waiting_since",
                "WyJ3YWl0aW5nX3NpbmNlIiwiMjAyNC0wMS0xNVQxMDowMDowMFoiLDFd");
  return made;
}
template <>
const Object<QueueCount>& describe() {
  using Q = QueueCount;
  static const auto made =
      object<Q>("QueueCount")
          .field("filter", &Q::filter, "Name of a filter of the queue", "kind")
          .field("value", &Q::value, "A value of it, as a parameter takes it", "wheel-specifications")
          .field("count", &Q::count, "How many records have it", 12);
  return made;
}
template <>
const Object<QueueCounts>& describe() {
  using Q = QueueCounts;
  static const auto made =
      object<Q>("QueueCounts")
          .field("total", &Q::total, "Records in the queue", 12)
          .field("totalIsExact", &Q::total_is_exact,
                 "false: there are more than `total`, and only the oldest are counted", true)
          .field("counts", &Q::counts, "How many of them have which value");
  return made;
}

template <>
const Object<Difference>& describe() {
  using D = Difference;
  static const auto made = object<D>("Difference")
                               .field("field", &D::field, "The field's path", "fields.wheelGauge")
                               .field("before", &D::before, "What it was", "1603")
                               .field("after", &D::after, "What it is", "1600");
  return made;
}
template <>
const Object<Decision>& describe() {
  using D = Decision;
  static const auto made =
      object<D>("Decision")
          .field("id", &D::id, "Number of the decision", 1)
          .field("decision", &D::decision, "reviewed, approved or rejected", "approved")
          .field("decidedBy", &D::decided_by, "Id of the person who decided", 123)
          .field("onBehalfOf", &D::on_behalf_of, "Id of the person in whose place they did", nullptr)
          .field("reason", &D::reason, "Why it was rejected", nullptr)
          .field("note", &D::note, "The remark that came with it", nullptr)
          .field("pins", &D::pins, "The fields that need another look")
          .field("version", &D::version, "Version of the record that was decided on", 3)
          .field("revision", &D::revision, "Its revision", 1)
          .field("workflow", &D::workflow, "Version of the rules under which it was", 1)
          .field("decidedAt", &D::decided_at, "When");
  return made;
}
template <>
const Object<EarlierRecord>& describe() {
  using E = EarlierRecord;
  static const auto made =
      object<E>("EarlierRecord")
          .field("id", &E::id, "Number of the record", 1)
          .field("title", &E::title, "Its form number", "BC-2023-001")
          .field("status", &E::status, "Its status", "Approved")
          .field("createdAt", &E::created_at, "When it was entered")
          .field("content", &E::content, "What was filled in", json::object())
          .field("differences", &E::differences, "In which fields this record differs from it");
  return made;
}
template <>
const Object<HintInAnswer>& describe() {
  using H = HintInAnswer;
  static const auto made =
      object<H>("ReviewHint")
          .field("code", &H::code, "A stable name: identical_readings, filled_in_fast", "filled_in_fast")
          .field("message", &H::message, "For a person", "15 fields were filled in within 3.2 seconds");
  return made;
}
template <>
const Object<Sheet>& describe() {
  using S = Sheet;
  static const auto made =
      waiting<S>("Review")
          .field("subject", &S::subject, "What was examined, as painted on it", "B-12345")
          .field("amendsId", &S::amends_id, "Id of the approved record that it amends", nullptr)
          .field("amendedBy", &S::amended_by, "Id of the record that amends it", nullptr)
          .field("openTransitions", &S::open_transitions, "The steps that you may take now",
                 json::array{"review"})
          .field("content", &S::content, "What was filled in", json::object())
          .field("rejection", &S::rejection, "Why it was rejected last; null once it is approved")
          .field("changedSinceRejection", &S::changed_since_rejection,
                 "What was changed since then, where the history still has it")
          .field("decisions", &S::decisions, "All decisions on it, the oldest first")
          .field("earlier", &S::earlier,
                 "Up to five earlier records of the same bogie or wheel, the newest first")
          .field("hints", &S::hints,
                 "What is unlikely in the way it was filled in; for those who may decide on it");
  return made;
}

template <>
const Object<RuleInAnswer>& describe() {
  using R = RuleInAnswer;
  static const auto made =
      object<R>("Transition")
          .field("transition", &R::transition, "Name of the step", "approve")
          .field("from", &R::from, "Status in which it can be taken", "Reviewed")
          .field("to", &R::to, "Status afterwards", "Approved")
          .field("byStaffOnly", &R::by_staff_only, "Whether only staff may take it", true)
          .field("onOwn", &R::on_own, "Whether people may take it on their own records", false)
          .field("needsVersion", &R::needs_version, "Whether the version that was seen must come with it",
                 true)
          .field("needsReason", &R::needs_reason, "Whether a reason must", false)
          .field("needsNoteFromSeverity", &R::needs_note_from_severity,
                 "The severity from which a note must; null: never", 3);
  return made;
}
template <>
const Object<WorkflowInAnswer>& describe() {
  using W = WorkflowInAnswer;
  static const auto made = object<W>("Workflow")
                               .field("version", &W::version, "Number of the version", 1)
                               .field("transitions", &W::transitions, "All steps that there are");
  return made;
}

}  // namespace kpa::schema
