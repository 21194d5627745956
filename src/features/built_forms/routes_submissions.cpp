#include <utility>

#include "core/http/endpoint.hpp"
#include "core/i18n/text.hpp"
#include "features/built_forms/permissions.hpp"
#include "features/built_forms/routes.hpp"
#include "features/built_forms/service_submissions.hpp"
#include "features/maintenance_forms/maintenance_forms.hpp"

namespace kpa::built_forms {

void declare_submission_routes(http::Router& router, const Submissions& submissions) {
  using http::Call;
  using i18n::text;
  using Id = std::int64_t;
  using Answer = http::Envelope<Submission>;
  constexpr auto stored = text("Submission stored successfully.");
  const http::Routes routes(router, "Submissions", "What people filled in on forms that others built.");

  routes.post("/api/forms/submissions")
      .operation("createSubmission")
      .summary("Submit a form")
      .description(
          "Answers are checked and normalised by the version that was filled in. Send a `uuid` that the device made, "
          "or an `Idempotency-Key`, so that a repeat after a lost answer does not store it twice.")
      .allow(permissions::fill_forms)
      .once()
      .body<NewSubmission>()
      .answers<Answer>(201, stored)
      .fails_with({Code::conflict, Code::state_conflict})
      .handle([&submissions](const Call& call, NewSubmission sent) {
        return submissions.create(call, std::move(sent));
      });

  routes.post("/api/forms/{id}/submissions")
      .operation("createSubmissionOfForm")
      .makes_in("/api/forms/submissions")
      .summary("Submit this form")
      .description("Like `POST /api/forms/submissions`.")
      .allow(permissions::fill_forms)
      .once()
      .path<Id>("id", "Number of the form")
      .body<NewSubmissionOfForm>()
      .answers<Answer>(201, stored)
      .fails_with({Code::conflict, Code::state_conflict})
      .handle([&submissions](const Call& call, Id id, NewSubmissionOfForm sent) {
        return submissions.create_on(call, id, std::move(sent));
      });

  routes.get("/api/forms/submissions")
      .operation("listSubmissions")
      .summary("List submissions")
      .description(
          "Users see their own; staff also see those that their `sight` covers. All filters must match. "
          "Conditions on `answers` that ask for a value use an index; ranges look through the form's submissions.")
      .allow(permissions::view_forms)
      .query<SubmissionQuery>()
      .answers<http::Page<Submission>>(200, text("Submissions fetched successfully."))
      .handle([&submissions](const Call& call, SubmissionQuery query) {
        return submissions.list(call, std::move(query));
      });

  routes.get("/api/forms/{id}/submissions/export")
      .operation("exportSubmissions")
      .summary("Export a form's submissions as CSV, workbook or JSON Lines")
      .description(
          std::string(
              "Columns that begin with `_` are the submission's own, the others are answers by the names of "
              "fields, in any version of the form; a group that repeats is a table of its own, in which each row "
              "begins with the submission's `_id` and its place. ") +
          std::string(maintenance_forms::about_exports))
      .allow(permissions::export_submissions)
      .counts_as(http::LimitClass::export_)
      .path<Id>("id", "Number of the form")
      .query<SubmissionExport>()
      .downloads(std::string(tables::media_type(tables::Format::csv)),
                 "\xEF\xBB\xBF_id,_uuid\r\n# end: 0 rows,\r\n")
      .or_downloads(std::string(tables::media_type(tables::Format::xlsx)))
      .or_downloads(std::string(tables::media_type(tables::Format::jsonl)))
      .handle([&submissions](const Call& call, Id id, SubmissionExport query) {
        return submissions.download(call, id, std::move(query));
      });

  routes.get("/api/forms/submissions/{id}")
      .operation("getSubmission")
      .summary("Read a submission")
      .allow(permissions::view_forms)
      .path<Id>("id", "Number of the submission")
      .answers<Answer>(200, text("Submission fetched successfully."))
      .handle([&submissions](const Call& call, Id id) { return submissions.get(call, id); });

  routes.post("/api/forms/submissions/{id}/amend")
      .operation("amendSubmission")
      .makes_in("/api/forms/submissions")
      .summary("Amend an approved submission by a new one")
      .description(
          "What was approved never changes. The new submission refers to the approved one as `amends_id`, is judged by "
          "the same version of the form, and goes through its own review. A submission is amended once.")
      .allow(permissions::submit_forms)
      .once()
      .path<Id>("id", "Number of the approved submission")
      .body<SubmissionContent>()
      .answers<Answer>(201, stored)
      .fails_with({Code::conflict, Code::state_conflict})
      .handle([&submissions](const Call& call, Id id, SubmissionContent corrected) {
        return submissions.amend(call, id, std::move(corrected));
      });

  routes.patch("/api/forms/submissions/{id}")
      .operation("updateSubmission")
      .summary("Change a pending submission")
      .description(
          "A JSON Merge Patch (RFC 7396), also within `submission_data`. Only the person who submitted it can change "
          "it, as long as it is pending. It is judged by the version that it was filled in on.")
      .allow(permissions::submit_forms)
      .conditional()
      .path<Id>("id", "Number of the submission")
      .body<schema::Patch<SubmissionContent>>()
      .answers<Answer>(200, text("Submission updated successfully."))
      .fails_with({Code::conflict, Code::state_conflict})
      .handle([&submissions](const Call& call, Id id, schema::Patch<SubmissionContent> patch) {
        return submissions.change(call, id, std::move(patch));
      });
}

}  // namespace kpa::built_forms
