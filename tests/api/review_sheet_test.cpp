// What stands beside a form while it is reviewed: comments, earlier forms, hints.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/exchanges.hpp"
#include "tests/support/reviews.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;

TestService& service() {
  static TestService running;
  return running;
}

class ReviewSheet : public testing::TestWithParam<ReviewedKind> {
 protected:
  static const ReviewedKind& kind() { return GetParam(); }

  Person author_ = service().enrol();
  Person reviewer_ = service().enrol(Rank::staff);
  Person stranger_ = service().enrol();
  ReviewRig rig_{service()};
};

INSTANTIATE_TEST_SUITE_P(Every, ReviewSheet, testing::ValuesIn(reviewed_kinds()),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(ReviewSheet, HasCommentsInThreadsOnTheFormAndItsFields) {
  const auto form = rig_.in("submitted", kind(), author_, reviewer_);
  const auto path = kind().review(form.id);
  const auto other = rig_.in("submitted", kind(), author_, reviewer_);
  const auto elsewhere = service()
                             .client(author_)
                             .post(kind().review(other.id) + "/comment", {{"text", "Elsewhere"}})
                             .at("data.id");
  const std::string post = "POST " + path + "/comment";
  const json::object on_field{{"text", "Measure again"}, {"field", kind().field}};
  const auto answering = [](const json::value& id, const std::string& text) {
    return json::object{{"text", text}, {"answersId", id}};
  };
  expect_all(
      service(),
      {ask(post, on_field).answers(401), ask(post, on_field).by(stranger_).answers(404),
       ask("GET " + path + "/comments").by(stranger_).answers(404),
       ask(post, {{"text", ""}}).by(author_).answers(422).errors({"text"}),
       ask(post, {{"text", "x"}, {"field", "fields.unknown"}}).by(author_).answers(422).errors({"field"}),
       ask(post, answering(elsewhere, "x")).by(author_).answers(422).errors({"answersId"})});
  const auto first = service().client(reviewer_).post(path + "/comment", on_field);
  ASSERT_EQ(first.status, 201) << first.text;
  const auto id = first.at("data.id");
  const auto answer = service().client(author_).post(path + "/comment", answering(id, "Done: 1600"));
  ASSERT_EQ(answer.status, 201) << answer.text;
  EXPECT_EQ(answer.at("data.threadId"), id);
  EXPECT_EQ(answer.at("data.field"), kind().field) << "that of the thread";
  const auto again =
      service().client(reviewer_).post(path + "/comment", answering(answer.at("data.id"), "Thanks"));
  EXPECT_EQ(again.at("data.threadId"), id);
  auto moved = answering(id, "x");
  moved["field"] = kind().slug == "wheel-specifications" ? "fields.wheelProfile" : "bogieChecksheet.bolster";
  EXPECT_EQ(service().client(author_).post(path + "/comment", moved).status, 422);
  service().client(author_).post(path + "/comment", {{"text", "On all of it"}});
  const auto number = std::to_string(id.as_int64());
  expect_all(
      service(),
      {ask("GET " + path + "/comments")
           .by(author_)
           .has("pagination.total", 4)
           .has("data[0].text", "Measure again"),
       ask("GET " + path + "/comments?thread=" + number).by(reviewer_).has("pagination.total", 3),
       ask("GET " + path + "/comments?field=" + kind().field).by(reviewer_).has("pagination.total", 3),
       ask("GET " + path + "/comments?per_page=1").by(reviewer_).has("data[0].writtenBy", reviewer_.id),
       ask("GET " + kind().form(form.id) + "/history")
           .by(author_)
           .has("data[2].action", "commented")
           .has("data[2].after.text", "Measure again")
           .has("data[2].after.field", kind().field)
           .has("data[2].version", form.version)});
  EXPECT_EQ(service().client(reviewer_).post(path + "/review", {{"version", form.version}}).status, 200)
      << "a comment leaves the form's version as it is";
}

TEST_P(ReviewSheet, HasCommentsThatTheirAuthorsEditForFiveMinutes) {
  const auto form = rig_.in("submitted", kind(), author_, reviewer_);
  const auto path = kind().review(form.id);
  const auto made = service().client(author_).post(path + "/comment", {{"text", "Frist"}});
  const auto id = std::to_string(made.at("data.id").as_int64());
  const auto put = "PUT " + path + "/comments/" + id;
  expect_all(service(),
             {ask(put, {{"text", "x"}}).by(reviewer_).answers(404).because("it is another's"),
              ask(put, {{"text", "First"}}).by(author_).with("If-Match", "\"v2\"").answers(412),
              ask(put, {{"text", "First"}})
                  .by(author_)
                  .with("If-Match", "\"v1\"")
                  .has("data.version", 2)
                  .has("data.text", "First")
                  .header("ETag", "\"v2\""),
              ask(put, {{"text", "First"}}).by(author_).has("data.version", 2).because("nothing changes"),
              ask("GET " + kind().form(form.id) + "/history?sort=-id&per_page=1")
                  .by(author_)
                  .has("data[0].action", "comment_edited")
                  .has("data[0].before.text", "Frist")
                  .has("data[0].after.text", "First"),
              ask("PUT " + path + "/comments/987654321", {{"text", "x"}}).by(author_).answers(404)});
  service().sql("UPDATE review_comments SET created_at = now() - interval '5 minutes 1 second' WHERE id = " +
                id);
  expect_all(service(), {ask(put, {{"text", "Late"}})
                             .by(author_)
                             .answers(409, "state_conflict")
                             .leaves("SELECT text FROM review_comments WHERE id = " + id, "First")});
}

TEST_P(ReviewSheet, MentionsOnlyPeopleWhoSeeTheForm) {
  const auto form = rig_.in("submitted", kind(), author_, reviewer_);
  const auto post = "POST " + kind().review(form.id) + "/comment";
  const auto mentioning = [](std::int64_t person) {
    return json::object{{"text", "Please look"}, {"mentions", json::array{person}}};
  };
  expect_all(
      service(),
      {ask(post, mentioning(stranger_.id)).by(reviewer_).answers(422).errors({"mentions[0]"}),
       ask(post, mentioning(987654321)).by(reviewer_).answers(422).errors({"mentions[0]"}),
       ask(post, mentioning(reviewer_.id))
           .by(author_)
           .answers(422)
           .errors({"mentions[0]"})
           .because("they do not see whom they never had to do with"),
       ask(post, mentioning(author_.id)).by(reviewer_).answers(201).has("data.mentions[0]", author_.id),
       ask(post, mentioning(reviewer_.id)).by(author_).answers(201).because("now they have")});
}

TEST_P(ReviewSheet, HasEarlierFormsOfTheSameWithTheDifferences) {
  const std::string subject = kind().name + "-4711";
  const auto named = [&](const std::string& as) {
    const bool wheel = kind().slug == "wheel-specifications";
    return wheel ? json::object{{"wheelNo", as}} : json::object{{"bogieDetails", {{"bogieNo", as}}}};
  };
  const auto make = [&](const Person& by, const std::string& as) {
    const auto form = rig_.saved(kind(), by);
    EXPECT_EQ(service().client(by).patch(kind().form(form.id), named(as)).status, 200);
    return form;
  };
  const auto first = make(author_, subject), unseen = make(stranger_, subject);
  make(author_, subject + "x");
  ASSERT_EQ(service().client(author_).patch(kind().form(first.id), kind().change).status, 200);
  std::string other_case = subject;
  for (char& c : other_case) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const auto second = make(author_, other_case);
  const auto later = make(author_, subject);
  const auto seen = service().client(author_).get(kind().review(second.id)).at("data");
  EXPECT_EQ(seen.at("subject"), other_case.c_str());
  ASSERT_EQ(seen.at("earlier").as_array().size(), 1U) << json::serialize(seen);
  EXPECT_EQ(seen.at("earlier").at(0).at("id"), first.id);
  const auto& differences = seen.at("earlier").at(0).at("differences").as_array();
  const auto has = [&](const std::string& field) {
    for (const auto& one : differences)
      if (one.at("field") == field.c_str()) return true;
    return false;
  };
  EXPECT_TRUE(has(kind().field));
  EXPECT_FALSE(has("fields.wheelProfile"));
  EXPECT_EQ(service().client(reviewer_).get(kind().review(later.id)).at("data.earlier").as_array().size(), 3U)
      << "whatever the viewer sees";
  (void)unseen;
}

TEST_P(ReviewSheet, HintsAtWhatWasFilledInFastForTheReviewerOnly) {
  auto sent = kind().example("F-" + kind().slug.substr(0, 1));
  json::array times;
  for (int at = 0; at < 15; ++at)
    times.push_back(json::object{{"field", "f" + std::to_string(at)}, {"at", at * 200}});
  sent["deviceTimes"] = times;
  const auto made = service().client(author_).post(kind().collection(), sent);
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.at("data.deviceTimes"), times);
  FormOnTest form{made.at("data.id").as_int64(), 1};
  EXPECT_EQ(rig_.step(kind(), form, author_, "submit").status, 200) << "a hint is no refusal";
  const auto path = kind().review(form.id);
  EXPECT_EQ(
      service().client(reviewer_).get(path).at("data.hints[0]"),
      (json::object{{"code", "filled_in_fast"}, {"message", "15 fields were filled in within 2.8 seconds"}}));
  EXPECT_EQ(service().client(author_).get(path).at("data.hints"), json::array{});
  rig_.step(kind(), form, reviewer_, "review");
  EXPECT_EQ(rig_.step(kind(), form, reviewer_, "approve").status, 200);
}

TEST_P(ReviewSheet, IsSeenByWhoSeesTheForm) {
  const auto form = rig_.saved(kind(), author_);
  expect_all(service(),
             {ask("GET " + kind().review(form.id)).answers(401),
              ask("GET " + kind().review(form.id)).by(stranger_).answers(404),
              ask("GET " + kind().review(form.id)).by(author_).has("data.status", "Saved"),
              ask("GET " + kind().review(form.id)).by(reviewer_).has("data.openTransitions[0]", "submit")});
}

}  // namespace
