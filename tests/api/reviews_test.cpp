// The review of all kinds of form: every role × status × step × own or another's, and two at once.
#include "tests/support/reviews.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "tests/support/exchanges.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;

TestService& service() {
  static TestService running;
  return running;
}

class Reviews : public testing::TestWithParam<ReviewedKind> {
 protected:
  static const ReviewedKind& kind() { return GetParam(); }

  Person author_ = service().enrol();
  Person reviewer_ = service().enrol(Rank::staff);
  ReviewRig rig_{service()};

  FormOnTest in(const std::string& status) { return rig_.in(status, kind(), author_, reviewer_); }
  /// A form that was put into this status by SQL: the walk takes hundreds.
  FormOnTest placed(const std::string& status, const Person& author) {
    FormOnTest form = rig_.saved(kind(), author);
    if (status == "saved") return form;
    form.version += 1;
    const auto id = std::to_string(form.id);
    const bool waits = status == "submitted" || status == "reviewed";
    service().sql(
        "UPDATE " + kind().table + " SET version = version + 1, status = '" + status + "' WHERE id = " + id +
        ";INSERT INTO reviews (kind, record_id, title, status, version, revision, inspector, created_by, "
        "severity, workflow) SELECT '" +
        kind().entity +
        "', id, form_number, status, version, revision, "
        "created_by, created_by, worst_severity, 1 FROM " +
        kind().table + " WHERE id = " + id + (waits ? "" : " AND false"));
    return form;
  }
  /// The status, version and revision of a form: `reviewed 3 1`.
  std::string state(const FormOnTest& form) const {
    return service().sql("SELECT concat_ws(' ', status, version, revision) FROM " + kind().table +
                         " WHERE id = " + std::to_string(form.id));
  }
  std::string in_queue(const FormOnTest& form) const {
    return service().sql("SELECT concat_ws(' ', status, version) FROM reviews WHERE kind = '" +
                         kind().entity + "' AND record_id = " + std::to_string(form.id));
  }
  std::string actions(const FormOnTest& form) const {
    return service().sql("SELECT string_agg(action, ' ' ORDER BY id) FROM events WHERE entity_type = '" +
                         kind().entity + "' AND entity_id = " + std::to_string(form.id));
  }
};

INSTANTIATE_TEST_SUITE_P(Every, Reviews, testing::ValuesIn(reviewed_kinds()),
                         [](const auto& kind) { return kind.param.name; });

const std::array<std::string, 5> all_statuses{"saved", "submitted", "reviewed", "approved", "rejected"};

struct Step {
  std::string name, from, to;
  bool decision;
};
const std::array<Step, 5> all_steps{{{"submit", "saved", "submitted", false},
                                     {"review", "submitted", "reviewed", true},
                                     {"approve", "reviewed", "approved", true},
                                     {"reject", "reviewed", "rejected", true},
                                     {"reopen", "rejected", "saved", false}}};

TEST_P(Reviews, LetEachRoleTakeEachStepFromItsStatusOnOwnAndOthersForms) {
  std::map<Rank, Person> callers;
  for (const Rank rank : {Rank::user, Rank::staff, Rank::superuser}) callers[rank] = service().enrol(rank);
  for (const auto& [rank, caller] : callers)
    for (const Step& step : all_steps)
      for (const std::string& status : all_statuses)
        for (const bool own : {false, true}) {
          const FormOnTest form = placed(status, own ? caller : author_);
          int expected = step.from == status ? 200 : 409;
          if (step.decision && (own || rank == Rank::user)) expected = 403;
          if (!step.decision && !own && rank == Rank::user) expected = 404;
          const auto before = state(form);
          const auto answer = rig_.take(kind(), form, caller, step.name);
          const auto what = step.name + " of a " + status + " form by rank " +
                            std::to_string(static_cast<int>(rank)) + (own ? ", own" : "");
          EXPECT_EQ(answer.status, expected) << what << '\n' << answer.text;
          if (answer.status != 200) {
            EXPECT_EQ(state(form), before) << what;
            continue;
          }
          const int revision = step.name == "reopen" ? 2 : 1;
          EXPECT_EQ(state(form),
                    step.to + ' ' + std::to_string(form.version + 1) + ' ' + std::to_string(revision));
          const bool waits = step.to == "submitted" || step.to == "reviewed";
          EXPECT_EQ(in_queue(form), waits ? step.to + ' ' + std::to_string(form.version + 1) : "") << what;
        }
}

TEST_P(Reviews, TellTheirHistory) {
  auto form = in("rejected");
  rig_.step(kind(), form, author_, "reopen");
  EXPECT_EQ(actions(form), "created submitted reviewed rejected reopened");
  const auto history = service().client(author_).get(kind().form(form.id) + "/history").at("data");
  const auto& rejected = history.at(3);
  EXPECT_EQ(rejected.at("actorId"), reviewer_.id);
  EXPECT_EQ(rejected.at("before"), (json::object{{"status", "reviewed"}}));
  EXPECT_EQ(rejected.at("after"),
            (json::object{{"status", "rejected"}, {"reason", "Misread"}, {"note", "Seen"}}));
  EXPECT_EQ(history.at(4).at("before"), (json::object{{"status", "rejected"}, {"revision", 1}}));
  EXPECT_EQ(history.at(4).at("after"),
            (json::object{{"status", "saved"}, {"revision", 2}, {"note", "Seen"}}));
}

TEST_P(Reviews, LetOneOfTwoDecideAtOnce) {
  const std::array<std::array<std::string, 2>, 4> pairs{
      {{"approve", "approve"}, {"approve", "reject"}, {"reject", "reject"}, {"review", "review"}}};
  const Person other = service().enrol(Rank::staff);
  for (const auto& pair : pairs)
    for (int round = 0; round < 5; ++round) {
      const auto form = in(pair[0] == "review" ? "submitted" : "reviewed");
      std::array<Answer, 2> answers;
      std::vector<std::thread> both;
      for (std::size_t at = 0; at < 2; ++at)
        both.emplace_back(
            [&, at] { answers[at] = rig_.take(GetParam(), form, at == 0 ? reviewer_ : other, pair[at]); });
      for (auto& one : both) one.join();
      const std::size_t winner = answers[0].status == 200 ? 0 : 1;
      EXPECT_EQ(answers[winner].status, 200) << answers[winner].text;
      const Answer& loser = answers[1 - winner];
      EXPECT_EQ(loser.status, 412) << loser.text;
      EXPECT_EQ(loser.at("differences[0].field"), "status") << "so that they know what the other did";
      EXPECT_EQ(loser.at("differences[0].after"), answers[winner].at("data.status"));
      EXPECT_EQ(service().sql("SELECT count(*) FROM review_decisions WHERE kind = '" + kind().entity +
                              "' AND version = " + std::to_string(form.version) +
                              " AND record_id = " + std::to_string(form.id)),
                "1");
    }
}

TEST_P(Reviews, DecideOnceUnderOneKey) {
  const auto form = in("reviewed");
  const HttpClient::Fields key{{"Idempotency-Key", "approve-" + std::to_string(form.id)}};
  const auto first = rig_.take(kind(), form, reviewer_, "approve", key);
  const auto again = rig_.take(kind(), form, reviewer_, "approve", key);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(again.text, first.text);
  EXPECT_EQ(actions(form), "created submitted reviewed approved");
}

TEST_P(Reviews, SayWhatWasChangedSinceTheVersionThatWasSeen) {
  auto form = in("rejected");
  const auto seen = form;
  rig_.step(kind(), form, author_, "reopen");
  ASSERT_EQ(service().client(author_).patch(kind().form(form.id), kind().change).status, 200);
  form.version += 1;
  rig_.step(kind(), form, author_, "submit");
  auto late = seen;
  const auto answer = rig_.take(kind(), late, reviewer_, "review");
  ASSERT_EQ(answer.status, 412) << answer.text;
  ASSERT_EQ(answer.at("differences").as_array().size(), 2U) << answer.text;
  EXPECT_EQ(answer.at("differences[0].field"), kind().field);
  EXPECT_NE(answer.at("differences[0].before"), answer.at("differences[0].after"));
  EXPECT_EQ(answer.at("differences[1]"),
            (json::object{{"field", "status"}, {"before", "Rejected"}, {"after", "Submitted"}}));
  for (const std::int64_t unknown : {1000, 1'000'000}) {
    late.version = unknown;
    EXPECT_EQ(rig_.take(kind(), late, reviewer_, "review").status, 412);
  }
}

TEST_P(Reviews, TakeTheVersionAsIfMatchOrInTheBody) {
  const auto form = in("submitted");
  const auto path = kind().review(form.id) + "/review";
  const auto client = service().client(reviewer_);
  const auto version = [](std::int64_t number) { return "\"v" + std::to_string(number) + '"'; };
  const auto with = [&](const std::string& if_match, json::object body) {
    HttpClient::Fields fields;
    if (!if_match.empty()) fields.emplace_back("If-Match", if_match);
    return client.post(path, body, fields).status;
  };
  EXPECT_EQ(with("", {}), 428);
  EXPECT_EQ(with("*", {}), 428) << "no version was seen";
  EXPECT_EQ(with(version(form.version + 1), {}), 412);
  EXPECT_EQ(with("\"something\"", {}), 412);
  EXPECT_EQ(with("", {{"version", form.version + 1}}), 412);
  EXPECT_EQ(with(version(form.version), {{"version", form.version + 1}}), 412) << "both count";
  EXPECT_EQ(with("", {{"version", 0}}), 422);
  EXPECT_EQ(with(version(form.version), {}), 200);
}

TEST_P(Reviews, NeedAReasonToRejectAndANoteToApproveWhatNeedsAttention) {
  auto form = rig_.saved(kind(), author_);
  ASSERT_EQ(service().client(author_).patch(kind().form(form.id), kind().change).status, 200);
  form.version += 1;
  rig_.step(kind(), form, author_, "submit");
  rig_.step(kind(), form, reviewer_, "review");
  const auto severity =
      service().client(reviewer_).get(kind().review(form.id)).at("data.severity").as_int64();
  ASSERT_GE(severity, 3);
  const auto version = std::to_string(form.version);
  const auto path = "POST " + kind().review(form.id);
  expect_all(
      service(),
      {ask(path + "/approve", {{"version", form.version}})
           .by(reviewer_)
           .answers(422, "validation_failed")
           .errors({"note"}),
       ask(path + "/approve", {{"version", form.version}, {"note", " "}})
           .by(reviewer_)
           .answers(422)
           .errors({"note"}),
       ask(path + "/reject", {{"version", form.version}}).by(reviewer_).answers(422).errors({"reason"}),
       ask(path + "/reject", {{"version", form.version}, {"reason", ""}})
           .by(reviewer_)
           .answers(422)
           .errors({"reason"}),
       ask(path + "/approve", {{"version", form.version}, {"reason", "x"}})
           .by(reviewer_)
           .answers(422)
           .errors({"reason"})
           .because("only a rejection has one"),
       ask(path + "/approve", {{"version", form.version}, {"note", "To the lathe tomorrow"}})
           .by(reviewer_)
           .has("data.status", "Approved")
           .leaves("SELECT decision || ' ' || note || ' ' || version FROM review_decisions WHERE kind = '" +
                       kind().entity + "' AND record_id = " + std::to_string(form.id) +
                       " ORDER BY id DESC LIMIT 1",
                   "approved To the lathe tomorrow " + version)});
}

TEST_P(Reviews, AreNotDecidedByWhoEnteredTheForm) {
  const Person typist = service().enrol(Rank::staff);
  auto sent = kind().example("T-" + kind().slug.substr(0, 1) + "1");
  sent[kind().inspector] = std::to_string(author_.id);
  const auto made = service().client(typist).post(kind().collection(), sent);
  FormOnTest form{made.at("data.id").as_int64(), 1};
  EXPECT_EQ(rig_.step(kind(), form, typist, "submit").status, 200) << "for the inspector, whose form it is";
  const auto refused = rig_.take(kind(), form, typist, "review");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.at("message"), "Nobody decides on a form of their own.");
  EXPECT_EQ(rig_.step(kind(), form, reviewer_, "review").status, 200);
}

TEST_P(Reviews, AreNotDecidedByWhoChangedWhatIsFilledIn) {
  const Person editor = service().enrol(Rank::staff);
  auto form = in("saved");
  const auto changed = service().client(editor).patch(kind().form(form.id), kind().change);
  ASSERT_EQ(changed.status, 200) << changed.text;
  form.version = changed.at("data.version").as_int64();
  ASSERT_EQ(rig_.step(kind(), form, author_, "submit").status, 200);
  const auto refused = rig_.take(kind(), form, editor, "review");
  EXPECT_EQ(refused.status, 403) << refused.text;
  EXPECT_EQ(refused.at("message"), "Nobody decides on a form of their own.");
  EXPECT_EQ(rig_.step(kind(), form, reviewer_, "review").status, 200);
}

TEST_P(Reviews, AreNotDecidedOnOwnFormsByTheDatabaseEither) {
  const auto form = in("submitted");
  const auto insert = [&](const Person& by, const std::string& on_behalf_of) {
    service().sql(
        "INSERT INTO review_decisions (kind, record_id, version, revision, decision, inspector, created_by, "
        "decided_by, on_behalf_of, workflow) VALUES ('" +
        kind().entity + "', " + std::to_string(form.id) + ", 2, 1, 'reviewed', " +
        std::to_string(author_.id) + ", " + std::to_string(author_.id) + ", " + std::to_string(by.id) + ", " +
        on_behalf_of + ", 1)");
  };
  EXPECT_THROW(insert(author_, "NULL"), kpa::db::Error);
  EXPECT_THROW(insert(reviewer_, std::to_string(author_.id)), kpa::db::Error);
  EXPECT_NO_THROW(insert(reviewer_, "NULL"));
  EXPECT_THROW(insert(reviewer_, "NULL"), kpa::db::Error) << "one decision on each version";
  const auto which = " WHERE kind = '" + kind().entity + "' AND record_id = " + std::to_string(form.id);
  EXPECT_THROW(service().sql("UPDATE review_decisions SET decision = 'approved'" + which), kpa::db::Error);
  EXPECT_THROW(service().sql("DELETE FROM review_decisions" + which), kpa::db::Error);
}

TEST_P(Reviews, LeaveApprovedFormsAsTheyAre) {
  const auto form = in("approved");
  const auto where = " WHERE id = " + std::to_string(form.id);
  const auto row = service().sql("SELECT t::text FROM " + kind().table + " t" + where);
  auto author = service().client(author_);
  EXPECT_EQ(author.patch(kind().form(form.id), kind().change).status, 409);
  EXPECT_EQ(author.put(kind().form(form.id), kind().example("R-other")).status, 409);
  for (const std::string change :
       {"UPDATE " + kind().table + " SET version = version + 1" + where,
        "UPDATE " + kind().table + " SET status = 'saved'" + where, "DELETE FROM " + kind().table + where})
    EXPECT_THROW(service().sql(change), kpa::db::Error) << change;
  EXPECT_EQ(service().sql("SELECT t::text FROM " + kind().table + " t" + where), row);
}

TEST_P(Reviews, AmendAnApprovedFormByANewOne) {
  const auto approved = in("approved"), rejected = in("rejected");
  const Person stranger = service().enrol();
  const auto number = [&](const std::string& its) { return "A-" + kind().slug.substr(0, 1) + its; };
  const auto amend = [&](const FormOnTest& form) { return "POST " + kind().form(form.id) + "/amend"; };
  expect_all(service(),
             {ask(amend(rejected), kind().example(number("1"))).by(author_).answers(409, "state_conflict"),
              ask(amend({987654321}), kind().example(number("2"))).by(author_).answers(404),
              ask(amend(approved), kind().example(number("3"))).by(stranger).answers(404),
              ask(amend(approved), json::object()).by(author_).answers(422)});
  auto author = service().client(author_);
  const auto path = kind().form(approved.id) + "/amend";
  const auto made = author.post(path, kind().example(number("4")));
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.at("data.amendsId"), approved.id);
  EXPECT_EQ(made.at("data.status"), "Saved");
  EXPECT_EQ(author.post(path, kind().example(number("5"))).status, 409) << "it is amended already";
  EXPECT_EQ(author.get(kind().review(approved.id)).at("data.amendedBy"), made.at("data.id"));
  const auto amendment = kind().form(made.at("data.id").as_int64());
  EXPECT_EQ(author.put(amendment, kind().example(number("6"))).at("data.amendsId"), approved.id);
  EXPECT_EQ(author.patch(amendment, kind().change).at("data.amendsId"), approved.id) << "a change keeps it";
}

TEST_P(Reviews, AmendAFormOnceWhenTwoDoAtOnce) {
  for (int round = 0; round < 5; ++round) {
    const auto approved = in("approved");
    std::array<int, 2> statuses{};
    std::vector<std::thread> both;
    for (std::size_t at = 0; at < 2; ++at)
      both.emplace_back([&, at, kind = GetParam()] {
        const auto number = "B-" + kind.slug.substr(0, 1) + std::to_string(approved.id) + std::to_string(at);
        statuses[at] =
            service().client(author_).post(kind.form(approved.id) + "/amend", kind.example(number)).status;
      });
    for (auto& one : both) one.join();
    std::ranges::sort(statuses);
    EXPECT_EQ(statuses, (std::array<int, 2>{201, 409}));
  }
}

TEST_P(Reviews, ReturnToTheirAuthorWithPinsAndComeBackWithWhatWasChanged) {
  auto form = in("reviewed");
  auto reviewer = service().client(reviewer_);
  auto author = service().client(author_);
  const auto path = kind().review(form.id) + "/reject";
  json::object rejection{{"version", form.version},
                         {"reason", "Misread"},
                         {"pins", json::array{json::object{{"field", kind().field}, {"note", "Again"}},
                                              json::object{{"field", "fields.surelyUnknown"}}}}};
  const auto unknown = reviewer.post(path, rejection);
  EXPECT_EQ(unknown.status, 422);
  EXPECT_EQ(unknown.at("errors").as_object().begin()->key(), "pins[1].field");
  rejection["pins"].as_array().pop_back();
  const auto rejected = reviewer.post(path, rejection);
  ASSERT_EQ(rejected.status, 200) << rejected.text;

  // The author's own form shows them, and so do its list and its next revision.
  const auto shown = author.get(kind().form(form.id)).at("data");
  EXPECT_EQ(shown.at("rejection").at("reason"), "Misread");
  EXPECT_EQ(shown.at("rejection").at("rejectedBy"), reviewer_.id);
  EXPECT_EQ(shown.at("rejection").at("pins"),
            (json::array{json::object{{"field", kind().field}, {"note", "Again"}}}));
  form.version += 1;
  rig_.step(kind(), form, author_, "reopen");
  const auto reopened = author.get(kind().form(form.id)).at("data");
  EXPECT_EQ(reopened.at("revision"), 2);
  EXPECT_EQ(reopened.at("rejection"), shown.at("rejection"));
  EXPECT_EQ(reopened.at("id"), form.id) << "the same record";

  ASSERT_EQ(author.patch(kind().form(form.id), kind().change).status, 200);
  form.version += 1;
  rig_.step(kind(), form, author_, "submit");
  const auto sheet = reviewer.get(kind().review(form.id)).at("data");
  ASSERT_EQ(sheet.at("changedSinceRejection").as_array().size(), 1U) << json::serialize(sheet);
  EXPECT_EQ(sheet.at("changedSinceRejection").at(0).at("field"), kind().field);
  EXPECT_EQ(sheet.at("revision"), 2);
  EXPECT_EQ(sheet.at("decisions").as_array().size(), 2U);
  EXPECT_EQ(sheet.at("decisions").at(1).at("decision"), "rejected");
  EXPECT_EQ(sheet.at("decisions").at(1).at("workflow"), 1);

  rig_.step(kind(), form, reviewer_, "review");
  rig_.step(kind(), form, reviewer_, "approve");
  EXPECT_EQ(author.get(kind().form(form.id)).at("data.rejection"), nullptr) << "settled";
}

TEST_P(Reviews, ShowWhichStepsAreOpenToWhom) {
  const auto open_to = [&](const FormOnTest& form, const Person& person) {
    return service().client(person).get(kind().review(form.id)).at("data.openTransitions");
  };
  using A = json::array;
  EXPECT_EQ(open_to(in("saved"), author_), A{"submit"});
  EXPECT_EQ(open_to(in("submitted"), author_), A{});
  EXPECT_EQ(open_to(in("submitted"), reviewer_), A{"review"});
  EXPECT_EQ(open_to(in("reviewed"), reviewer_), (A{"approve", "reject"}));
  EXPECT_EQ(open_to(in("rejected"), author_), A{"reopen"});
  EXPECT_EQ(open_to(in("approved"), reviewer_), A{});
}

TEST(ReviewWorkflows, AreShown) {
  const auto answer = service().client(service().enrol()).get("/api/reviews/workflows");
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.at("data[0].version"), 1);
  EXPECT_EQ(answer.at("data[0].transitions[2]"), (json::object{{"transition", "approve"},
                                                               {"from", "Reviewed"},
                                                               {"to", "Approved"},
                                                               {"byStaffOnly", true},
                                                               {"onOwn", false},
                                                               {"needsVersion", true},
                                                               {"needsReason", false},
                                                               {"needsNoteFromSeverity", 3}}));
}

TEST(ReviewAddresses, AreThoseOfKinds) {
  const auto staff = service().client(service().enrol(Rank::staff));
  for (const std::string path :
       {"/api/reviews/wagons/1", "/api/reviews/wheel_specification/1",
        "/api/reviews/wheel-specifications/987654321", "/api/reviews/wheel-specifications/one"}) {
    EXPECT_EQ(staff.get(path).status, 404) << path;
    EXPECT_EQ(staff.post(path + "/review", {{"version", 1}}).status, 404) << path;
    EXPECT_EQ(staff.post(path + "/comment", {{"text", "x"}}).status, 404) << path;
    EXPECT_EQ(staff.post(path + "/assign", {}).status, 404) << path;
  }
}

}  // namespace
