#include <string>

#include <boost/json/object.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/eventually.hpp"
#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;

constexpr auto audit = "/api/audit";

TestService& service() {
  static TestService running;
  return running;
}

const Person& superuser() {
  static const Person one = service().enrol(Rank::superuser);
  return one;
}

std::string text(const Answer& answer, std::string_view path) {
  const auto& value = answer.at(path);
  return value.is_string() ? std::string(value.as_string()) : json::serialize(value);
}

TEST(AuditLog, IsForSuperusersOnly) {
  EXPECT_EQ(service().client().get(audit).status, 401);
  EXPECT_EQ(service().client(service().enrol()).get(audit).status, 403);
  EXPECT_EQ(service().client(service().enrol(Rank::staff)).get(audit).status, 403);
  EXPECT_EQ(service().client(superuser()).get(audit).status, 200);
}

TEST(AuditLog, TellsWhoDidWhatFromWhereInWhichRequest) {
  const Person person = service().enrol();
  const auto changed = service().client(person).patch("/api/users/profile", {{"bio", "Wheel shop"}},
                                                      {{"X-Request-ID", "audit-1"}});
  ASSERT_EQ(changed.status, 200) << changed.text;
  const auto answer = service().client(superuser()).get(std::string(audit) + "?request_id=audit-1");
  ASSERT_EQ(answer.status, 200) << answer.text;
  ASSERT_EQ(answer.at("data").as_array().size(), 1U) << answer.text;
  EXPECT_EQ(text(answer, "pagination.total"), "1");
  EXPECT_EQ(text(answer, "data[0].actor_id"), std::to_string(person.id));
  EXPECT_EQ(text(answer, "data[0].actor_name"), "Meera Das");
  EXPECT_EQ(text(answer, "data[0].action"), "changed");
  EXPECT_EQ(text(answer, "data[0].entity_type"), "user");
  EXPECT_EQ(text(answer, "data[0].entity_id"), std::to_string(person.id));
  EXPECT_EQ(text(answer, "data[0].before.bio"), "null");
  EXPECT_EQ(text(answer, "data[0].after.bio"), "Wheel shop");
  EXPECT_EQ(text(answer, "data[0].address"), "127.0.0.1");
  EXPECT_EQ(text(answer, "data[0].request_id"), "audit-1");
  EXPECT_TRUE(eventually([] {
    const auto again = service().client(superuser()).get(std::string(audit) + "?request_id=audit-1");
    return text(again, "data[0].seal") != "null";
  })) << "the running service seals";
}

TEST(AuditLog, FiltersCombine) {
  const Person person = service().enrol();
  service().client().post("/api/users/login",
                          {{"phone_number", person.phone}, {"password", person.password}});
  service().client().post("/api/users/login",
                          {{"phone_number", person.phone}, {"password", "wrong-password"}});
  const std::string id = std::to_string(person.id);
  struct Row {
    std::string query;
    std::size_t entries;
  };
  const Row rows[] = {
      {"actor_id=" + id, 2},
      {"actor_id=" + id + "&action=logged_in", 1},
      {"entity_type=user&entity_id=" + id, 3},
      {"entity_type=user&entity_id=" + id + "&action=login_refused", 1},
      {"entity_type=user&entity_id=" + id + "&address=192.0.2.99", 0},
      {"entity_type=user&entity_id=" + id + "&address=127.0.0.1", 3},
      {"actor_id=" + id + "&from=2099-01-01T00:00:00Z", 0},
      {"actor_id=" + id + "&from=2020-01-01T00:00:00Z&to=2099-01-01T00:00:00Z", 2},
      {"actor_id=" + id + "&to=2020-01-01T00:00:00Z", 0},
      {"actor_id=" + id + "&per_page=1", 1},
  };
  for (const auto& row : rows) {
    const auto answer = service().client(superuser()).get(std::string(audit) + "?" + row.query);
    ASSERT_EQ(answer.status, 200) << answer.text;
    EXPECT_EQ(answer.at("data").as_array().size(), row.entries) << row.query << '\n' << answer.text;
  }
}

TEST(AuditLog, PagesFollowEachOtherByCursorWithoutGapOrRepeat) {
  const Person person = service().enrol();
  const auto client = service().client(person);
  for (int n = 0; n < 6; ++n) client.patch("/api/users/profile", {{"bio", std::to_string(n)}});
  for (const std::string sort : {"occurred_at", "-occurred_at"}) {
    std::string found, query = std::string(audit) + "?action=changed&per_page=4&sort=" + sort +
                               "&actor_id=" + std::to_string(person.id);
    const auto first = service().client(superuser()).get(query);
    const auto second =
        service().client(superuser()).get(query + "&cursor=" + text(first, "pagination.next_cursor"));
    for (const auto& page : {first, second})
      for (const auto& entry : page.at("data").as_array()) found += entry.at("after").at("bio").as_string();
    EXPECT_EQ(found, sort == "occurred_at" ? "012345" : "543210");
    EXPECT_EQ(text(second, "pagination.next_cursor"), "null");
  }
}

TEST(AuditLog, RefusesWhatMeansNothing) {
  for (const std::string query :
       {"actor_id=x", "from=yesterday", "sort=action", "surely_unknown=1", "cursor=x", "per_page=101"})
    EXPECT_EQ(service().client(superuser()).get(std::string(audit) + "?" + query).status, 422) << query;
}

TEST(AuditLog, HasTheRefusedRequest) {
  const Person person = service().enrol();
  service().client(person).get(std::string(audit) + "?action=secret");
  const auto answer =
      service()
          .client(superuser())
          .get(std::string(audit) + "?action=request_refused&actor_id=" + std::to_string(person.id));
  ASSERT_EQ(answer.at("data").as_array().size(), 1U) << answer.text;
  EXPECT_EQ(answer.at("data[0].after"),
            (json::value{{"code", "forbidden"}, {"path", audit}, {"method", "GET"}}));
}

// The log and a record's history say that older entries are archived; `kpa audit archive` has its own tests.
TEST(AuditLog, TellsUpToWhenEntriesAreArchived) {
  TestService archived;
  const auto superuser = archived.client(archived.enrol(Rank::superuser));
  const auto submit = [&](const std::string& number) {
    const auto form = superuser.post("/api/forms/wheel-specifications", wheel_example(number));
    EXPECT_EQ(form.status, 201) << form.text;
    return "/api/forms/wheel-specifications/" + std::to_string(form.at("data.id").as_int64());
  };
  const auto told = [&](const std::string& path) { return text(superuser.get(path), "archived_until"); };
  const std::string older = submit("WS-1");
  EXPECT_EQ(told(older + "/history"), "null");
  EXPECT_EQ(told(audit), "null");
  archived.sql(
      "SET session_replication_role = replica; INSERT INTO event_archives (ends_before, events, last_at, file, sha256, "
      "told_by) SELECT max(id) + 1, count(*), '2024-01-15T10:00:00Z', 'events_0.jsonl.gz', sha256(''), max(id) + 1 "
      "FROM events; DELETE FROM events");
  const std::string newer = submit("WS-2");
  EXPECT_EQ(superuser.patch(older, {{"fields", {{"wheelGauge", "1600"}}}}).status, 200);
  EXPECT_EQ(told(older + "/history"), "2024-01-15T10:00:00Z") << "its first entry is not there";
  EXPECT_EQ(told(newer + "/history"), "null") << "all of it is there";
  EXPECT_EQ(told(audit), "2024-01-15T10:00:00Z");
  EXPECT_EQ(told(std::string(audit) + "?to=2024-01-01T00:00:00Z"), "2024-01-15T10:00:00Z");
  EXPECT_EQ(told(std::string(audit) + "?from=2024-01-16T00:00:00Z"), "null");
}

// Includes events written during the stop: how many refusals were counted but not written one by one.
TEST(AuditLog, OfAStoppedServiceIsSealedToItsEnd) {
  TestService stopped;
  const auto client = stopped.client(stopped.enrol());
  for (int n = 0; n < 30; ++n) ASSERT_EQ(client.get(audit).status, 403);
  stopped.stop();
  EXPECT_NE(stopped.sql("SELECT count(*) FROM events WHERE after ? 'further'"), "0");
  EXPECT_EQ(stopped.sql("SELECT count(*) FROM unsealed_events"), "0");
  EXPECT_EQ(stopped.sql("SELECT (SELECT count(*) FROM events) - (SELECT count(*) FROM event_seals)"), "0");
}

}  // namespace
