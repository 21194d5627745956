#include "features/built_forms/wire_submissions.hpp"

#include "core/schema/canonical_json.hpp"
#include "features/built_forms/explain.hpp"
#include "features/built_forms/merging_field.hpp"

namespace kpa::built_forms {
namespace {

template <class T>
schema::Object<T> described_content(std::string name) {
  return schema::object<T>(std::move(name))
      .member(std::make_unique<MergingField<T, SentAnswers>>(
          "submission_data", static_cast<SentAnswers T::*>(&T::submission_data),
          "Answers by the names of fields", schema::Codec<SentAnswers>::example()))
      .field("notes", &T::notes, schema::of_length(1, 2'000), "Remarks beside the answers", "Seen at dawn");
}

template <class T>
schema::Object<T> described_new(std::string name) {
  return described_content<T>(std::move(name))
      .field("form_version", &T::form_version, schema::between(1, 1'000'000'000),
             "The version that was filled in, by which it is judged; the newest when left out", 1)
      .field(
          "uuid", &T::uuid,
          "The client's own name for the submission: sent again, it is stored once. Made by the server when left "
          "out");
}

template <class T>
schema::Object<T> described_filters(std::string name) {
  return schema::object<T>(std::move(name))
      .field("status", &T::status, "Status of the submissions", "pending")
      .field("submitted_by", &T::submitted_by, "Id, employee id or phone number of a person", "123")
      .field("submitted_after", &T::submitted_after, "Stored after this moment", "2024-01-01T00:00:00Z")
      .field("submitted_before", &T::submitted_before, "Stored before this moment", "2026-01-01T00:00:00Z")
      .field("has_findings", &T::has_findings, "Whether there are findings", true)
      .field("uuid", &T::uuid, "The client's own name for it", "0190a5f2-7c1e-7b7d-9f3a-0123456789ab")
      .field("answers", &T::answers, schema::of_length(2, 2'000),
             "Answers that must be there, as a JSON object by the names of fields: a value, or "
             "{\"from\": …, \"to\": …}. With `form_id`, values are read like answers of that form; without, "
             "they are compared as they are stored",
             R"({"flange_height":{"from":28.5,"to":35}})");
}

}  // namespace
}  // namespace kpa::built_forms

namespace kpa::schema {

using namespace built_forms;

std::optional<SentAnswers> Codec<SentAnswers>::read(const json::value& value, const Path& path,
                                                    Issues& issues) {
  if (value.is_object()) return SentAnswers{value.get_object()};
  issues.add(path, "wrong_type", {{"expected", i18n::text("an object")}});
  return std::nullopt;
}

void Codec<SentAnswers>::write(const SentAnswers& answers, std::string& out) {
  schema::write_canonical(answers.members, out);
}

template <>
const Object<SubmissionContent>& describe() {
  static const auto made = described_content<SubmissionContent>("SubmissionContent");
  return made;
}

template <>
const Object<NewSubmissionOfForm>& describe() {
  static const auto made = described_new<NewSubmissionOfForm>("NewSubmissionOfForm");
  return made;
}

template <>
const Object<NewSubmission>& describe() {
  static const auto made = described_new<NewSubmission>("NewSubmission")
                               .field("form_id", &NewSubmission::form_id, between(1, 9'000'000'000'000'000),
                                      "Number of the form", 1);
  return made;
}

template <>
const Object<Submission>& describe() {
  using S = Submission;
  static const auto made =
      object<S>("Submission")
          .field("id", &S::id, "Number of the submission", 1)
          .field("uuid", &S::uuid, "The client's own name for it")
          .field("form_id", &S::form_id, "Number of the form", 1)
          .field("form_version", &S::form_version, "The version that was filled in", 1)
          .field("status", &S::status, "Status of the submission", "pending")
          .field("submitted_by", &S::submitted_by, "Id of the person whose it is", 123)
          .field("depot_id", &S::depot_id, "Id of the depot in which that person worked then", nullptr)
          .field("amends_id", &S::amends_id, "Id of the approved submission that this one corrects", nullptr)
          .field("submission_data", &S::submission_data, "Answers, in their normal forms",
                 Codec<SentAnswers>::example())
          .field("notes", &S::notes, "Remarks beside the answers", "Seen at dawn")
          .field("pruned", &S::pruned,
                 "What was answered when it was last sent, but is hidden, and so was not stored",
                 json::array())
          .member(std::make_unique<FindingsField<S, S>>("findings", &S::findings, explain,
                                                        "Findings that need attention"))
          .field("worst_severity", &S::worst_severity,
                 "The worst severity: 1 good, 2 fair, 3 needs attention, 4 replace now", 1)
          .field("reviewed_by", &S::reviewed_by, "Id of the person who decided last", nullptr)
          .field("reviewed_at", &S::reviewed_at, "When that was", nullptr)
          .field("revision", &S::revision, "Incremented each time that it is reopened after a rejection", 1)
          .field("rejection", &S::rejection,
                 "Why it was rejected last, and which fields need another look; null once it is approved")
          .field("version", &S::version, "Incremented with each change; the ETag is made from it", 1)
          .field("submitted_at", &S::submitted_at, "When it was stored")
          .field("updated_at", &S::updated_at, "When it was last changed")
          .versioned(&S::version);
  return made;
}

template <>
const Object<SubmissionQuery>& describe() {
  static const auto made = with_page(described_filters<SubmissionQuery>("SubmissionQuery")
                                         .field("form_id", &SubmissionQuery::form_id,
                                                between(1, 9'000'000'000'000'000), "Number of the form", 1),
                                     {"submitted_at", "updated_at"}, "-submitted_at",
                                     "WyItc3VibWl0dGVkX2F0IiwiMjAyNC0wMS0xNVQxMDowMDowMFoiLDFd");
  return made;
}

template <>
const Object<SubmissionExport>& describe() {
  static const auto made = exports::with_format(
      described_filters<SubmissionExport>("SubmissionExport")
          .field("table", &SubmissionExport::table, of_length(1, 300),
                 "For csv, which has one table: `_findings`, or a group that repeats, in place of the "
                 "submissions",
                 "_findings"));
  return made;
}

}  // namespace kpa::schema
