#include <utility>

#include "core/http/endpoint.hpp"
#include "core/i18n/text.hpp"
#include "features/built_forms/permissions.hpp"
#include "features/built_forms/routes.hpp"
#include "features/built_forms/service_submissions.hpp"

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
      .allow(permissions::submit_forms)
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
      .allow(permissions::submit_forms)
      .once()
      .path<Id>("id", "Number of the form")
      .body<NewSubmissionOfForm>()
      .answers<Answer>(201, stored)
      .fails_with({Code::conflict, Code::state_conflict})
      .handle([&submissions](const Call& call, Id id, NewSubmissionOfForm sent) {
        NewSubmission whole;
        static_cast<NewSubmissionOfForm&>(whole) = std::move(sent);
        whole.form_id = id;
        return submissions.create(call, std::move(whole));
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

  routes.get("/api/forms/submissions/{id}")
      .operation("getSubmission")
      .summary("Read a submission")
      .allow(permissions::view_forms)
      .path<Id>("id", "Number of the submission")
      .answers<Answer>(200, text("Submission fetched successfully."))
      .handle([&submissions](const Call& call, Id id) { return submissions.get(call, id); });

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
