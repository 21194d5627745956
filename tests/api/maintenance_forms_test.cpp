// What all kinds of maintenance form do. Each kind has one row here; its own behaviour has its own test.
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <iterator>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "core/schema/object.hpp"
#include "core/schema/spelling.hpp"
#include "core/text.hpp"
#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
using kpa::db::BlockingConnection;
using kpa::schema::snake_case;
namespace json = boost::json;

struct Kind {
  std::string name;  // used in test names
  std::string collection;
  std::string plural;
  std::string series;
  std::string inspector;
  std::string work_date;
  json::object (*example)(const std::string& form_number);
  json::object change;      // a patch that gives it a finding
  json::object bad_change;  // a patch that is refused
};

const std::vector<Kind> kinds = {
    {.name = "WheelSpecification",
     .collection = "/api/forms/wheel-specifications",
     .plural = "wheel specifications",
     .series = "WS",
     .inspector = "submittedBy",
     .work_date = "submittedDate",
     .example = wheel_example,
     .change = {{"fields", {{"wheelGauge", "1603"}}}},
     .bad_change = {{"fields", {{"wheelGauge", nullptr}}}}},
    {.name = "BogieChecksheet",
     .collection = "/api/forms/bogie-checksheets",
     .plural = "bogie checksheets",
     .series = "BC",
     .inspector = "inspectionBy",
     .work_date = "inspectionDate",
     .example = bogie_example,
     .change = {{"bogieChecksheet", {{"axleGuide", "Bent"}}}},
     .bad_change = {{"bogieChecksheet", {{"axleGuide", nullptr}}}}},
};

std::string with(std::string text, std::string_view part, std::string_view instead) {
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + instead.size()))
    text.replace(at, part.size(), instead);
  return text;
}

/// The members in reverse order, also inside objects.
json::value reversed(const json::value& value) {
  if (!value.is_object()) return value;
  json::object made;
  std::vector<const json::key_value_pair*> members;
  for (const auto& member : value.get_object()) members.push_back(&member);
  for (auto member = members.rbegin(); member != members.rend(); ++member)
    made[(*member)->key()] = reversed((*member)->value());
  return made;
}

/// All names in snake_case.
json::value in_snake_case(const json::value& value) {
  if (!value.is_object()) return value;
  json::object made;
  for (const auto& member : value.get_object())
    made[snake_case(std::string(member.key()))] = in_snake_case(member.value());
  return made;
}

/// One service for all tests of this program; each test enrols people of its own.
TestService& service() {
  static TestService running;
  return running;
}

constexpr auto taken = "This form number is already in use";

class MaintenanceForms : public testing::TestWithParam<Kind> {
 protected:
  static const Kind& kind() { return GetParam(); }
  static const std::string& collection() { return kind().collection; }

  static std::string unique_number() {
    static std::atomic<int> next{1};
    return kind().series + "-T-" + std::to_string(next++);
  }
  static json::object form() { return kind().example(unique_number()); }
  static json::object form_without_number() {
    auto made = form();
    made.erase("formNumber");
    return made;
  }
  static std::string path_of(const Answer& created) {
    return collection() + '/' + std::to_string(created.at("data.id").as_int64());
  }
  /// The last characters of the form numbers on a page, in order.
  static std::string numbers(const Answer& page) {
    std::string all;
    for (const auto& one : page.at("data").as_array()) all += one.at("formNumber").as_string().back();
    return all;
  }
  /// The versions that the entries on a page of a history tell of, in order.
  static std::vector<std::int64_t> versions(const Answer& page) {
    std::vector<std::int64_t> all;
    for (const auto& entry : page.at("data").as_array()) all.push_back(entry.at("version").as_int64());
    return all;
  }
  static std::vector<std::int64_t> numbers_from(std::int64_t first, std::int64_t last) {
    std::vector<std::int64_t> all(static_cast<std::size_t>(last - first + 1));
    std::iota(all.begin(), all.end(), first);
    return all;
  }
};

INSTANTIATE_TEST_SUITE_P(Every, MaintenanceForms, testing::ValuesIn(kinds),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(MaintenanceForms, AreRefusedWithoutAToken) {
  auto client = service().client();
  for (const std::string token : {"", "not.a.token"}) {
    client.token = token;
    EXPECT_EQ(client.post(collection(), form()).status, 401);
    for (const std::string path : {"", "/1", "/1/history"})
      EXPECT_EQ(client.get(collection() + path).status, 401) << path;
    EXPECT_EQ(client.put(collection() + "/1", form()).status, 401);
    EXPECT_EQ(client.patch(collection() + "/1", kind().change).status, 401);
    EXPECT_EQ(client.post(collection() + "/1/submit", json::object()).status, 401);
  }
}

TEST_P(MaintenanceForms, NameOnlyTheCallerUnlessThatIsStaff) {
  const auto person = service().enrol();
  const auto other = service().enrol();
  const std::string error = "errors." + kind().inspector + "[0]";
  auto sent = form();
  for (const std::string& named : {std::to_string(other.id), other.phone, std::string("987654321")}) {
    sent[kind().inspector] = named;
    const auto answer = service().client(person).post(collection(), sent);
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.at(error), "Must be yourself: only staff may name somebody else") << named;
  }
  for (const std::string& named : {std::to_string(person.id), person.phone}) {
    sent = form();
    sent[kind().inspector] = named;
    EXPECT_EQ(service().client(person).post(collection(), sent).at("data." + kind().inspector), person.id);
  }
  auto staff = service().client(service().enrol(Rank::staff));
  sent = form();
  sent[kind().inspector] = other.phone;
  const auto created = staff.post(collection(), sent);
  EXPECT_EQ(created.at("data." + kind().inspector), other.id);
  EXPECT_EQ(service().client(other).get(path_of(created)).status, 200);
  sent = form();
  sent[kind().inspector] = "987654321";
  const auto unknown = staff.post(collection(), sent);
  EXPECT_EQ(unknown.status, 422);
  EXPECT_EQ(unknown.at(error), "There is nobody with this id, employee id or phone number");
}

TEST_P(MaintenanceForms, AreSeenByTheirInspectorsAndStaffOnly) {
  auto stranger = service().client(service().enrol());
  auto staff = service().client(service().enrol(Rank::staff));
  const auto created = service().client(service().enrol()).post(collection(), form());
  const auto path = path_of(created);
  EXPECT_EQ(staff.get(path).status, 200);
  EXPECT_EQ(staff.get(path + "/history").status, 200);
  const std::string number(created.at("data.formNumber").as_string());
  EXPECT_EQ(staff.get(collection() + "?form_number=" + number).at("data[0].id"), created.at("data.id"));
  EXPECT_EQ(stranger.get(path).status, 404);
  EXPECT_EQ(stranger.get(path + "/history").status, 404);
  EXPECT_EQ(stranger.put(path, form()).status, 404);
  EXPECT_EQ(stranger.patch(path, kind().change).status, 404);
  EXPECT_EQ(stranger.post(path + "/submit", json::object()).status, 404);
  EXPECT_EQ(stranger.get(collection()).at("pagination.total"), 0);
  EXPECT_EQ(staff.get(path).at("data"), created.at("data")) << "nothing was changed";
}

TEST_P(MaintenanceForms, AreOfTheLastDecades) {
  const auto local = [](const std::string& day) {
    return service().sql("SELECT ((now() AT TIME ZONE 'Asia/Kolkata')::date" + day + ")::text");
  };
  const std::map<std::string, int> dates = {
      {"0204-01-15", 422}, {"1949-12-31", 422}, {"1950-01-01", 201}, {local(""), 201}, {local(" + 1"), 422}};
  auto client = service().client(service().enrol());
  for (const auto& [date, status] : dates) {
    auto sent = form();
    sent[kind().work_date] = date;
    EXPECT_EQ(client.post(collection(), sent).status, status) << date;
  }
}

TEST_P(MaintenanceForms, GetANumberWhenItIsLeftOut) {
  auto client = service().client(service().enrol());
  const auto first = client.post(collection(), form_without_number());
  ASSERT_EQ(first.status, 201) << first.text;
  const std::string number(first.at("data.formNumber").as_string());
  EXPECT_TRUE(number.starts_with(kind().series + "-20")) << number;
  EXPECT_EQ(number.size(), std::string("WS-2026-000001").size());
  // The next number is in use already, so it is skipped.
  std::string following = std::to_string(std::stoi(number.substr(8)) + 1);
  following = number.substr(0, 8) + std::string(6 - following.size(), '0') + following;
  ASSERT_EQ(client.post(collection(), kind().example(kpa::lower(following))).status, 201);
  const auto second = client.post(collection(), form_without_number());
  ASSERT_EQ(second.status, 201) << second.text;
  EXPECT_GT(second.at("data.formNumber").as_string(), following);
}

TEST_P(MaintenanceForms, HaveNumbersThatDifferInMoreThanCase) {
  auto client = service().client(service().enrol());
  const auto number = unique_number();
  const auto created = client.post(collection(), kind().example(number));
  ASSERT_EQ(created.status, 201) << created.text;
  const auto same = kpa::lower(number);
  ASSERT_NE(same, number);
  const auto refused = client.post(collection(), kind().example(same));
  EXPECT_EQ(refused.status, 409) << refused.text;
  EXPECT_EQ(refused.at("code"), "form_number_taken");
  const auto other = client.post(collection(), kind().example(unique_number()));
  EXPECT_EQ(client.patch(path_of(other), {{"formNumber", same}}).at("code"), "form_number_taken");
  EXPECT_EQ(client.patch(path_of(created), {{"formNumber", same}}).status, 200) << "its own";
  EXPECT_EQ(client.get(collection() + "?form_number=" + number).at("data[0].id"), created.at("data.id"));
}

TEST_P(MaintenanceForms, StoreANumberOnceWhenSeveralWantItAtOnce) {
  const std::vector<Person> inspectors = {service().enrol(), service().enrol(), service().enrol(),
                                          service().enrol()};
  std::vector<std::string> paths;
  for (const auto& inspector : inspectors)
    paths.push_back(path_of(service().client(inspector).post(collection(), form())));
  for (int round = 0; round < 10; ++round) {
    // Two new forms and two old ones.
    const auto wanted = form();
    std::atomic<int> stored{0};
    std::atomic<int> refused{0};
    std::vector<std::thread> people;
    for (std::size_t index = 0; index < 4; ++index)
      people.emplace_back([&, index, path = collection()] {
        const auto client = service().client(inspectors[index]);
        const auto answer = index < 2 ? client.post(path, wanted) : client.put(paths[index], wanted);
        if (answer.status == 200 || answer.status == 201) ++stored;
        if (answer.status == 409 && answer.at("errors.formNumber[0]") == taken) ++refused;
      });
    for (auto& one : people) one.join();
    EXPECT_EQ(stored, 1);
    EXPECT_EQ(refused, 3);
  }
}

TEST_P(MaintenanceForms, AnswerARepeatedKeyWithTheFirstAnswer) {
  const auto person = service().enrol();
  const auto sent = form_without_number();
  std::vector<std::string> answers(50);
  std::vector<std::thread> requests;
  for (auto& text : answers)
    requests.emplace_back([&, path = collection()] {
      const auto answer = service().client(person).post(path, sent, {{"Idempotency-Key", "a-lost-answer"}});
      text = std::to_string(answer.status) + answer.text;
    });
  for (auto& one : requests) one.join();
  EXPECT_EQ(std::set<std::string>(answers.begin(), answers.end()).size(), 1U) << answers.front();
  EXPECT_TRUE(answers.front().starts_with("201")) << answers.front();
  EXPECT_EQ(service().client(person).get(collection()).at("pagination.total"), 1);

  const auto other =
      service().client(person).post(collection(), form(), {{"Idempotency-Key", "a-lost-answer"}});
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(other.at("code"), "idempotency_mismatch");
  const auto made =
      path_of(service().client(person).post(collection(), sent, {{"Idempotency-Key", "a-lost-answer"}}));
  EXPECT_EQ(other.header("Location"), made);
  EXPECT_NE(other.text.find(made), other.text.npos) << other.text;
  const auto with_slash =
      service().client(person).post(collection() + "/", sent, {{"Idempotency-Key", "a-lost-answer"}});
  EXPECT_EQ(std::to_string(with_slash.status) + with_slash.text, answers.front());
}

TEST_P(MaintenanceForms, KnowARepeatByWhatItSays) {
  auto client = service().client(service().enrol());
  const auto send = [&](const std::string& text, const std::string& key) {
    return client.ask("POST", collection(), text,
                      {{"Content-Type", "application/json"}, {"Idempotency-Key", key}});
  };
  auto sent = form();
  const std::string text = json::serialize(sent);
  const auto first = send(text, "said");
  ASSERT_EQ(first.status, 201) << first.text;
  auto with_null = sent;
  with_null[kind().inspector] = nullptr;
  const std::map<std::string, std::string> same = {
      {"as it was", text},
      {"in another order", json::serialize(reversed(sent))},
      {"re-indented", "\r\n " + with(with(text, ",\"", " ,\n\t\""), "\":", "\" :  ")},
      {"with a newline at its end", text + "\n"},
      {"in the other spelling", json::serialize(in_snake_case(sent))},
      {"with characters escaped", with(text, "formNumber", "\\u0066ormNumber")},
      {"with null for what was left out", json::serialize(with_null)},
  };
  for (const auto& [how, body] : same) {
    const auto again = send(body, "said");
    EXPECT_EQ(again.text, first.text) << how;
    EXPECT_EQ(again.header("Idempotency-Replayed"), "true") << how;
  }
  auto other = sent;
  other[kind().work_date] = "2024-01-14";
  auto for_somebody = sent;
  for_somebody[kind().inspector] = service().enrol().phone;
  for (const auto& body : {json::serialize(other), json::serialize(for_somebody)})
    EXPECT_EQ(send(body, "said").at("code"), "idempotency_mismatch") << body;
  EXPECT_EQ(client.get(collection()).at("pagination.total"), 1);
}

TEST_P(MaintenanceForms, LeaveNothingUnderAKeyWhenTheBodyIsNoForm) {
  auto client = service().client(service().enrol());
  const HttpClient::Fields key = {{"Idempotency-Key", "tried"}};
  auto bad = form();
  bad[kind().work_date] = "yesterday";
  EXPECT_EQ(client.post(collection(), bad, key).status, 422);
  EXPECT_EQ(client.ask("POST", collection(), "{", key).status, 400);
  EXPECT_EQ(client.post(collection(), form(), key).status, 201);
  EXPECT_EQ(client.post(collection(), bad, key).at("code"), "validation_failed");
}

TEST_P(MaintenanceForms, GetNumbersForWhichNobodyWaits) {
  const auto person = service().enrol();
  BlockingConnection slow(service().conninfo());
  ASSERT_EQ(service().client(person).post(collection(), form_without_number()).status, 201);
  slow.execute("BEGIN");  // somebody's request, which has its number and is not done yet
  slow.execute("SELECT next_form_number($1, extract(year FROM now() AT TIME ZONE 'Asia/Kolkata')::int)",
               {kind().series});
  std::vector<std::string> numbers(20);
  std::vector<std::thread> requests;
  for (std::size_t at = 0; at < numbers.size(); ++at)
    requests.emplace_back([&, at, path = collection()] {
      HttpClient::Fields fields;
      if (at % 2 == 0) fields.emplace_back("Idempotency-Key", "number-" + std::to_string(at));
      const auto answer = service().client(person).post(path, form_without_number(), fields);
      numbers[at] =
          answer.status == 201 ? std::string(answer.at("data.formNumber").as_string()) : answer.text;
    });
  for (auto& one : requests) one.join();
  EXPECT_EQ(std::set<std::string>(numbers.begin(), numbers.end()).size(), numbers.size());
  for (const auto& number : numbers) EXPECT_TRUE(number.starts_with(kind().series + "-20")) << number;
  slow.execute("ROLLBACK");
}

TEST_P(MaintenanceForms, BeginToCountAnewEachYear) {
  const auto next = [](int year) {
    return service().sql("SELECT next_form_number('" + kind().series + "', " + std::to_string(year) + ")");
  };
  const auto before = next(2998);
  EXPECT_EQ(next(2999), "1");
  EXPECT_EQ(next(2999), "2");
  EXPECT_EQ(next(3000), "1");
  EXPECT_GT(std::stoi(next(2998)), std::stoi(before)) << "never one that was given";
  EXPECT_GT(std::stoi(next(2999)), 2);
}

// Numbers are taken with the rights of the owner, so search_path must not matter.
TEST_P(MaintenanceForms, GetNumbersFromNoFunctionOfSomebodyElse) {
  BlockingConnection sql(service().conninfo());
  sql.execute(
      "CREATE FUNCTION nextval(text) RETURNS bigint LANGUAGE plpgsql AS $$BEGIN RAISE 'not ours'; END$$");
  EXPECT_THROW(sql.execute("SELECT nextval('form_numbers_ws'::text)"), kpa::db::Error);
  EXPECT_NO_THROW(sql.execute("SELECT next_form_number($1, 2997)", {kind().series}));
  sql.execute("DROP FUNCTION nextval(text)");
}

TEST_P(MaintenanceForms, SayThatManyNumbersAreInUseAndGoOnBehindThem) {
  auto client = service().client(service().enrol());
  const auto first = client.post(collection(), form_without_number());
  ASSERT_EQ(first.status, 201) << first.text;
  const std::string number(first.at("data.formNumber").as_string());
  for (int step = 1; step <= 100; ++step) {
    const std::string following = std::to_string(1'000'000 + std::stoi(number.substr(8)) + step).substr(1);
    ASSERT_EQ(client.post(collection(), kind().example(number.substr(0, 8) + following)).status, 201);
  }
  const auto refused = client.post(collection(), form_without_number());
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.at("code"), "form_number_taken");
  EXPECT_NE(refused.text.find("next 100 numbers"), refused.text.npos) << refused.text;
  EXPECT_EQ(client.post(collection(), form_without_number()).status, 201);
}

TEST_P(MaintenanceForms, StayAsTheyAreWhenAnUpdateChangesNothing) {
  auto client = service().client(service().enrol());
  const auto created = client.post(collection(), form());
  const auto path = path_of(created);
  const auto patched = client.patch(path, json::object());
  EXPECT_EQ(patched.at("data"), created.at("data"));
  EXPECT_EQ(patched.header("ETag"), "\"v1\"");
  EXPECT_EQ(client.get(path + "/history").at("data").as_array().size(), 1U);
}

TEST_P(MaintenanceForms, AreListedByFiltersOrderAndPages) {
  const auto person = service().enrol();
  auto client = service().client(person);
  for (int day = 1; day <= 5; ++day) {
    auto sent = kind().example(kind().series + "-LIST-" + std::to_string(day));
    sent[kind().work_date] = "2024-02-0" + std::to_string(day);
    const auto created = client.post(collection(), sent);
    ASSERT_EQ(created.status, 201) << created.text;
    if (day == 3) {
      ASSERT_EQ(client.patch(path_of(created), kind().change).status, 200);
    }
  }
  const std::string& date = kind().work_date;
  struct Row {
    std::string query;
    std::string numbers;
  };
  const std::vector<Row> table = {
      {"", "54321"},
      {"?sort=created_at", "12345"},
      {"?sort=createdAt", "12345"},
      {"?sort=-createdAt&per_page=2", "54"},
      {"?sort=formNumber", "12345"},
      {"?sort=-" + date, "54321"},
      {"?sort=-" + snake_case(date), "54321"},
      {"?status=&form_number=&has_findings=&" + date + "=&sort=&page=&per_page=&cursor=", "54321"},
      {"?status=%20&has_findings=true", "3"},
      {"?sort=-form_number", "54321"},
      {"?form_number=list-4", "4"},
      {"?formNumber=IST-4", "4"},
      {"?form_number=%25", ""},
      {"?" + date + "=2024-02-02", "2"},
      {"?" + date + "From=2024-02-02&" + date + "To=2024-02-04", "432"},
      {"?" + snake_case(date) + "=2024-02-02", "2"},
      {"?" + snake_case(date) + "_from=2024-02-02&" + snake_case(date) + "_to=2024-02-04", "432"},
      {"?" + snake_case(kind().inspector) + "=" + person.phone, "54321"},
      {"?status=saved", "54321"},
      {"?status=Submitted", ""},
      {"?has_findings=true", "3"},
      {"?has_findings=false", "5421"},
      {"?created_after=2000-01-01T00:00:00Z&created_before=2999-01-01T00:00:00Z", "54321"},
      {"?" + kind().inspector + "=" + std::to_string(person.id), "54321"},
      {"?" + kind().inspector + "=987654", ""},
      {"?status=saved&has_findings=false&" + date + "=2024-02-05", "5"},
      {"?per_page=2", "54"},
      {"?per_page=2&page=3", "1"},
      {"?per_page=2&page=9", ""},
  };
  for (const auto& row : table) {
    const auto answer = client.get(collection() + row.query);
    ASSERT_EQ(answer.status, 200) << row.query << answer.text;
    EXPECT_EQ(numbers(answer), row.numbers) << row.query;
  }
  EXPECT_EQ(client.get(collection()).at("message"),
            json::string("All " + kind().plural + " fetched successfully."));
  EXPECT_EQ(client.get(collection() + "?status=saved").at("message"),
            json::string("Filtered " + kind().plural + " fetched successfully."));
  const auto behind = client.get(collection() + "?per_page=2&page=9");
  EXPECT_EQ(behind.at("pagination.total"), 5);
  EXPECT_EQ(behind.at("pagination.pages"), 3);

  std::string by_cursor;
  for (std::string next; by_cursor.size() < 10;) {
    const auto page = client.get(collection() + "?per_page=2&sort=form_number" + next);
    by_cursor += numbers(page);
    if (page.at("pagination.next_cursor").is_null()) break;
    next = "&cursor=" + std::string(page.at("pagination.next_cursor").as_string());
  }
  EXPECT_EQ(by_cursor, "12345");
}

TEST_P(MaintenanceForms, RefuseQueriesThatTheyDoNotKnow) {
  auto client = service().client(service().enrol());
  for (const std::string& query :
       {std::string("?colour=red"), std::string("?sort=password"), std::string("?page=0"),
        std::string("?per_page=101"), std::string("?status=lost"), "?" + kind().work_date + "=yesterday",
        std::string("?cursor=abc"), std::string("?page=1&page=2"), std::string("?has_findings=maybe")})
    EXPECT_EQ(client.get(collection() + query).status, 422) << query;
  EXPECT_EQ(client.get(collection() + "?form_number=%zz").status, 400);
}

TEST_P(MaintenanceForms, AreChangedOnlyWhileSavedAndOnlyInTheirCurrentVersion) {
  const auto person = service().enrol();
  auto client = service().client(person);
  const auto number = unique_number();
  const auto created = client.post(collection(), kind().example(number));
  const auto path = path_of(created);

  const auto changed = client.patch(path, kind().change, {{"If-Match", created.header("ETag")}});
  ASSERT_EQ(changed.status, 200) << changed.text;
  EXPECT_EQ(changed.at("data.findings").as_array().size(), 1U);
  EXPECT_EQ(changed.header("ETag"), "\"v2\"");
  for (const std::string& tags : {created.header("ETag"), "W/" + changed.header("ETag"),
                                  created.header("ETag") + ", W/" + changed.header("ETag")})
    EXPECT_EQ(client.patch(path, kind().change, {{"If-Match", tags}}).status, 412) << tags;
  for (const std::string tags : {"", "v2", "\"v2\", *"})
    EXPECT_EQ(client.patch(path, kind().change, {{"If-Match", tags}}).status, 400) << tags;
  EXPECT_EQ(client.patch(path, kind().bad_change).status, 422);

  auto whole = kind().example(number);
  whole[kind().work_date] = "2024-03-01";
  const auto replaced =
      client.put(path, whole, {{"If-Match", created.header("ETag") + ", " + changed.header("ETag")}});
  ASSERT_EQ(replaced.status, 200) << replaced.text;
  EXPECT_EQ(replaced.at("data." + kind().work_date), "2024-03-01");
  EXPECT_EQ(replaced.at("data.findings"), json::array());

  const auto other = client.post(collection(), form());
  whole["formNumber"] = other.at("data.formNumber");
  EXPECT_EQ(client.put(path, whole).status, 409);

  const auto submitted = client.post(path + "/submit", json::object());
  ASSERT_EQ(submitted.status, 200) << submitted.text;
  EXPECT_EQ(submitted.at("data.status"), "Submitted");
  EXPECT_EQ(client.patch(path, kind().change).status, 409);
  EXPECT_EQ(client.put(path, form()).status, 409);
  EXPECT_EQ(client.post(path + "/submit", json::object()).status, 409);

  const auto history = client.get(path + "/history");
  ASSERT_EQ(history.status, 200) << history.text;
  std::string actions;
  for (const auto& entry : history.at("data").as_array())
    actions += std::string(entry.at("action").as_string()) + ' ';
  EXPECT_EQ(actions, "created updated updated submitted ");
  EXPECT_EQ(history.at("data[1].before"), history.at("data[0].after"));
  EXPECT_EQ(history.at("data[2].before"), history.at("data[1].after"));
  EXPECT_NE(history.at("data[1].before"), history.at("data[1].after"));
  EXPECT_EQ(history.at("data[2].after." + kind().work_date), "2024-03-01");
  EXPECT_EQ(history.at("data[0].actorId"), person.id);
  EXPECT_EQ(history.at("data[0].after." + kind().inspector), person.id);
}

TEST_P(MaintenanceForms, TellTheirHistoryByPages) {
  auto client = service().client(service().enrol());
  const auto path = path_of(client.post(collection(), form()));
  const auto history = path + "/history";
  std::int64_t newest = 1;
  const auto change = [&] {
    json::object patch;
    patch[kind().work_date] = ++newest % 2 == 0 ? "2024-02-01" : "2024-02-02";
    EXPECT_EQ(client.patch(path, patch).status, 200);
  };
  while (newest < 120) change();

  const auto first = client.get(history);
  ASSERT_EQ(first.status, 200) << first.text;
  EXPECT_EQ(versions(first), numbers_from(1, 20));
  EXPECT_EQ(first.at("message"), "History fetched successfully.");
  EXPECT_EQ(first.at("pagination.per_page"), 20);
  EXPECT_EQ(first.at("pagination.total"), 120);
  EXPECT_EQ(first.at("pagination.pages"), 6);
  EXPECT_EQ(versions(client.get(history + "?per_page=100")), numbers_from(1, 100));
  EXPECT_EQ(versions(client.get(history + "?page=6")), numbers_from(101, 120));
  EXPECT_EQ(versions(client.get(history + "?page=7")), std::vector<std::int64_t>());
  for (const std::string query :
       {"per_page=101", "per_page=0", "page=0", "sort=version", "cursor=abc", "all=true"})
    EXPECT_EQ(client.get(history + '?' + query).status, 422) << query;

  for (const std::string sort : {"id", "-id"}) {
    // The record changed between the pages sorts after the oldest, but before the latest.
    auto expected = numbers_from(1, sort == "id" ? newest + 1 : newest);
    if (sort == "-id") std::ranges::reverse(expected);
    std::vector<std::int64_t> walked;
    std::string cursor;
    do {
      const auto page = client.get(history + "?per_page=50&sort=" + sort + cursor);
      ASSERT_EQ(page.status, 200) << page.text;
      std::ranges::copy(versions(page), std::back_inserter(walked));
      if (cursor.empty()) change();
      const auto& next = page.at("pagination.next_cursor");
      cursor = next.is_null() ? "" : "&cursor=" + std::string(next.as_string());
    } while (!cursor.empty());
    EXPECT_EQ(walked, expected) << sort;
  }
}

TEST_P(MaintenanceForms, KeepWhoseTheyAreWhenAnUpdateDoesNotSay) {
  const auto inspector = service().enrol();
  auto staff = service().client(service().enrol(Rank::staff));
  const auto created = service().client(inspector).post(collection(), form());
  const auto replaced = staff.put(path_of(created), form_without_number());
  ASSERT_EQ(replaced.status, 200) << replaced.text;
  EXPECT_EQ(replaced.at("data." + kind().inspector), inspector.id);
  EXPECT_EQ(replaced.at("data.formNumber"), created.at("data.formNumber"));
}

TEST_P(MaintenanceForms, AreNotSentAgainWhenUnchanged) {
  auto client = service().client(service().enrol());
  const auto created = client.post(collection(), form());
  const auto read = client.get(path_of(created));
  EXPECT_EQ(client.get(path_of(created), {{"If-None-Match", read.header("ETag")}}).status, 304);
  const auto list = client.get(collection());
  EXPECT_EQ(client.get(collection(), {{"If-None-Match", list.header("ETag")}}).status, 304);
  const auto history = path_of(created) + "/history";
  const HttpClient::Fields known = {{"If-None-Match", client.get(history).header("ETag")}};
  EXPECT_EQ(client.get(history, known).status, 304);
  ASSERT_EQ(client.patch(path_of(created), kind().change).status, 200);
  EXPECT_EQ(client.get(history, known).status, 200);
  EXPECT_EQ(read.header("Cache-Control"), "no-store");
}

}  // namespace
