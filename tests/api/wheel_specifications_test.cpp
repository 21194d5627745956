#include <atomic>
#include <map>
#include <set>
#include <thread>

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;

constexpr auto collection = "/api/forms/wheel-specifications";

/// One service for all tests of this program; each test enrols people of its own.
TestService& service() {
  static TestService running;
  return running;
}

std::string unique_number() {
  static std::atomic<int> next{1};
  return "WS-T-" + std::to_string(next++);
}

std::string path_of(const Answer& created) {
  return std::string(collection) + '/' + std::to_string(created.at("data.id").as_int64());
}

TEST(WheelSpecifications, AcceptTheReferencesExampleWithoutFindings) {
  const auto person = service().enrol();
  auto form = wheel_example("WS-2024-001");
  form["submittedBy"] = std::to_string(person.id);
  const auto answer = service().client(person).post(collection, form);
  ASSERT_EQ(answer.status, 201) << answer.text;
  EXPECT_EQ(answer.at("success"), true);
  EXPECT_EQ(answer.at("message"), "Wheel specification submitted successfully.");
  EXPECT_EQ(answer.at("data.formNumber"), "WS-2024-001");
  EXPECT_EQ(answer.at("data.submittedBy"), person.id);
  EXPECT_EQ(answer.at("data.submittedDate"), "2024-01-15");
  EXPECT_EQ(answer.at("data.status"), "Saved");
  EXPECT_EQ(answer.at("data.fields.wheelGauge"), "1600 (+2,-1)");
  EXPECT_EQ(answer.at("data.findings"), json::array());
  EXPECT_EQ(answer.at("data.worstSeverity"), 1);
  EXPECT_EQ(answer.header("ETag"), "\"v1\"");
  EXPECT_EQ(answer.header("Location"), path_of(answer));
}

TEST(WheelSpecifications, KeepABadWheelWithItsFindings) {
  const auto person = service().enrol();
  auto form = wheel_example(unique_number());
  form["fields"].as_object()["wheelProfile"] = "16 Flange Thickness";
  auto client = service().client(person);
  const auto created = client.post(collection, form);
  ASSERT_EQ(created.status, 201) << created.text;
  EXPECT_EQ(created.at("data.findings[0].code"), "condemned");
  EXPECT_EQ(created.at("data.findings[0].path"), "fields.wheelProfile");
  EXPECT_EQ(created.at("data.worstSeverity"), 4);
  EXPECT_EQ(client.get(path_of(created)).at("data"), created.at("data"));
}

TEST(WheelSpecifications, KeepMeasurementsInMicrometres) {
  const auto person = service().enrol();
  const auto number = unique_number();
  ASSERT_EQ(service().client(person).post(collection, wheel_example(number)).status, 201);
  EXPECT_EQ(
      service().sql("SELECT concat_ws(' ', axle_box_housing_bore_dia, axle_box_housing_bore_dia_nominal,"
                    " axle_box_housing_bore_dia_low, axle_box_housing_bore_dia_high)"
                    " FROM wheel_specifications WHERE form_number = '" +
                    number + "'"),
      "280 (+0.030/+0.052) 280000 280030 280052");
}

TEST(WheelSpecifications, TellEverythingThatIsWrongAtOnce) {
  auto client = service().client(service().enrol());
  auto form = wheel_example("bad number!");
  form["submittedDate"] = "2999-01-01";
  form["colour"] = "red";
  form["fields"].as_object()["wheelGauge"] = "about 1600";
  form["fields"].as_object().erase("variationSameAxle");
  const auto answer = client.post(collection, form);
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.at("code"), "validation_failed");
  std::set<std::string> paths;
  for (const auto& member : answer.at("errors").as_object()) paths.insert(std::string(member.key()));
  EXPECT_EQ(paths, (std::set<std::string>{"formNumber", "submittedDate", "colour", "fields.wheelGauge",
                                          "fields.variationSameAxle"}));
}

TEST(WheelSpecifications, AreOfTheLastDecades) {
  const auto today = service().sql(
      "SELECT (now() AT TIME ZONE 'Asia/Kolkata')::date || ' ' || ((now() AT TIME ZONE 'Asia/Kolkata')::date + 1)");
  const std::map<std::string, int> dates = {{"0204-01-15", 422},
                                            {"1949-12-31", 422},
                                            {"1950-01-01", 201},
                                            {today.substr(0, 10), 201},
                                            {today.substr(11), 422}};
  auto client = service().client(service().enrol());
  for (const auto& [date, status] : dates) {
    auto form = wheel_example(unique_number());
    form["submittedDate"] = date;
    EXPECT_EQ(client.post(collection, form).status, status) << date;
  }
}

TEST(WheelSpecifications, AreRefusedWithoutAToken) {
  auto client = service().client();
  EXPECT_EQ(client.post(collection, wheel_example(unique_number())).status, 401);
  EXPECT_EQ(client.get(collection).status, 401);
  client.token = "not.a.token";
  EXPECT_EQ(client.get(collection).status, 401);
}

TEST(WheelSpecifications, MayNameOnlyThemselvesUnlessStaff) {
  const auto person = service().enrol();
  const auto other = service().enrol();
  auto form = wheel_example(unique_number());
  for (const std::string& named : {std::to_string(other.id), other.phone, std::string("987654321")}) {
    form["submittedBy"] = named;
    const auto answer = service().client(person).post(collection, form);
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.at("errors.submittedBy[0]"), "Must be yourself: only staff may name somebody else")
        << named;
  }
  auto staff = service().client(service().enrol(Rank::staff));
  form["submittedBy"] = other.phone;
  EXPECT_EQ(staff.post(collection, form).at("data.submittedBy"), other.id);
  form["formNumber"] = unique_number();
  form["submittedBy"] = "987654321";
  const auto unknown = staff.post(collection, form);
  EXPECT_EQ(unknown.status, 422);
  EXPECT_NE(unknown.at("errors.submittedBy[0]"), json::value(nullptr));
}

TEST(WheelSpecifications, AreSeenByTheirOwnersAndStaffOnly) {
  const auto owner = service().enrol();
  auto stranger = service().client(service().enrol());
  auto staff = service().client(service().enrol(Rank::staff));
  const auto created = service().client(owner).post(collection, wheel_example(unique_number()));
  EXPECT_EQ(stranger.get(path_of(created)).status, 404);
  EXPECT_EQ(stranger.get(path_of(created) + "/history").status, 404);
  EXPECT_EQ(stranger.put(path_of(created), wheel_example(unique_number())).status, 404);
  EXPECT_EQ(stranger.patch(path_of(created), {{"stockType", "ICF"}}).status, 404);
  EXPECT_EQ(stranger.post(path_of(created) + "/submit", json::object()).status, 404);
  EXPECT_EQ(stranger.get(collection).at("pagination.total"), 0);
  EXPECT_EQ(staff.get(path_of(created)).status, 200);
}

TEST(WheelSpecifications, GiveANumberToWhoeverLeavesItOut) {
  auto client = service().client(service().enrol());
  auto form = wheel_example("");
  form.erase("formNumber");
  const auto first = client.post(collection, form);
  ASSERT_EQ(first.status, 201) << first.text;
  const std::string number = first.at("data.formNumber").as_string().c_str();
  EXPECT_TRUE(number.starts_with("WS-20")) << number;
  EXPECT_EQ(number.size(), std::string("WS-2026-000001").size());
  // The next number was taken by hand: it is passed over.
  const int following = std::stoi(number.substr(8)) + 1;
  std::string taken = std::to_string(following);
  taken = number.substr(0, 8) + std::string(6 - taken.size(), '0') + taken;
  ASSERT_EQ(client.post(collection, wheel_example(taken)).status, 201);
  const auto second = client.post(collection, form);
  ASSERT_EQ(second.status, 201) << second.text;
  EXPECT_GT(second.at("data.formNumber").as_string(), taken);
}

TEST(WheelSpecifications, StoreAFormNumberOnceWhenTwoComeAtOnce) {
  const auto person = service().enrol();
  for (int round = 0; round < 10; ++round) {
    const auto form = wheel_example(unique_number());
    std::atomic<int> created{0};
    std::atomic<int> refused{0};
    std::vector<std::thread> people;
    for (int index = 0; index < 4; ++index)
      people.emplace_back([&] {
        const auto answer = service().client(person).post(collection, form);
        if (answer.status == 201) ++created;
        if (answer.status == 409 && answer.at("errors.formNumber[0]") == "This form number is already in use")
          ++refused;
      });
    for (auto& one : people) one.join();
    EXPECT_EQ(created, 1);
    EXPECT_EQ(refused, 3);
  }
}

TEST(WheelSpecifications, AnswerARepeatedKeyWithTheFirstAnswer) {
  const auto person = service().enrol();
  auto form = wheel_example("");
  form.erase("formNumber");
  std::vector<std::string> answers(50);
  std::vector<std::thread> requests;
  for (auto& text : answers)
    requests.emplace_back([&] {
      const auto answer =
          service().client(person).post(collection, form, {{"Idempotency-Key", "a-lost-answer"}});
      text = std::to_string(answer.status) + answer.text;
    });
  for (auto& one : requests) one.join();
  EXPECT_EQ(std::set<std::string>(answers.begin(), answers.end()).size(), 1U) << answers.front();
  EXPECT_TRUE(answers.front().starts_with("201")) << answers.front();
  EXPECT_EQ(service().client(person).get(collection).at("pagination.total"), 1);

  const auto other = service().client(person).post(collection, wheel_example(unique_number()),
                                                   {{"Idempotency-Key", "a-lost-answer"}});
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(other.at("code"), "idempotency_mismatch");
}

TEST(WheelSpecifications, ListWithFiltersSortAndPages) {
  const auto person = service().enrol();
  auto client = service().client(person);
  for (int day = 1; day <= 5; ++day) {
    auto form = wheel_example("LIST-" + std::to_string(day));
    form["submittedDate"] = "2024-02-0" + std::to_string(day);
    if (day == 3) form["fields"].as_object()["wheelGauge"] = "1603";
    ASSERT_EQ(client.post(collection, form).status, 201);
  }
  struct Row {
    std::string query;
    std::string numbers;  // the last character of each form number, in order
  };
  const std::vector<Row> table = {
      {"", "54321"},
      {"?sort=created_at", "12345"},
      {"?sort=submitted_date", "12345"},
      {"?sort=-form_number", "54321"},
      {"?form_number=list-4", "4"},
      {"?formNumber=IST-4", "4"},
      {"?form_number=%25", ""},
      {"?submitted_date=2024-02-02", "2"},
      {"?submitted_date_from=2024-02-02&submittedDateTo=2024-02-04", "432"},
      {"?status=saved", "54321"},
      {"?status=Submitted", ""},
      {"?has_findings=true", "3"},
      {"?has_findings=false", "5421"},
      {"?created_after=2000-01-01T00:00:00Z&created_before=2999-01-01T00:00:00Z", "54321"},
      {"?submitted_by=" + std::to_string(person.id), "54321"},
      {"?submitted_by=987654", ""},
      {"?per_page=2", "54"},
      {"?per_page=2&page=3", "1"},
      {"?per_page=2&page=9", ""},
  };
  for (const auto& row : table) {
    const auto answer = client.get(collection + row.query);
    ASSERT_EQ(answer.status, 200) << row.query << answer.text;
    std::string numbers;
    for (const auto& form : answer.at("data").as_array()) numbers += form.at("formNumber").as_string().back();
    EXPECT_EQ(numbers, row.numbers) << row.query;
  }
  EXPECT_EQ(client.get(collection).at("message"), "All wheel specifications fetched successfully.");
  EXPECT_EQ(client.get(std::string(collection) + "?status=saved").at("message"),
            "Filtered wheel specifications fetched successfully.");
  const auto last = client.get(std::string(collection) + "?per_page=2&page=9");
  EXPECT_EQ(last.at("pagination.total"), 5);
  EXPECT_EQ(last.at("pagination.pages"), 3);

  std::string by_cursor;
  std::string query = "?per_page=2&sort=submitted_date";
  for (std::string next; by_cursor.size() < 10;) {
    const auto page = client.get(collection + query + next);
    for (const auto& form : page.at("data").as_array()) by_cursor += form.at("formNumber").as_string().back();
    if (page.at("pagination.next_cursor").is_null()) break;
    next = "&cursor=" + std::string(page.at("pagination.next_cursor").as_string());
  }
  EXPECT_EQ(by_cursor, "12345");
}

TEST(WheelSpecifications, RefuseQueriesThatTheyDoNotKnow) {
  auto client = service().client(service().enrol());
  for (const std::string query :
       {"?colour=red", "?sort=password", "?page=0", "?per_page=101", "?status=lost",
        "?submitted_date=yesterday", "?cursor=abc", "?page=1&page=2", "?has_findings=maybe"})
    EXPECT_EQ(client.get(collection + query).status, 422) << query;
  EXPECT_EQ(client.get(std::string(collection) + "?form_number=%zz").status, 400);
}

TEST(WheelSpecifications, AreChangedOnlyWhileSavedAndOnlyInTheirCurrentVersion) {
  const auto person = service().enrol();
  auto client = service().client(person);
  const auto number = unique_number();
  const auto created = client.post(collection, wheel_example(number));
  const auto path = path_of(created);

  auto changed =
      client.patch(path, {{"fields", {{"wheel_gauge", "1601"}}}}, {{"If-Match", created.header("ETag")}});
  ASSERT_EQ(changed.status, 200) << changed.text;
  EXPECT_EQ(changed.at("data.fields.wheelGauge"), "1601");
  EXPECT_EQ(changed.at("data.fields.wheelDiscWidth"), "127 (+4/-0)");
  EXPECT_EQ(changed.header("ETag"), "\"v2\"");

  EXPECT_EQ(client.patch(path, {{"stockType", "ICF"}}, {{"If-Match", created.header("ETag")}}).status, 412);
  EXPECT_EQ(client.patch(path, {{"stockType", "BOAT"}}).status, 422);
  EXPECT_EQ(client.patch(path, {{"fields", {{"wheelGauge", nullptr}}}}).status, 422);

  auto whole = wheel_example(number);
  whole["submittedDate"] = "2024-03-01";
  const auto replaced = client.put(path, whole, {{"If-Match", changed.header("ETag")}});
  ASSERT_EQ(replaced.status, 200) << replaced.text;
  EXPECT_EQ(replaced.at("data.submittedDate"), "2024-03-01");
  EXPECT_EQ(replaced.at("data.fields.wheelGauge"), "1600 (+2,-1)");

  const auto other = client.post(collection, wheel_example(unique_number()));
  whole["formNumber"] = other.at("data.formNumber");
  EXPECT_EQ(client.put(path, whole).status, 409);

  const auto submitted = client.post(path + "/submit", json::object());
  ASSERT_EQ(submitted.status, 200) << submitted.text;
  EXPECT_EQ(submitted.at("data.status"), "Submitted");
  EXPECT_EQ(client.patch(path, {{"stockType", "ICF"}}).status, 409);
  EXPECT_EQ(client.post(path + "/submit", json::object()).status, 409);

  const auto history = client.get(path + "/history");
  ASSERT_EQ(history.status, 200) << history.text;
  std::string actions;
  for (const auto& entry : history.at("data").as_array())
    actions += std::string(entry.at("action").as_string()) + ' ';
  EXPECT_EQ(actions, "created updated updated submitted ");
  EXPECT_EQ(history.at("data[1].before.fields.wheelGauge"), "1600 (+2,-1)");
  EXPECT_EQ(history.at("data[1].after.fields.wheelGauge"), "1601");
  EXPECT_EQ(history.at("data[0].actorId"), person.id);
}

TEST(WheelSpecifications, AreNotSentAgainWhenUnchanged) {
  auto client = service().client(service().enrol());
  const auto created = client.post(collection, wheel_example(unique_number()));
  const auto read = client.get(path_of(created));
  EXPECT_EQ(client.get(path_of(created), {{"If-None-Match", read.header("ETag")}}).status, 304);
  const auto list = client.get(collection);
  EXPECT_EQ(client.get(collection, {{"If-None-Match", list.header("ETag")}}).status, 304);
  EXPECT_EQ(read.header("Cache-Control"), "private, no-cache");
}

}  // namespace
