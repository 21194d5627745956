#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "core/schema/finding.hpp"
#include "core/schema/identifier.hpp"
#include "core/schema/page_query.hpp"
#include "core/schema/patch.hpp"
#include "core/schema/uuid.hpp"
#include "features/exports/exports.hpp"
#include "features/review/review.hpp"

namespace kpa::built_forms {

/// Entity type of a submission's events, and its name in the log.
constexpr std::string_view submission_record = "form_submission";

/// pending → reviewed → approved or rejected.
enum class SubmissionStatus { pending, reviewed, approved, rejected };

/// Answers by the names of fields, not yet checked.
struct SentAnswers {
  boost::json::object members;
};

/// What its author can change of a submission.
struct SubmissionContent {
  SentAnswers submission_data;
  std::optional<std::string> notes;
};

/// A submission as it is sent to the form's own address.
struct NewSubmissionOfForm : SubmissionContent {
  std::optional<std::int64_t> form_version;
  std::optional<Uuid> uuid;
};

struct NewSubmission : NewSubmissionOfForm {
  std::int64_t form_id = 0;
};

/// A submission in answers.
struct Submission {
  std::int64_t id = 0;
  Uuid uuid;
  std::int64_t form_id = 0;
  std::int64_t form_version = 0;
  SubmissionStatus status = SubmissionStatus::pending;
  std::int64_t submitted_by = 0;
  std::optional<std::int64_t> depot_id;
  std::optional<std::int64_t> amends_id;
  Encoded<SentAnswers> submission_data;
  std::optional<std::string> notes;
  Encoded<std::vector<std::string>> pruned;
  schema::Findings findings;
  std::int64_t worst_severity = 1;
  std::optional<std::int64_t> reviewed_by;
  std::optional<Encoded<Instant>> reviewed_at;
  std::int64_t revision = 1;
  std::optional<Encoded<review::Rejection>> rejection;
  std::int64_t version = 1;
  Encoded<Instant> submitted_at;
  Encoded<Instant> updated_at;
};

/// Which submissions to list or to export.
struct SubmissionFilters {
  std::optional<SubmissionStatus> status;
  std::optional<schema::Identifier> submitted_by;
  std::optional<Instant> submitted_after;
  std::optional<Instant> submitted_before;
  std::optional<bool> has_findings;
  std::optional<Uuid> uuid;
  std::optional<std::string> answers;
};
struct SubmissionQuery : schema::PageQuery, SubmissionFilters {
  std::optional<std::int64_t> form_id;
};
/// Query parameters of a form's export. Its tables follow from the form.
struct SubmissionExport : exports::Query, SubmissionFilters {};

}  // namespace kpa::built_forms

template <>
struct kpa::EnumNames<kpa::built_forms::SubmissionStatus> {
  using S = kpa::built_forms::SubmissionStatus;
  static constexpr std::array<std::pair<S, std::string_view>, 4> table = {{{S::pending, "pending"},
                                                                           {S::reviewed, "reviewed"},
                                                                           {S::approved, "approved"},
                                                                           {S::rejected, "rejected"}}};
};

template <>
struct kpa::schema::Codec<kpa::built_forms::SentAnswers> {
  static std::optional<built_forms::SentAnswers> read(const json::value& value, const Path& path,
                                                      Issues& issues);
  static void write(const built_forms::SentAnswers& answers, std::string& out);
  static json::object document(Components&) {
    return {{"type", "object"}, {"additionalProperties", json::object()}};
  }
  static json::value example() { return json::object{{"flange_height", 29.5}}; }
};

template <>
const kpa::schema::Object<kpa::built_forms::SubmissionContent>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::NewSubmissionOfForm>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::NewSubmission>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::Submission>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::SubmissionQuery>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::SubmissionExport>& kpa::schema::describe();
