#include "features/built_forms/store_submissions.hpp"

#include <utility>

#include "features/built_forms/permissions.hpp"
#include "features/review/review.hpp"

using namespace kpa::built_forms;

namespace kpa::built_forms {
namespace {

template <class T>
db::Columns<T> content_columns() {
  return db::Columns<T>()
      .column("submission_data", &T::submission_data)
      .column("notes", &T::notes)
      .column("pruned", &T::pruned)
      .column("findings", &T::findings)
      .column("worst_severity", &T::worst_severity);
}

}  // namespace
}  // namespace kpa::built_forms

template <>
const kpa::db::Columns<Submission>& kpa::db::columns() {
  using S = Submission;
  static const auto made = content_columns<S>()
                               .column("id", &S::id)
                               .column("uuid", &S::uuid)
                               .column("form_id", &S::form_id)
                               .column("form_version", &S::form_version)
                               .column("status", &S::status)
                               .column("submitted_by", &S::submitted_by)
                               .column("depot_id", &S::depot_id)
                               .column("amends_id", &S::amends_id)
                               .column("reviewed_by", &S::reviewed_by)
                               .column("reviewed_at", &S::reviewed_at)
                               .column("revision", &S::revision)
                               .column("rejection", &S::rejection)
                               .column("version", &S::version)
                               .column("submitted_at", &S::submitted_at)
                               .column("updated_at", &S::updated_at);
  return made;
}
template <>
const kpa::db::Columns<WrittenContent>& kpa::db::columns() {
  static const auto made = content_columns<WrittenContent>();
  return made;
}
template <>
const kpa::db::Columns<WrittenSubmission>& kpa::db::columns() {
  using S = WrittenSubmission;
  static const auto made = content_columns<S>()
                               .column("uuid", &S::uuid)
                               .column("form_id", &S::form_id)
                               .column("form_version", &S::form_version)
                               .column("sent_digest", &S::sent_digest)
                               .column("amends_id", &S::amends_id);
  return made;
}
template <>
const kpa::db::Columns<Known>& kpa::db::columns() {
  static const auto made = Columns<Known>()
                               .column("id", &Known::id)
                               .column("submitted_by", &Known::submitted_by)
                               .column("sent_digest", &Known::sent_digest);
  return made;
}
template <>
const kpa::db::Columns<Replayed>& kpa::db::columns() {
  static const auto made =
      Columns<Replayed>().column("id", &Replayed::id).column("submission_data", &Replayed::submission_data);
  return made;
}

namespace kpa::built_forms {
namespace {

const std::string submission_seen = identity::seen_by("submitted_by", "$2", "$3");

/// SQL of what was filled in, with null for the fields without an answer.
const std::string filled_in = R"(jsonb_build_object('notes', notes, 'submission_data',
    (SELECT coalesce(jsonb_object_agg(field ->> 'name', NULL), '{}')
     FROM form_versions, jsonb_array_elements(definition -> 'fields') AS field
     WHERE form_versions.form_id = form_submissions.form_id AND form_versions.version = form_submissions.form_version)
    || submission_data))";

std::string submission_sql(std::string_view text) {
  return db::with_columns<Submission, WrittenContent>(text);
}

}  // namespace

const records::Kind submission_kind{
    {.name = submission_record,
     .singular = "submission",
     .tag = "Submissions",
     .operation = "Submission",
     .path = "/api/forms/submissions",
     .view = &permissions::view_forms,
     .table = "form_submissions",
     .title = "(SELECT forms.title FROM forms WHERE forms.id = form_id) || ' ' || id",
     .seen = submission_seen,
     // What is reopened waits again: there is no saved state.
     .review = records::ReviewFacts{
         .inspector = "submitted_by",
         .created_by = "submitted_by",
         .created_at = "submitted_at",
         .saved = "pending",
         .submitted = "pending",
         .content = filled_in,
         .also_sets = ", reviewed_by = CASE WHEN $6 = 'pending' THEN reviewed_by ELSE $1 END"
                      ", reviewed_at = CASE WHEN $6 = 'pending' THEN reviewed_at ELSE now() END"}}};

namespace statements {

// The depot is that of the person, who did the work there; of an amendment, that of what it corrects.
const db::Change<Submission(events::Origin, RawJson, bool, RawJson, WrittenSubmission)> insert_submission{
    "form_submission_insert", submission_sql(R"(
    WITH record AS (
        INSERT INTO form_submissions (submitted_by, depot_id, {written}, uuid, form_id, form_version, sent_digest, amends_id)
        SELECT $1, CASE WHEN $16::bigint IS NULL THEN (SELECT users.depot_id FROM users WHERE users.id = $1)
                        ELSE (SELECT amended.depot_id FROM form_submissions amended WHERE amended.id = $16) END, $7, $8, $9, $10, $11,
               coalesce($12::uuid, gen_random_uuid()), forms.id, $14, $15, $16
        FROM forms
        WHERE forms.id = $13 AND (forms.is_active OR $16::bigint IS NOT NULL) AND (NOT $5 OR forms.published_version = $14)
        ON CONFLICT (uuid) DO NOTHING
        RETURNING *),
    once AS (
        INSERT INTO form_unique_answers (form_id, field, answer, submission_id)
        SELECT record.form_id, answers.key, answers.value, record.id
        FROM record, LATERAL jsonb_each_text($6::jsonb) AS answers),
    opened AS ()" + review::opening_sql(submission_kind.description()) +
                                             R"()
    SELECT {answered} FROM record, LATERAL append_event(
        $1, 'form_submission', record.id, record.version, 'created', NULL, $4, $2, $3))")};

const db::Query<Submission(std::int64_t, identity::Viewer)> submission{
    "form_submission",
    submission_sql("SELECT {answered} FROM form_submissions WHERE id = $1 AND ") + submission_seen};
const db::Change<Submission(std::int64_t, identity::Viewer)> submission_for_update{
    "form_submission_for_update",
    submission_sql("SELECT {answered} FROM form_submissions WHERE id = $1 AND ") + submission_seen +
        " FOR NO KEY UPDATE"};

const db::Query<Known(Uuid)> known_uuid{
    "form_submission_known", "SELECT id, submitted_by, sent_digest FROM form_submissions WHERE uuid = $1"};

const db::Query<std::int64_t(std::int64_t)> rejected_version{
    "form_submission_rejected_version",
    "SELECT version FROM form_submissions WHERE id = $1 AND status = 'rejected'"};

const db::Query<std::string(std::int64_t, RawJson, std::int64_t)> taken_answers{"form_taken_answers", R"(
    SELECT field FROM form_unique_answers, LATERAL jsonb_each_text($2::jsonb) AS answers
    WHERE form_id = $1 AND field = answers.key AND answer = answers.value AND submission_id <> $3
    ORDER BY field)"};

const db::Change<void(std::int64_t)> forget_unique_answers{
    "form_forget_unique_answers", "DELETE FROM form_unique_answers WHERE submission_id = $1"};

const db::Change<Submission(events::Origin, std::int64_t, RawJson, RawJson, RawJson, WrittenContent)>
    update_submission{"form_submission_update", submission_sql(R"(
    WITH record AS (
        UPDATE form_submissions SET (version, updated_at, {written}) = ROW (version + 1, now(), {$8…})
        WHERE id = $4
        RETURNING *),
    once AS (
        INSERT INTO form_unique_answers (form_id, field, answer, submission_id)
        SELECT record.form_id, answers.key, answers.value, record.id
        FROM record, LATERAL jsonb_each_text($7::jsonb) AS answers)
    SELECT {answered} FROM record, LATERAL append_event(
        $1, 'form_submission', record.id, record.version, 'updated', $5, $6, $2, $3))")};

const db::Query<Replayed(std::int64_t, identity::Viewer, std::int64_t)> newest_submissions{
    "form_newest_submissions", "SELECT id, submission_data FROM form_submissions WHERE form_id = $1 AND " +
                                   submission_seen + " ORDER BY submitted_at DESC, id DESC LIMIT $4"};

const db::Query<bool(std::int64_t, identity::Viewer)> any_submission_of{
    "form_any_submission_of",
    "SELECT true FROM form_submissions WHERE submitted_by = $1 AND " + submission_seen + " LIMIT 1"};

// By the id in a way that no index has: the person's own few are looked up and sorted.
const db::Query<Submission(std::int64_t, std::int64_t, std::int64_t)> own_submissions{
    "form_submissions_own",
    submission_sql("SELECT {answered} FROM form_submissions WHERE submitted_by = $1 AND id > $2 "
                   "ORDER BY id + 0 LIMIT $3")};
const db::Query<Submission(std::int64_t, std::vector<std::int64_t>)> own_submissions_among{
    "form_submissions_own_among",
    submission_sql("SELECT {answered} FROM form_submissions WHERE submitted_by = $1 AND id = ANY ($2)")};

const db::List<Submission> submissions{
    "form_submissions",
    db::column_list<Submission>(),
    "form_submissions",
    {{"form_id", "form_id = ?"},
     {"status", "status = ?"},
     {"submitted_by", "submitted_by = ?"},
     {"submitted_after", "submitted_at > ?"},
     {"submitted_before", "submitted_at < ?"},
     {"entered_by", "submitted_at <= ?"},
     {"has_findings", "(findings <> '[]') = ?"},
     {"uuid", "uuid = ?"},
     {"holds", "submission_data @> ?"},
     {"between", "jsonb_path_exists(submission_data, ?::text::jsonpath)"},
     {"seen", identity::seen_by_staff("submitted_by")}},
    {{"submitted_at", "submitted_at", "timestamptz"}, {"updated_at", "updated_at", "timestamptz"}}};

}  // namespace statements
}  // namespace kpa::built_forms
