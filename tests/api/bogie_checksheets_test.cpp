#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include "features/bogie_checksheets/rules.hpp"
#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;
namespace rules = kpa::bogie_checksheets;

const std::string collection = "/api/forms/bogie-checksheets";
const std::string other_collection = "/api/forms/bogie-checksheet";

/// One service for all tests of this program; each test enrols people of its own.
TestService& service() {
  static TestService running;
  return running;
}

std::string unique_number() {
  static std::atomic<int> next{1};
  return "BC-T-" + std::to_string(next++);
}

std::string path_of(const Answer& created) {
  return collection + '/' + std::to_string(created.at("data.id").as_int64());
}

/// The example with another value in one of its objects.
json::object example_with(std::string_view object, std::string_view name, const json::value& value) {
  auto form = bogie_example(unique_number());
  form[object].as_object()[name] = value;
  return form;
}

TEST(BogieChecksheets, AcceptTheReferencesExampleWithoutFindings) {
  const auto person = service().enrol();
  auto form = bogie_example("BC-2024-001");
  form["inspectionBy"] = std::to_string(person.id);
  const auto answer = service().client(person).post(collection, form);
  ASSERT_EQ(answer.status, 201) << answer.text;
  EXPECT_EQ(answer.at("success"), true);
  EXPECT_EQ(answer.at("message"), "Bogie checksheet submitted successfully.");
  EXPECT_EQ(answer.at("data.formNumber"), "BC-2024-001");
  EXPECT_EQ(answer.at("data.inspectionBy"), person.id);
  EXPECT_EQ(answer.at("data.inspectionDate"), "2024-01-15");
  EXPECT_EQ(answer.at("data.status"), "Saved");
  EXPECT_EQ(answer.at("data.findings"), json::array());
  EXPECT_EQ(answer.at("data.worstSeverity"), 2);
  EXPECT_EQ(answer.header("ETag"), "\"v1\"");
  EXPECT_EQ(answer.header("Location"), path_of(answer));
  EXPECT_EQ(service().client(person).get(path_of(answer)).at("data"), answer.at("data"));
}

TEST(BogieChecksheets, AnswerTheDetailsAsTheyCameAndInTheirParts) {
  auto client = service().client(service().enrol());
  const auto answer = client.post(collection, bogie_example(unique_number()));
  ASSERT_EQ(answer.status, 201) << answer.text;
  const json::object expected = {{"bogieNo", "B-12345"},
                                 {"makerYearBuilt", "ICF/2020"},
                                 {"incomingDivAndDate", "Mumbai Division/2024-01-10"},
                                 {"deficitComponents", "None"},
                                 {"dateOfIOH", "2023-06-15"},
                                 {"maker", "ICF"},
                                 {"yearBuilt", 2020},
                                 {"incomingDivision", "Mumbai Division"},
                                 {"incomingDate", "2024-01-10"}};
  EXPECT_EQ(answer.at("data.bogieDetails"), expected);
}

// The database has the vocabularies a second time: it must know every word that the rules know.
TEST(BogieChecksheets, StoreEveryConditionOfEveryComponentWithItsFinding) {
  auto client = service().client(service().enrol());
  for (const auto& component : rules::all_components())
    for (const auto& condition : rules::conditions(component.section)) {
      const auto section = rules::wire_name(component.section);
      const auto answer =
          client.post(collection, example_with(section, component.wire, json::string(condition.name)));
      const auto path = std::string(section) + '.' + std::string(component.wire);
      ASSERT_EQ(answer.status, 201) << path << ' ' << condition.name << answer.text;
      EXPECT_EQ(answer.at("data." + path), json::string(condition.name));
      if (condition.severity < kpa::severity::needs_attention) {
        EXPECT_EQ(answer.at("data.findings"), json::array()) << path;
      } else {
        EXPECT_EQ(answer.at("data.findings[0].path"), json::string(path));
        EXPECT_EQ(answer.at("data.findings[0].severity"), condition.severity);
        EXPECT_EQ(answer.at("data.worstSeverity"), condition.severity);
      }
    }
}

TEST(BogieChecksheets, TellEverythingThatIsWrongAtOnce) {
  auto client = service().client(service().enrol());
  auto form = example_with("bmbcChecksheet", "cylinderBody", "Cracked");
  form["formNumber"] = "bad number!";
  form["inspectionDate"] = "2999-01-01";
  form["bogieDetails"].as_object()["bogieNo"] = "";
  form["bogieDetails"].as_object()["dateOfIOH"] = "0204-01-15";
  form["bogieChecksheet"].as_object().erase("bolster");
  form["colour"] = "red";
  const auto answer = client.post(collection, form);
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.at("code"), "validation_failed");
  std::set<std::string> paths;
  for (const auto& member : answer.at("errors").as_object()) paths.insert(std::string(member.key()));
  EXPECT_EQ(paths, (std::set<std::string>{"formNumber", "inspectionDate", "bogieDetails.bogieNo",
                                          "bogieDetails.dateOfIOH", "bogieChecksheet.bolster",
                                          "bmbcChecksheet.cylinderBody", "colour"}));
}

TEST(BogieChecksheets, AreReachedUnderTheirOtherNameToo) {
  auto client = service().client(service().enrol());
  const auto created = client.post(other_collection, bogie_example(unique_number()));
  ASSERT_EQ(created.status, 201) << created.text;
  const auto path = other_collection + '/' + std::to_string(created.at("data.id").as_int64());
  EXPECT_EQ(client.get(other_collection).at("pagination.total"), 1);
  EXPECT_EQ(client.get(path).at("data"), created.at("data"));
  EXPECT_EQ(client.patch(path, {{"bogieChecksheet", {{"bolster", "Poor"}}}}).status, 200);
  EXPECT_EQ(client.put(path, bogie_example(unique_number())).status, 200);
  EXPECT_EQ(client.post(path + "/submit", json::object()).status, 200);
  EXPECT_EQ(client.get(path + "/history").at("data").as_array().size(), 4U);
}

TEST(BogieChecksheets, AreRefusedWithoutAToken) {
  auto client = service().client();
  EXPECT_EQ(client.post(collection, bogie_example(unique_number())).status, 401);
  EXPECT_EQ(client.get(collection).status, 401);
  EXPECT_EQ(client.get(collection + "/1").status, 401);
}

TEST(BogieChecksheets, AreSeenByTheirInspectorsAndStaffOnly) {
  const auto inspector = service().enrol();
  auto stranger = service().client(service().enrol());
  auto staff = service().client(service().enrol(Rank::staff));
  auto form = bogie_example(unique_number());
  form["inspectionBy"] = inspector.phone;
  const auto refused = stranger.post(collection, form);
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.at("errors.inspectionBy[0]"), "Must be yourself: only staff may name somebody else");

  const auto created = staff.post(collection, form);
  ASSERT_EQ(created.status, 201) << created.text;
  EXPECT_EQ(created.at("data.inspectionBy"), inspector.id);
  EXPECT_EQ(service().client(inspector).get(path_of(created)).status, 200);
  EXPECT_EQ(staff.get(path_of(created)).status, 200);
  EXPECT_EQ(stranger.get(path_of(created)).status, 404);
  EXPECT_EQ(stranger.get(path_of(created) + "/history").status, 404);
  EXPECT_EQ(stranger.put(path_of(created), bogie_example(unique_number())).status, 404);
  EXPECT_EQ(stranger.patch(path_of(created), {{"bogieDetails", json::object()}}).status, 404);
  EXPECT_EQ(stranger.post(path_of(created) + "/submit", json::object()).status, 404);
  EXPECT_EQ(stranger.get(collection).at("pagination.total"), 0);
}

TEST(BogieChecksheets, GiveANumberToWhoeverLeavesItOut) {
  auto client = service().client(service().enrol());
  auto form = bogie_example("");
  form.erase("formNumber");
  const auto answer = client.post(collection, form);
  ASSERT_EQ(answer.status, 201) << answer.text;
  const std::string number(answer.at("data.formNumber").as_string());
  EXPECT_TRUE(number.starts_with("BC-20")) << number;
  EXPECT_EQ(number.size(), std::string("BC-2026-000001").size());
}

TEST(BogieChecksheets, GiveANumberToOneOfThoseWhoTakeItAtOnce) {
  const auto person = service().enrol();
  std::vector<std::string> paths;
  for (int index = 0; index < 4; ++index)
    paths.push_back(path_of(service().client(person).post(collection, bogie_example(unique_number()))));
  for (int round = 0; round < 10; ++round) {
    // Two new checksheets and two old ones want the same number.
    const auto form = bogie_example(unique_number());
    std::atomic<int> taken{0};
    std::atomic<int> refused{0};
    std::vector<std::thread> people;
    for (std::size_t index = 0; index < 4; ++index)
      people.emplace_back([&, index] {
        const auto client = service().client(person);
        const auto answer = index < 2 ? client.post(collection, form) : client.put(paths[index], form);
        if (answer.status == 200 || answer.status == 201) ++taken;
        if (answer.status == 409 && answer.at("errors.formNumber[0]") == "This form number is already in use")
          ++refused;
      });
    for (auto& one : people) one.join();
    EXPECT_EQ(taken, 1);
    EXPECT_EQ(refused, 3);
  }
}

TEST(BogieChecksheets, ListWithFiltersSortAndPages) {
  const auto person = service().enrol();
  auto client = service().client(person);
  for (int day = 1; day <= 5; ++day) {
    auto form = bogie_example("BOGIES-" + std::to_string(day));
    form["inspectionDate"] = "2024-02-0" + std::to_string(day);
    if (day == 2) form["bogieDetails"].as_object()["bogieNo"] = "Rb-77";
    if (day == 3) form["bogieChecksheet"].as_object()["bolster"] = "Fair";
    if (day == 4) form["bogieChecksheet"].as_object()["bolster"] = "Poor";
    ASSERT_EQ(client.post(collection, form).status, 201);
  }
  struct Row {
    std::string query;
    std::string numbers;  // the last character of each form number, in order
  };
  const std::vector<Row> table = {
      {"", "54321"},
      {"?sort=inspection_date", "12345"},
      {"?sort=-form_number", "54321"},
      {"?form_number=bogies-4", "4"},
      {"?inspection_by=" + std::to_string(person.id), "54321"},
      {"?inspection_by=987654", ""},
      {"?inspection_date=2024-02-02", "2"},
      {"?inspection_date_from=2024-02-02&inspectionDateTo=2024-02-04", "432"},
      {"?status=saved", "54321"},
      {"?status=submitted", ""},
      {"?bogie_no=rB-77", "2"},
      {"?bogieNo=RB-77", "2"},
      {"?bogie_no=RB-7", ""},
      {"?bogie_no=B-12345&inspection_date=2024-02-05&status=saved", "5"},
      {"?has_findings=true", "4"},
      {"?has_findings=false", "5321"},
      {"?created_after=2000-01-01T00:00:00Z&created_before=2999-01-01T00:00:00Z", "54321"},
      {"?per_page=2&page=3", "1"},
  };
  for (const auto& row : table) {
    const auto answer = client.get(collection + row.query);
    ASSERT_EQ(answer.status, 200) << row.query << answer.text;
    std::string numbers;
    for (const auto& form : answer.at("data").as_array()) numbers += form.at("formNumber").as_string().back();
    EXPECT_EQ(numbers, row.numbers) << row.query;
  }
  EXPECT_EQ(client.get(collection).at("message"), "All bogie checksheets fetched successfully.");
  EXPECT_EQ(client.get(collection + "?bogie_no=RB-77").at("message"),
            "Filtered bogie checksheets fetched successfully.");
  for (const std::string query : {"?colour=red", "?sort=bolster", "?inspection_date=yesterday", "?bogie_no="})
    EXPECT_EQ(client.get(collection + query).status, 422) << query;
}

TEST(BogieChecksheets, AreChangedOnlyWhileSavedAndOnlyInTheirCurrentVersion) {
  const auto person = service().enrol();
  auto client = service().client(person);
  const auto created = client.post(collection, bogie_example(unique_number()));
  const auto path = path_of(created);

  const auto changed = client.patch(path,
                                    {{"bogie_checksheet", {{"axle_guide", "bent"}, {"sideBearer", "Good"}}},
                                     {"bogieDetails", {{"makerYearBuilt", "BEML"}, {"dateOfIOH", nullptr}}}},
                                    {{"If-Match", created.header("ETag")}});
  ASSERT_EQ(changed.status, 200) << changed.text;
  EXPECT_EQ(changed.at("data.bogieChecksheet.axleGuide"), "Bent");
  EXPECT_EQ(changed.at("data.bogieChecksheet.bolster"), "Good");
  EXPECT_EQ(changed.at("data.bogieDetails.maker"), "BEML");
  EXPECT_EQ(changed.at("data.bogieDetails.yearBuilt"), nullptr);
  EXPECT_EQ(changed.at("data.bogieDetails.dateOfIOH"), nullptr);
  EXPECT_EQ(changed.at("data.bogieDetails.incomingDivision"), "Mumbai Division");
  EXPECT_EQ(changed.at("data.worstSeverity"), 4);
  EXPECT_EQ(changed.header("ETag"), "\"v2\"");

  const json::object back = {{"bogieChecksheet", {{"axleGuide", "Good"}}}};
  EXPECT_EQ(client.patch(path, back, {{"If-Match", created.header("ETag")}}).status, 412);
  EXPECT_EQ(client.patch(path, {{"bogieChecksheet", {{"axleGuide", nullptr}}}}).status, 422);

  const auto replaced =
      client.put(path, bogie_example(unique_number()), {{"If-Match", changed.header("ETag")}});
  ASSERT_EQ(replaced.status, 200) << replaced.text;
  EXPECT_EQ(replaced.at("data.bogieChecksheet.sideBearer"), nullptr);
  EXPECT_EQ(replaced.at("data.worstSeverity"), 2);

  const auto submitted = client.post(path + "/submit", json::object());
  ASSERT_EQ(submitted.status, 200) << submitted.text;
  EXPECT_EQ(submitted.at("data.status"), "Submitted");
  EXPECT_EQ(client.patch(path, back).status, 409);
  EXPECT_EQ(client.put(path, bogie_example(unique_number())).status, 409);
  EXPECT_EQ(client.post(path + "/submit", json::object()).status, 409);

  const auto history = client.get(path + "/history");
  ASSERT_EQ(history.status, 200) << history.text;
  std::string actions;
  for (const auto& entry : history.at("data").as_array())
    actions += std::string(entry.at("action").as_string()) + ' ';
  EXPECT_EQ(actions, "created updated updated submitted ");
  EXPECT_EQ(history.at("data[1].before.bogieChecksheet.axleGuide"), "Good");
  EXPECT_EQ(history.at("data[1].after.bogieChecksheet.axleGuide"), "Bent");
  EXPECT_EQ(history.at("data[0].actorId"), person.id);
}

}  // namespace
