#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/schema/identifier.hpp"
#include "core/schema/object.hpp"
#include "core/schema/page_query.hpp"
#include "features/review/rejection.hpp"
#include "features/review/workflow.hpp"

namespace kpa::review {

/// A kind of record in an address: the last part of the kind's own, `wheel-specifications`.
struct KindName {
  std::string slug;
};

/// What comes with a decision.
struct NewDecision {
  std::optional<std::int64_t> version;  ///< that was seen; or it comes as If-Match
  std::optional<std::string> note;
};
struct NewRejection : NewDecision {
  std::optional<std::string> reason;
  std::vector<Pin> pins;
};

/// One of many records on which somebody decides at once.
struct DecisionItem : NewRejection {
  std::string kind;
  std::int64_t id = 0;
};
/// A reason or note here is that of each item which has none of its own.
struct NewDecisions {
  std::vector<DecisionItem> items;
  std::optional<std::string> reason;
  std::optional<std::string> note;
};

struct NewAssignment {
  std::optional<schema::Identifier> assignee;  ///< nothing: nobody
};
struct AssignmentItem {
  std::string kind;
  std::int64_t id = 0;
};
struct NewAssignments : NewAssignment {
  std::vector<AssignmentItem> items;
};

/// Where a record is in its review.
struct ReviewState {
  std::string kind;
  std::int64_t id = 0;
  std::string title;
  Status status = Status::saved;
  std::int64_t version = 1;
  std::int64_t revision = 1;
  std::optional<std::int64_t> assigned_to;
};

/// What became of one of many.
struct Verdict {
  std::string kind;
  std::int64_t id = 0;
  bool accepted = false;
  std::optional<ReviewState> review = {};
  std::optional<RawJson> problem = {};
};

/// A row of the queue.
struct Waiting : ReviewState {
  std::int64_t inspector = 0;
  std::int64_t created_by = 0;
  std::optional<std::int64_t> depot_id;
  std::int64_t severity = 1;
  std::int64_t workflow = 1;
  Encoded<Instant> waiting_since;
};

/// The filters of the queue, which its counts have too.
struct QueueFilters {
  std::optional<std::string> kind;
  std::optional<Status> status;
  std::optional<std::int64_t> depot;
  std::optional<std::int64_t> severity;
  std::optional<std::int64_t> older_than_days;
  std::optional<schema::Identifier> inspector;
  std::optional<schema::Identifier> assigned;  ///< or `me`, `nobody`
};
struct QueueQuery : QueueFilters, schema::PageQuery {};

/// How many of the queue have a value of a filter.
struct QueueCount {
  std::string filter;
  std::string value;
  std::int64_t count = 0;
};
struct QueueCounts {
  std::int64_t total = 0;
  bool total_is_exact = true;
  std::vector<QueueCount> counts;
};

/// A decision as it was taken.
struct Decision {
  std::int64_t id = 0;
  std::string decision;
  std::int64_t decided_by = 0;
  std::optional<std::int64_t> on_behalf_of;
  std::optional<std::string> reason;
  std::optional<std::string> note;
  Encoded<std::vector<Pin>> pins;
  std::int64_t version = 1;
  std::int64_t revision = 1;
  std::int64_t workflow = 1;
  Encoded<Instant> decided_at;
};

/// An earlier record of what was examined, and in which fields this one differs from it.
struct EarlierRecord {
  std::int64_t id = 0;
  std::string title;
  Status status = Status::saved;
  Encoded<Instant> created_at;
  RawJson content;
  std::vector<Difference> differences;
};

struct HintInAnswer {
  std::string code;
  i18n::Message message;
};

/// Everything about a record that whoever decides on it needs beside the record itself.
struct Sheet : Waiting {
  std::optional<std::string> subject;
  std::optional<std::int64_t> amends_id;
  std::optional<std::int64_t> amended_by;
  std::vector<Transition> open_transitions;
  RawJson content;
  std::optional<Encoded<Rejection>> rejection;
  std::vector<Difference> changed_since_rejection;
  std::vector<Decision> decisions;
  std::vector<EarlierRecord> earlier;
  std::vector<HintInAnswer> hints;
};

/// A version of the table of transitions.
struct RuleInAnswer {
  Transition transition = Transition::submit;
  Status from = Status::saved;
  Status to = Status::saved;
  bool by_staff_only = false;
  bool on_own = false;
  bool needs_version = false;
  bool needs_reason = false;
  std::optional<std::int64_t> needs_note_from_severity;
};
struct WorkflowInAnswer {
  std::int64_t version = 1;
  std::vector<RuleInAnswer> transitions;
};

}  // namespace kpa::review

template <>
struct kpa::schema::Codec<kpa::review::KindName> {
  static std::optional<review::KindName> read_text(std::string_view text, const Path& path, Issues& issues);
  static void write(const review::KindName& kind, std::string& out) { write_string(kind.slug, out); }
  static json::object document(Components&) { return {{"type", "string"}}; }
  static json::value example() { return "wheel-specifications"; }
};

namespace kpa::schema {

template <>
const Object<review::NewDecision>& describe();
template <>
const Object<review::NewRejection>& describe();
template <>
const Object<review::DecisionItem>& describe();
template <>
const Object<review::NewDecisions>& describe();
template <>
const Object<review::NewAssignment>& describe();
template <>
const Object<review::AssignmentItem>& describe();
template <>
const Object<review::NewAssignments>& describe();
template <>
const Object<review::ReviewState>& describe();
template <>
const Object<review::Verdict>& describe();
template <>
const Object<review::Waiting>& describe();
template <>
const Object<review::QueueFilters>& describe();
template <>
const Object<review::QueueQuery>& describe();
template <>
const Object<review::QueueCount>& describe();
template <>
const Object<review::QueueCounts>& describe();
template <>
const Object<review::Decision>& describe();
template <>
const Object<review::EarlierRecord>& describe();
template <>
const Object<review::HintInAnswer>& describe();
template <>
const Object<review::Sheet>& describe();
template <>
const Object<review::RuleInAnswer>& describe();
template <>
const Object<review::WorkflowInAnswer>& describe();
template <>
const Object<Difference>& describe();

}  // namespace kpa::schema
