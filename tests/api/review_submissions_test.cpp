// The review of what people fill in on forms that others built: the same as of all forms, without a saved
// state.
#include <string>

#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "tests/support/exchanges.hpp"
#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;

class ReviewSubmissions : public testing::Test {
 protected:
  TestService service;
  Person author = service.enrol();
  Person reviewer = service.enrol(Rank::staff);
  std::string submission = submit();

  /// A submission of the author, on a form with a height and remarks.
  std::string submit() {
    const auto staff = service.client(reviewer);
    const json::array fields{json::object{{"name", "height"}, {"label", "Height"}, {"field_type", "number"}},
                             json::object{{"name", "remarks"}, {"label", "Remarks"}, {"field_type", "text"}}};
    const auto form = staff.post("/api/forms", {{"title", "Flanges"}, {"fields", fields}});
    EXPECT_EQ(form.status, 201) << form.text;
    const auto id = form.at("data.id");
    EXPECT_LT(staff.post("/api/forms/" + std::to_string(id.as_int64()) + "/publish", {}).status, 300);
    const auto made = service.client(author).post("/api/forms/submissions",
                                                  {{"form_id", id}, {"submission_data", {{"height", 29.5}}}});
    EXPECT_EQ(made.status, 201) << made.text;
    return std::to_string(made.at("data.id").as_int64());
  }
};

TEST_F(ReviewSubmissions, GoThroughTheSameReview) {
  const auto review = "/api/reviews/submissions/" + submission;
  const auto form = "/api/forms/submissions/" + submission;
  const json::array pins{json::object{{"field", "submission_data.remarks"}, {"note", "Which wheel?"}}};
  const json::array unknown{json::object{{"field", "submission_data.width"}}};
  const json::object one{{"version", 1}}, two{{"version", 2}}, three{{"version", 3}};
  expect_all(
      service,
      {ask("GET /api/reviews?kind=submissions")
           .by(reviewer)
           .has("data[0].id", std::stoll(submission))
           .has("data[0].status", "Submitted")
           .has("data[0].title", ("Flanges " + submission).c_str()),
       ask("POST " + review + "/review", one).by(author).answers(403),
       ask("POST " + review + "/review", one).by(reviewer).has("data.version", 2),
       ask("GET " + form).by(author).has("data.reviewed_by", reviewer.id).has("data.status", "reviewed"),
       ask("PATCH " + form, {{"notes", "x"}}).by(author).answers(409),
       ask("POST " + review + "/reject", {{"version", 2}, {"reason", "Which?"}, {"pins", unknown}})
           .by(reviewer)
           .answers(422)
           .errors({"pins[0].field"}),
       ask("POST " + review + "/reject", {{"version", 2}, {"reason", "Which?"}, {"pins", pins}})
           .by(reviewer)
           .has("data.status", "Rejected")
           .leaves("SELECT count(*) FROM reviews", "0"),
       ask("GET " + form).by(author).has("data.rejection.reason", "Which?").has("data.rejection.pins", pins),
       ask("POST " + review + "/reopen", three)
           .by(author)
           .has("data.revision", 2)
           .leaves("SELECT status || version FROM reviews", "submitted4")
           .because("it waits again"),
       ask("PATCH " + form, {{"submission_data", {{"remarks", "The left one"}}}})
           .by(author)
           .has("data.version", 5)
           .leaves("SELECT status || version FROM reviews", "submitted5"),
       ask("POST " + review + "/review", {{"version", 4}})
           .by(reviewer)
           .answers(412)
           .has("differences",
                json::array{json::object{
                    {"field", "submission_data.remarks"}, {"before", nullptr}, {"after", "The left one"}}})
           .has("differences[0].after", "The left one"),
       ask("GET " + review)
           .by(reviewer)
           .has("data.changedSinceRejection[0].field", "submission_data.remarks"),
       ask("POST " + review + "/review", {{"version", 5}}).by(reviewer),
       ask("POST " + review + "/approve", {{"version", 6}}).by(reviewer).has("data.status", "Approved"),
       ask("GET " + form).by(author).has("data.rejection", nullptr).has("data.status", "approved"),
       ask("GET " + form + "/history").by(author).has("data[3].action", "reopened")});
  expect_all(service,
             {ask("POST " + form + "/amend", {{"submission_data", {{"height", "tall"}}}})
                  .by(author)
                  .answers(422)
                  .errors({"submission_data.height"}),
              ask("POST " + form + "/amend", {{"submission_data", {{"height", 30}}}})
                  .by(service.enrol())
                  .answers(404),
              ask("POST " + form + "/amend", {{"submission_data", {{"height", 30}}}})
                  .by(author)
                  .answers(201)
                  .has("data.amends_id", std::stoll(submission))
                  .has("data.status", "pending")
                  .keeps("amendment", "data.id")
                  .leaves("SELECT count(*) FROM reviews WHERE record_id = {amendment}", "1"),
              ask("POST " + form + "/amend", {{"submission_data", {{"height", 31}}}})
                  .by(author)
                  .answers(409, "conflict"),
              ask("POST /api/forms/submissions/{amendment}/amend", {{"submission_data", {{"height", 31}}}})
                  .by(author)
                  .answers(409, "state_conflict")
                  .because("it is not approved"),
              ask("GET " + form).by(author).has("data.submission_data.height", 29.5)});
  EXPECT_THROW(service.sql("UPDATE form_submissions SET notes = 'x' WHERE id = " + submission),
               kpa::db::Error);
}

}  // namespace
