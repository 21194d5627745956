#include <atomic>
#include <map>
#include <string>

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include "features/bogie_checksheets/rules.hpp"
#include "tests/support/exchanges.hpp"
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
  const Person person = service().enrol();
  auto form = bogie_example("BC-2024-001");
  form["inspectionBy"] = std::to_string(person.id);
  const auto answer =
      expect_all(service(), {
                                ask("POST " + collection, form)
                                    .by(person)
                                    .answers(201)
                                    .header("ETag", "\"v1\"")
                                    .has("success", true)
                                    .has("message", "Bogie checksheet submitted successfully.")
                                    .has("data.formNumber", "BC-2024-001")
                                    .has("data.inspectionBy", person.id)
                                    .has("data.inspectionDate", "2024-01-15")
                                    .has("data.status", "Saved")
                                    .has("data.findings", json::array())
                                    .has("data.worstSeverity", 2),
                            });
  EXPECT_EQ(answer.header("Location"), path_of(answer));
  expect_all(service(), {ask("GET " + path_of(answer)).by(person).has("data", answer.at("data"))});
}

TEST(BogieChecksheets, TellTheRulesByWhichTheyAreJudged) {
  const Person person = service().enrol();
  const std::string rules = "GET /api/forms/bogie-checksheets/rules";
  expect_all(service(), {ask(rules)
                             .by(person)
                             .has("message", "Fetched successfully.")
                             .has("data.version", 1)
                             .has("data.sections[0].name", "bogieChecksheet")
                             .has("data.sections[0].conditions[4].name", "Worn Out")
                             .has("data.sections[0].conditions[4].severity", 3)
                             .has("data.sections[0].components[5].name", "axleGuideAssembly")
                             .has("data.sections[0].components[5].required", false)
                             .has("data.sections[1].name", "bmbcChecksheet")
                             .has("data.sections[1].conditions[2].name", "WORN OUT")
                             .has("data.sections[1].components[0].title.en", "Cylinder body")
                             .has("data.sections[1].components[0].title.hi", "सिलेंडर बॉडी")
                             .has("data.dates[0].name", "makerYearBuilt")
                             .has("data.dates[0].firstYear", 1850)
                             .keeps("tag", "ETag"),
                         ask("GET /api/forms/bogie-checksheet/rules").by(person).header("ETag", "{tag}"),
                         ask(rules).by(person).with("If-None-Match", "{tag}").answers(304),
                         ask(rules).answers(401, "unauthenticated")});
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
  for (const auto& [name, value] : expected)
    EXPECT_EQ(answer.at("data.bogieDetails").at(name), value) << name;
}

// The database has the conditions a second time: it must know every one that the rules know.
TEST(BogieChecksheets, StoreEveryConditionOfEveryComponentWithItsFinding) {
  auto client = service().client(service().enrol());
  for (const auto& component : rules::all_components())
    for (const auto& condition : rules::conditions(component.section)) {
      const auto section = rules::wire_name(component.section);
      const auto answer =
          client.post(collection, example_with(section, component.wire, json::string(condition.name())));
      const auto path = std::string(section) + '.' + std::string(component.wire);
      ASSERT_EQ(answer.status, 201) << path << ' ' << condition.name() << answer.text;
      EXPECT_EQ(answer.at("data." + path), json::string(condition.name()));
      if (condition.severity < kpa::severity::needs_attention) {
        EXPECT_EQ(answer.at("data.findings"), json::array()) << path;
      } else {
        EXPECT_EQ(answer.at("data.findings[0].path"), json::string(path));
        EXPECT_EQ(answer.at("data.findings[0].severity"), condition.severity);
        EXPECT_EQ(answer.at("data.worstSeverity"), condition.severity);
      }
    }
}

TEST(BogieChecksheets, TakeConditionsHoweverTheyAreTyped) {
  auto client = service().client(service().enrol());
  for (const char* typed :
       {"WORN_OUT", "Worn-out", "worn out", "\u200EWorn\u00A0Out\u202C", "Worn\u2011Out"}) {
    auto form = example_with("bogieChecksheet", "bolster", typed);
    form["bmbcChecksheet"].as_object()["cylinderBody"] = typed;
    const auto answer = client.post(collection, form);
    ASSERT_EQ(answer.status, 201) << typed << answer.text;
    EXPECT_EQ(answer.at("data.bogieChecksheet.bolster"), "Worn Out");
    EXPECT_EQ(answer.at("data.bmbcChecksheet.cylinderBody"), "WORN OUT");
  }
  for (const char* typed : {"Over aged", "over-aged"})
    EXPECT_EQ(client.post(collection, example_with("bogieChecksheet", "bolster", typed))
                  .at("data.bogieChecksheet.bolster"),
              "Overaged");
}

TEST(BogieChecksheets, FindDatesThatCannotBe) {
  struct Row {
    std::string member, text, finding;
  };
  const Row rows[] = {
      {"makerYearBuilt", "RCF/2099", "after_inspection"},
      {"makerYearBuilt", "RCF/2200", "impossible_date"},
      {"makerYearBuilt", "RCF/1849", "impossible_date"},
      {"incomingDivAndDate", "NR / 2099-01-01", "after_inspection"},
      {"incomingDivAndDate", "NR/16-01-2024", "after_inspection"},
      {"incomingDivAndDate", "NR/31-12-2019", "before_built"},
      {"incomingDivAndDate", "NR/31-02-2023", "impossible_date"},
      {"incomingDivAndDate", "NR/1900-01-01", "impossible_date"},
      {"dateOfIOH", "2024-01-16", "after_inspection"},
      {"dateOfIOH", "2019-12-31", "before_built"},
  };
  auto client = service().client(service().enrol());
  for (const auto& [member, text, finding] : rows) {
    const auto answer = client.post(collection, example_with("bogieDetails", member, json::string(text)));
    ASSERT_EQ(answer.status, 201) << text << answer.text;
    EXPECT_EQ(answer.at("data.bogieDetails." + member), json::string(text));
    ASSERT_EQ(answer.at("data.findings").as_array().size(), 1U) << text << answer.text;
    EXPECT_EQ(answer.at("data.findings[0].path"), json::string("bogieDetails." + member));
    EXPECT_EQ(answer.at("data.findings[0].code"), json::string(finding)) << text;
    EXPECT_EQ(answer.at("data.worstSeverity"), 3);
    EXPECT_EQ(client.get(path_of(answer)).at("data"), answer.at("data"));
  }
  const auto day_first =
      client.post(collection, example_with("bogieDetails", "incomingDivAndDate", "NR/10-01-2024"));
  EXPECT_EQ(day_first.at("data.bogieDetails.incomingDivision"), "NR");
  EXPECT_EQ(day_first.at("data.bogieDetails.incomingDate"), "2024-01-10");
}

// Dates are compared again after every change.
TEST(BogieChecksheets, AreJudgedAnewWhenAPatchMovesTheInspection) {
  const Person person = service().enrol();
  expect_all(service(), {
                            ask("POST " + collection, bogie_example(unique_number()))
                                .by(person)
                                .answers(201)
                                .keeps("id", "data.id"),
                            ask("PATCH " + collection + "/{id}", {{"inspectionDate", "2024-01-09"}})
                                .by(person)
                                .has("data.findings[0].path", "bogieDetails.incomingDivAndDate")
                                .has("data.findings[0].code", "after_inspection"),
                        });
}

TEST(BogieChecksheets, TellEverythingThatIsWrongAtOnce) {
  const Person person = service().enrol();
  auto form = example_with("bmbcChecksheet", "cylinderBody", "Cracked");
  form["formNumber"] = "bad number!";
  form["inspectionDate"] = "2999-01-01";
  form["bogieDetails"].as_object()["bogieNo"] = "";
  form["bogieDetails"].as_object()["dateOfIOH"] = "0204-01-15";
  form["bogieChecksheet"].as_object().erase("bolster");
  form["colour"] = "red";
  expect_all(service(), {
                            ask("POST " + collection, form)
                                .by(person)
                                .answers(422, "validation_failed")
                                .errors({"formNumber", "inspectionDate", "bogieDetails.bogieNo",
                                         "bogieDetails.dateOfIOH", "bogieChecksheet.bolster",
                                         "bmbcChecksheet.cylinderBody", "colour"}),
                        });
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

TEST(BogieChecksheets, AreFoundByTheirBogie) {
  auto client = service().client(service().enrol());
  ASSERT_EQ(client.post(collection, example_with("bogieDetails", "bogieNo", "Rb-77")).status, 201);
  ASSERT_EQ(client.post(collection, bogie_example(unique_number())).status, 201);
  const std::map<std::string, int> found = {{"?bogie_no=rB-77", 1},
                                            {"?bogieNo=RB-77", 1},
                                            {"?bogie_no=RB-7", 0},
                                            {"?bogie_no=B-12345&status=saved", 1},
                                            {"?bogie_no=B-12345&status=%E2%80%8ESAVED%C2%A0", 1},
                                            {"?bogie_no=B-12345&has_findings=true", 0}};
  for (const auto& [query, total] : found)
    EXPECT_EQ(client.get(collection + query).at("pagination.total"), total) << query;
  EXPECT_EQ(client.get(collection + "?bogie_no=RB-77").at("message"),
            "Filtered bogie checksheets fetched successfully.");
  EXPECT_EQ(client.get(collection + "?bogie_no=").status, 200) << "a blank filter is none";
}

// Fair differs from Good, but does not need attention.
TEST(BogieChecksheets, HaveNoFindingsWhenTheyAreFair) {
  auto client = service().client(service().enrol());
  const auto fair = client.post(collection, example_with("bogieChecksheet", "bolster", "Fair"));
  EXPECT_EQ(fair.at("data.worstSeverity"), 2);
  EXPECT_EQ(client.get(collection + "?has_findings=true").at("pagination.total"), 0);
  EXPECT_EQ(client.get(collection + "?has_findings=false").at("pagination.total"), 1);
}

TEST(BogieChecksheets, KeepWhatAPatchDoesNotName) {
  const Person person = service().enrol();
  const std::string one = collection + "/{id}";
  const json::object change{{"bogie_checksheet", {{"axle_guide", "bent"}, {"sideBearer", "Good"}}},
                            {"bogieDetails", {{"makerYearBuilt", "BEML"}, {"dateOfIOH", nullptr}}}};
  expect_all(service(), {
                            ask("POST " + collection, bogie_example(unique_number()))
                                .by(person)
                                .answers(201)
                                .keeps("id", "data.id"),
                            ask("PATCH " + one, change)
                                .by(person)
                                .has("data.bogieChecksheet.axleGuide", "Bent")
                                .has("data.bogieChecksheet.bolster", "Good")
                                .has("data.bogieDetails.maker", "BEML")
                                .has("data.bogieDetails.yearBuilt", nullptr)
                                .has("data.bogieDetails.dateOfIOH", nullptr)
                                .has("data.bogieDetails.incomingDivision", "Mumbai Division")
                                .has("data.worstSeverity", 4),
                            ask("PUT " + one, bogie_example(unique_number()))
                                .by(person)
                                .has("data.bogieChecksheet.sideBearer", nullptr)
                                .has("data.worstSeverity", 2),
                            ask("GET " + one + "/history")
                                .by(person)
                                .has("data[1].before.bogieChecksheet.axleGuide", "Good")
                                .has("data[1].after.bogieChecksheet.axleGuide", "Bent"),
                        });
}

}  // namespace
