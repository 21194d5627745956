#pragma once

#include "core/db/listing.hpp"
#include "core/db/uuid.hpp"
#include "core/events/events.hpp"
#include "features/built_forms/wire_submissions.hpp"
#include "features/identity/identity.hpp"
#include "features/records/records.hpp"

namespace kpa::built_forms {

extern const records::Kind submission_kind;

/// What a form made of the answers. A group of parameters.
struct WrittenContent {
  RawJson submission_data;
  std::optional<std::string> notes;
  RawJson pruned;
  RawJson findings;
  std::int64_t worst_severity = 1;
};

/// A new submission. A group of parameters.
struct WrittenSubmission : WrittenContent {
  std::optional<Uuid> uuid;
  std::int64_t form_id = 0;
  std::int64_t form_version = 0;
  std::string sent_digest;
  std::optional<std::int64_t> amends_id;
};

/// Whose a UUID is.
struct Known {
  std::int64_t id = 0;
  std::int64_t submitted_by = 0;
  std::string sent_digest;
};

/// A submission's answers, to be judged again.
struct Replayed {
  std::int64_t id = 0;
  RawJson submission_data;
};

namespace statements {

/// Stores a submission, its event with this content and its unique answers. No row when the UUID is known,
/// the form is not active and nothing is amended, or, if `newest` (the third parameter), another version is
/// the newest. Violates unique_answers when another submission has such an answer.
extern const db::Change<Submission(events::Origin, RawJson, bool, RawJson, WrittenSubmission)>
    insert_submission;
extern const db::Query<Submission(std::int64_t, identity::Viewer)> submission;
/// The same, locked until the transaction ends.
extern const db::Change<Submission(std::int64_t, identity::Viewer)> submission_for_update;
extern const db::Query<Known(Uuid)> known_uuid;
/// The version of a submission, when it is rejected.
extern const db::Query<std::int64_t(std::int64_t)> rejected_version;
/// The fields of a form among these unique answers that another submission has already.
extern const db::Query<std::string(std::int64_t, RawJson, std::int64_t)> taken_answers;
/// For a locked submission: forgets its unique answers, before the next statement.
extern const db::Change<void(std::int64_t)> forget_unique_answers;
/// For a locked submission. Parameters: origin, id, content before and after for the event, unique answers,
/// and the new content. Violates unique_answers likewise.
extern const db::Change<Submission(events::Origin, std::int64_t, RawJson, RawJson, RawJson, WrittenContent)>
    update_submission;
/// The newest submissions of a form that the viewer may see, up to a number.
extern const db::Query<Replayed(std::int64_t, identity::Viewer, std::int64_t)> newest_submissions;
/// Whether the viewer may see any submission of this person, even if they may not see the person.
extern const db::Query<bool(std::int64_t, identity::Viewer)> any_submission_of;
extern const db::List<Submission> submissions;
/// A person's own with ids greater than the second parameter, and how many.
extern const db::Query<Submission(std::int64_t, std::int64_t, std::int64_t)> own_submissions;
/// Those of them with these ids.
extern const db::Query<Submission(std::int64_t, std::vector<std::int64_t>)> own_submissions_among;

}  // namespace statements

/// The primary key that keeps answers unique.
constexpr std::string_view unique_answers = "form_unique_answers_pkey";

}  // namespace kpa::built_forms

template <>
const kpa::db::Columns<kpa::built_forms::Submission>& kpa::db::columns();
template <>
const kpa::db::Columns<kpa::built_forms::WrittenContent>& kpa::db::columns();
template <>
const kpa::db::Columns<kpa::built_forms::WrittenSubmission>& kpa::db::columns();
template <>
const kpa::db::Columns<kpa::built_forms::Known>& kpa::db::columns();
template <>
const kpa::db::Columns<kpa::built_forms::Replayed>& kpa::db::columns();
