// What waits for whose decision, and deciding in many at once and in another's place.
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/exchanges.hpp"
#include "tests/support/reviews.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;
using testing::ElementsAre;
using testing::IsEmpty;

/// A service of its own for each test: a queue is everybody's.
class ReviewQueue : public testing::Test {
 protected:
  TestService service;
  ReviewRig rig{service};
  const ReviewedKind& wheels = reviewed_kinds()[0];
  const ReviewedKind& bogies = reviewed_kinds()[1];
  Person author = service.enrol();
  Person superuser = service.enrol(Rank::superuser);

  std::string depot(const std::string& code) const {
    return service.sql("WITH z AS (INSERT INTO zones (code, name) VALUES ('Z" + code +
                       "', 'Z') RETURNING id), v AS (INSERT INTO divisions "
                       "(zone_id, code, name) SELECT id, 'V" +
                       code +
                       "', 'V' FROM z RETURNING id) INSERT INTO depots (division_id, code, name) "
                       "SELECT id, '" +
                       code + "', 'D' FROM v RETURNING id");
  }
  /// Staff who see one depot only.
  Person overseer(const std::string& of_depot) {
    const Person person = service.enrol(Rank::staff);
    place(person, of_depot);
    service.sql("UPDATE users SET sight = 'depot' WHERE id = " + std::to_string(person.id));
    return person;
  }
  void place(const Person& person, const std::string& in_depot) const {
    service.sql("UPDATE users SET depot_id = " + in_depot + " WHERE id = " + std::to_string(person.id));
  }
  FormOnTest waiting(const ReviewedKind& kind, const Person& of) {
    return rig.in("submitted", kind, of, superuser);
  }
  /// The records on a page of the queue: `wheel-specifications/1`.
  static std::vector<std::string> names(const Answer& page) {
    std::vector<std::string> all;
    for (const auto& one : page.at("data").as_array())
      all.push_back(std::string(one.at("kind").as_string()) + '/' + std::to_string(one.at("id").as_int64()));
    return all;
  }
  std::vector<std::string> queue(const Person& of, const std::string& query = "") const {
    const auto page = service.client(of).get("/api/reviews" + query);
    EXPECT_EQ(page.status, 200) << page.text;
    return names(page);
  }
  static std::string name(const ReviewedKind& kind, const FormOnTest& form) {
    return kind.slug + '/' + std::to_string(form.id);
  }
  json::object counts(const Person& of, const std::string& query = "") const {
    json::object all;
    const auto answer = service.client(of).get("/api/reviews/counts" + query);
    EXPECT_EQ(answer.status, 200) << answer.text;
    all["total"] = answer.at("data.total");
    for (const auto& one : answer.at("data.counts").as_array())
      all[std::string(one.at("filter").as_string()) + '=' + std::string(one.at("value").as_string())] =
          one.at("count");
    return all;
  }
};

TEST_F(ReviewQueue, HasWhatTheCallerMayDecideOldestFirst) {
  const std::string here = depot("HERE"), there = depot("THERE");
  const Person near = service.enrol(), far = service.enrol(), staff = overseer(here);
  place(near, here);
  place(far, there);
  const auto first = waiting(bogies, near);
  const auto second = waiting(wheels, far);
  const auto third = waiting(wheels, near);
  const auto own = waiting(wheels, staff);
  rig.saved(wheels, near);
  rig.in("approved", wheels, near, superuser);
  EXPECT_THAT(queue(staff), ElementsAre(name(bogies, first), name(wheels, third)));
  EXPECT_THAT(queue(superuser),
              ElementsAre(name(bogies, first), name(wheels, second), name(wheels, third), name(wheels, own)));
  EXPECT_THAT(queue(superuser, "?sort=-waiting_since"),
              ElementsAre(name(wheels, own), name(wheels, third), name(wheels, second), name(bogies, first)));
  EXPECT_EQ(service.client(near).get("/api/reviews").status, 403);
  EXPECT_EQ(service.client(near).get("/api/reviews/counts").status, 403);
  EXPECT_EQ(service.client().get("/api/reviews").status, 401);
}

TEST_F(ReviewQueue, KeepsItsPlaceInTheQueueWhileItIsReviewed) {
  auto first = waiting(wheels, author);
  const auto second = waiting(wheels, author);
  rig.step(wheels, first, superuser, "review");
  EXPECT_THAT(queue(superuser), ElementsAre(name(wheels, first), name(wheels, second)));
  rig.step(wheels, first, superuser, "reject");
  rig.step(wheels, first, author, "reopen");
  rig.step(wheels, first, author, "submit");
  EXPECT_THAT(queue(superuser), ElementsAre(name(wheels, second), name(wheels, first))) << "it came again";
}

TEST_F(ReviewQueue, IsFilteredAndCountedByTheSameFilters) {
  const std::string here = depot("HERE");
  const Person near = service.enrol(), colleague = service.enrol(Rank::staff);
  place(near, here);
  const auto bad = rig.saved(wheels, near);
  ASSERT_EQ(service.client(near).patch(wheels.form(bad.id), wheels.change).status, 200);
  ASSERT_EQ(service.client(near).post(wheels.form(bad.id) + "/submit", {}).status, 200);
  auto reviewed = waiting(wheels, author);
  rig.step(wheels, reviewed, superuser, "review");
  const auto bogie = waiting(bogies, author);
  ASSERT_EQ(service.client(superuser)
                .post(bogies.review(bogie.id) + "/assign", {{"assignee", std::to_string(colleague.id)}})
                .status,
            200);
  service.sql("UPDATE reviews SET waiting_since = now() - interval '8 days' WHERE kind = 'bogie_checksheet'");
  const auto severity =
      service.sql("SELECT worst_severity FROM wheel_specifications WHERE id = " + std::to_string(bad.id));

  const std::string a = name(wheels, bad), b = name(wheels, reviewed), c = name(bogies, bogie);
  const std::map<std::string, std::vector<std::string>> filters = {
      {"kind=bogie-checksheets", {c}},
      {"status=Reviewed", {b}},
      {"depot=" + here, {a}},
      {"severity=" + severity, {a}},
      {"older_than_days=7", {c}},
      {"older_than_days=9", {}},
      {"inspector=" + std::to_string(near.id), {a}},
      {"inspector=987654321", {}},
      {"assigned=" + std::to_string(colleague.id), {c}},
      {"assigned=nobody", {a, b}},
      {"assigned=me", {}},
      {"kind=wheel-specifications&status=submitted", {a}},
  };
  for (const auto& [filter, expected] : filters) {
    EXPECT_EQ(queue(superuser, '?' + filter), expected) << filter;
    EXPECT_EQ(counts(superuser, '?' + filter).at("total"), expected.size()) << filter;
  }
  EXPECT_THAT(queue(colleague, "?assigned=me"), ElementsAre(c));
  EXPECT_EQ(counts(superuser), (json::object{{"total", 3},
                                             {"assigned=nobody", 2},
                                             {"assigned=" + std::to_string(colleague.id), 1},
                                             {"depot=" + here, 1},
                                             {"inspector=" + std::to_string(author.id), 2},
                                             {"inspector=" + std::to_string(near.id), 1},
                                             {"kind=wheel-specifications", 2},
                                             {"kind=bogie-checksheets", 1},
                                             {"older_than_days=1", 1},
                                             {"older_than_days=3", 1},
                                             {"older_than_days=7", 1},
                                             {"severity=1", 1},
                                             {"severity=2", 1},
                                             {"severity=" + severity, 1},
                                             {"status=submitted", 2},
                                             {"status=reviewed", 1}}));
  EXPECT_EQ(counts(colleague).at("assigned=me"), 1);
  const auto client = service.client(superuser);
  for (const std::string wrong :
       {"kind=wagons", "status=new", "severity=5", "older_than_days=-1", "sort=title"})
    EXPECT_EQ(client.get("/api/reviews?" + wrong).status, 422) << wrong;
}

TEST_F(ReviewQueue, IsReadByPages) {
  std::vector<std::string> expected, found;
  for (int at = 0; at < 5; ++at) expected.push_back(name(wheels, waiting(wheels, author)));
  std::string query = "?per_page=2";
  for (int pages = 0; pages < 3; ++pages) {
    const auto page = service.client(superuser).get("/api/reviews" + query);
    for (const auto& one : names(page)) found.push_back(one);
    EXPECT_EQ(page.at("pagination.total"), 5);
    const auto& next = page.at("pagination.next_cursor");
    EXPECT_EQ(next.is_null(), pages == 2);
    if (!next.is_null()) query = "?per_page=2&cursor=" + std::string(next.as_string());
  }
  EXPECT_EQ(found, expected);
}

TEST_F(ReviewQueue, IsDecidedInManyAtOnceWithAVerdictOnEach) {
  const Person reviewer = service.enrol(Rank::staff);
  const auto good = waiting(wheels, author), other = waiting(bogies, author), own = waiting(wheels, reviewer);
  const auto saved = rig.saved(wheels, author);
  auto changed = waiting(wheels, author);
  rig.step(wheels, changed, superuser, "review");
  const auto item = [](const ReviewedKind& kind, std::int64_t id, std::int64_t version) {
    return json::object{{"kind", kind.slug}, {"id", id}, {"version", version}};
  };
  auto unversioned = item(wheels, good.id, 1);
  unversioned.erase("version");
  json::object nowhere{{"kind", "wagons"}, {"id", 1}, {"version", 1}};
  const json::object body{
      {"items",
       json::array{item(wheels, good.id, good.version), item(wheels, own.id, own.version),
                   item(wheels, saved.id, saved.version), item(wheels, changed.id, changed.version - 1),
                   unversioned, nowhere, item(wheels, 987654321, 1), item(bogies, other.id, other.version),
                   item(wheels, good.id, good.version)}}};
  const auto answer = service.client(reviewer).post("/api/reviews/review", body);
  ASSERT_EQ(answer.status, 200) << answer.text;
  std::vector<std::string> told;
  for (const auto& verdict : answer.at("data").as_array())
    told.emplace_back(verdict.at("accepted").as_bool() ? verdict.at("review").at("status").as_string()
                                                       : verdict.at("problem").at("code").as_string());
  EXPECT_THAT(
      told, ElementsAre("Reviewed", "forbidden", "state_conflict", "precondition_failed",
                        "precondition_required", "not_found", "not_found", "Reviewed", "precondition_failed"))
      << answer.text;
  EXPECT_EQ(answer.at("data[3].problem.differences[0].field"), "status");
  EXPECT_EQ(service.sql("SELECT count(*) FROM reviews WHERE status = 'reviewed'"), "3");

  // The reason of all, and one of its own; a repeat under the same key does nothing again.
  auto first = item(wheels, good.id, good.version + 1), second = item(bogies, other.id, other.version + 1);
  second["reason"] = "Its own";
  const json::object rejecting{{"items", json::array{first, second}}, {"reason", "Of all"}};
  const auto rejected =
      service.client(reviewer).post("/api/reviews/reject", rejecting, {{"Idempotency-Key", "many"}});
  EXPECT_EQ(rejected.status, 200);
  EXPECT_EQ(
      service.client(reviewer).post("/api/reviews/reject", rejecting, {{"Idempotency-Key", "many"}}).text,
      rejected.text);
  EXPECT_EQ(
      service.sql(
          "SELECT string_agg(reason, ',' ORDER BY id) FROM review_decisions WHERE decision = 'rejected'"),
      "Of all,Its own");
  for (const json::object& wrong :
       {json::object{{"items", json::array{}}}, json::object{}, json::object{{"items", 1}}})
    EXPECT_EQ(service.client(reviewer).post("/api/reviews/review", wrong).status, 422);
}

TEST_F(ReviewQueue, IsAssignedToWhoMayDecide) {
  const std::string here = depot("HERE");
  const Person colleague = service.enrol(Rank::staff), elsewhere = overseer(here);
  const auto form = waiting(wheels, author), own = waiting(wheels, colleague);
  const auto assign = "POST " + wheels.review(form.id) + "/assign";
  const auto to = [](const Person& person) { return json::object{{"assignee", std::to_string(person.id)}}; };
  const auto assigned = "SELECT assigned_to FROM reviews WHERE record_id = " + std::to_string(form.id);
  expect_all(
      service,
      {ask(assign, to(author))
           .by(superuser)
           .answers(422)
           .errors({"assignee"})
           .because("no staff, and their own"),
       ask(assign, to(elsewhere)).by(superuser).answers(422).errors({"assignee"}).because("do not see it"),
       ask(assign, {{"assignee", "nobody-at-all"}}).by(superuser).answers(422).errors({"assignee"}),
       ask("POST " + wheels.review(own.id) + "/assign", to(colleague))
           .by(superuser)
           .answers(422)
           .errors({"assignee"})
           .because("it is their own"),
       ask(assign, to(colleague)).by(author).answers(403),
       ask(assign, to(colleague))
           .by(colleague)
           .has("data.assignedTo", colleague.id)
           .leaves(assigned, std::to_string(colleague.id)),
       ask(assign, to(superuser)).by(colleague).has("data.assignedTo", superuser.id),
       ask(assign, json::object{}).by(colleague).has("data.assignedTo", nullptr).leaves(assigned, ""),
       ask("GET " + wheels.form(form.id) + "/history")
           .by(author)
           .has("data[2].action", "assigned")
           .has("data[2].after.assigned_to", colleague.id)
           .has("data[3].before.assigned_to", colleague.id)
           .has("data[4].after.assigned_to", nullptr)
           .has("data[4].version", form.version),
       ask("POST " + wheels.review(rig.saved(wheels, author).id) + "/assign", to(colleague))
           .by(superuser)
           .answers(409, "state_conflict")});
  const json::object many{{"assignee", std::to_string(colleague.id)},
                          {"items", json::array{json::object{{"kind", wheels.slug}, {"id", form.id}},
                                                json::object{{"kind", wheels.slug}, {"id", own.id}}}}};
  const auto answer = service.client(superuser).post("/api/reviews/assign", many);
  EXPECT_EQ(answer.at("data[0].accepted"), true);
  EXPECT_EQ(answer.at("data[1].problem.code"), "validation_failed");
}

TEST_F(ReviewQueue, IsReviewedInAnothersPlaceFromDayToDay) {
  const std::string here = depot("HERE"), there = depot("THERE");
  const Person away = overseer(here), deputy = overseer(there);
  const Person near = service.enrol();
  place(near, here);
  service.sql("UPDATE users SET sight = 'all' WHERE id = " +
              std::to_string(away.id));  // to see whom they name
  auto form = waiting(wheels, near), of_away = waiting(wheels, away), of_deputy = rig.saved(wheels, deputy);
  EXPECT_THAT(queue(deputy), IsEmpty());
  EXPECT_EQ(rig.take(wheels, form, deputy, "review").status, 404);

  const auto day = [&](const std::string& offset) {
    return service.sql("SELECT ((now() AT TIME ZONE 'Asia/Kolkata')::date " + offset + ")::text");
  };
  const auto between = [&](const std::string& from, const std::string& to) {
    return json::object{
        {"delegate", std::to_string(deputy.id)}, {"startsOn", day(from)}, {"endsOn", day(to)}};
  };
  const auto post = "POST /api/reviews/delegations";
  auto to_user = between("", ""), to_self = between("", ""), for_other = between("", "");
  to_user["delegate"] = std::to_string(near.id);
  to_self["delegate"] = std::to_string(away.id);
  for_other["delegator"] = std::to_string(superuser.id);
  expect_all(service, {ask(post, between("", "")).by(near).answers(403),
                       ask(post, to_user).by(away).answers(422).errors({"delegate"}),
                       ask(post, to_self).by(away).answers(422).errors({"delegate"}),
                       ask(post, for_other).by(away).answers(422).errors({"delegator"}),
                       ask(post, between("- 2", "- 1")).by(away).answers(422).errors({"endsOn"}),
                       ask(post, between("+ 2", "+ 1")).by(away).answers(422).errors({"endsOn"}),
                       ask(post, between("+ 1", "+ 2")).by(away).answers(201)});
  service.sql("UPDATE users SET sight = 'depot' WHERE id = " + std::to_string(away.id));
  EXPECT_THAT(queue(deputy), IsEmpty()) << "it begins tomorrow";
  service.sql("UPDATE review_delegations SET starts_on = starts_on - 2, ends_on = ends_on - 2");
  EXPECT_THAT(queue(deputy), ElementsAre(name(wheels, form))) << "without the delegator's own";
  EXPECT_EQ(counts(deputy).at("total"), 1);

  EXPECT_EQ(rig.step(wheels, form, deputy, "review").status, 200);
  EXPECT_EQ(rig.take(wheels, of_away, deputy, "review").status, 403) << "the delegator's own";
  EXPECT_EQ(rig.take(wheels, of_deputy, deputy, "review").status, 403) << "their own";
  EXPECT_EQ(service.sql("SELECT concat_ws(' ', decided_by, on_behalf_of) FROM review_decisions"),
            std::to_string(deputy.id) + ' ' + std::to_string(away.id));
  EXPECT_EQ(service.client(near).get(wheels.form(form.id) + "/history").at("data[2].after.on_behalf_of"),
            away.id);

  const auto listed = service.client(deputy).get("/api/reviews/delegations");
  EXPECT_EQ(listed.at("data[0].delegator"), away.id);
  const auto one = "/api/reviews/delegations/" + std::to_string(listed.at("data[0].id").as_int64());
  EXPECT_EQ(service.client(deputy).ask("DELETE", one, "", {}).status, 404) << "only who gave it ends it";
  EXPECT_EQ(service.client(away).ask("DELETE", one, "", {}).status, 200);
  EXPECT_EQ(service.client(away).ask("DELETE", one, "", {}).at("data.version"), 2) << "ended once";
  EXPECT_THAT(queue(deputy), IsEmpty());
  EXPECT_EQ(rig.take(wheels, form, deputy, "approve").status, 404);
  EXPECT_EQ(service.client(near).get(wheels.review(form.id)).at("data.decisions[0].onBehalfOf"), away.id)
      << "what was decided stays";
}

TEST_F(ReviewQueue, IsNotReviewedForWhoMayNotReviewThemselves) {
  const Person away = service.enrol(Rank::staff), deputy = overseer(depot("HERE"));
  const auto form = waiting(wheels, author);
  service.sql("INSERT INTO review_delegations (delegator, delegate, starts_on, ends_on) VALUES (" +
              std::to_string(away.id) + ", " + std::to_string(deputy.id) + ", '2000-01-01', '2999-01-01')");
  EXPECT_THAT(queue(deputy), ElementsAre(name(wheels, form)));
  for (const std::string lost : {"is_active = false", "is_staff = false"}) {
    service.sql("UPDATE users SET " + lost + " WHERE id = " + std::to_string(away.id));
    EXPECT_THAT(queue(deputy), IsEmpty()) << lost;
    EXPECT_EQ(rig.take(wheels, form, deputy, "review").status, 404) << lost;
    service.sql("UPDATE users SET is_active = true, is_staff = true WHERE id = " + std::to_string(away.id));
  }
  EXPECT_EQ(rig.take(wheels, form, deputy, "review").status, 200);
}

}  // namespace
