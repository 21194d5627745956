#include "features/bogie_checksheets/wire.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/i18n/catalogue.hpp"

namespace kpa::bogie_checksheets {
namespace {

using namespace severity;

namespace json = boost::json;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

/// The reference's printed example.
constexpr auto reference_form = R"({
  "formNumber": "BC-2024-001",
  "inspectionBy": "456",
  "inspectionDate": "2024-01-15",
  "bogieDetails": {
    "bogieNo": "B-12345",
    "makerYearBuilt": "ICF/2020",
    "incomingDivAndDate": "Mumbai Division/2024-01-10",
    "deficitComponents": "None",
    "dateOfIOH": "2023-06-15"
  },
  "bogieChecksheet": {
    "bogieFrameCondition": "Good",
    "bolster": "Good",
    "bolsterSuspensionBracket": "Fair",
    "lowerSpringSeat": "Good",
    "axleGuide": "Good"
  },
  "bmbcChecksheet": {
    "cylinderBody": "GOOD",
    "pistonTrunnion": "GOOD",
    "adjustingTube": "FAIR",
    "plungerSpring": "GOOD"
  }
})";

json::object reference() { return json::parse(reference_form).as_object(); }

/// The reference's form with another value for one member, also inside its objects.
json::object with(std::string_view name, const json::value& value) {
  json::object form = reference();
  form[name] = value;
  return form;
}
json::object with(std::string_view object, std::string_view name, const json::value& value) {
  json::object form = reference();
  form[object].as_object()[name] = value;
  return form;
}

Outcome<NewBogieChecksheet> read(const json::object& body) {
  return schema::decode<NewBogieChecksheet>(json::serialize(body));
}

/// `path code` of every error.
std::vector<std::string> problems(const json::object& body) {
  const auto form = read(body);
  std::vector<std::string> all;
  if (!form)
    for (const auto& field : form.error().fields) all.push_back(field.path + ' ' + field.code);
  return all;
}

json::object written(const auto& value) { return json::parse(schema::encode(value)).as_object(); }

template <Section section>
std::string_view condition(const Inspected<section>& inspected, std::string_view component) {
  const auto& condition = inspected.conditions[find_component(section, component).value()];
  return condition ? condition->name() : "";
}

TEST(BogieWire, ReadsTheReferencesForm) {
  const auto form = read(reference());
  ASSERT_TRUE(form);
  EXPECT_EQ(form->form_number, "BC-2024-001");
  EXPECT_EQ(form->inspector, schema::Identifier{"456"});
  EXPECT_EQ(form->work_date, parse_date("2024-01-15"));
  EXPECT_EQ(form->bogie_details.bogie_no, "B-12345");
  EXPECT_EQ(form->bogie_details.maker_year_built, "ICF/2020");
  EXPECT_EQ(form->bogie_details.incoming_div_and_date, "Mumbai Division/2024-01-10");
  EXPECT_EQ(form->bogie_details.deficit_components, "None");
  EXPECT_EQ(form->bogie_details.date_of_ioh, parse_date("2023-06-15"));
  EXPECT_EQ(condition(form->bogie_checksheet, "bolsterSuspensionBracket"), "Fair");
  EXPECT_EQ(condition(form->bmbc_checksheet, "adjustingTube"), "FAIR");
}

TEST(BogieWire, WritesWhatItRead) {
  const auto form = read(reference());
  ASSERT_TRUE(form);
  auto expected = reference();
  expected["inspectionBy"] = 456;  // an id is a number wherever it is written
  expected["deviceTimes"] = nullptr;
  for (const auto* name : {"axleGuideAssembly", "protectiveTubes", "anchorLinks", "sideBearer"})
    expected["bogieChecksheet"].as_object()[name] = nullptr;
  for (const auto* name : {"teeBoltHexNut", "pawlAndPawlSpring", "dustExcluder"})
    expected["bmbcChecksheet"].as_object()[name] = nullptr;
  EXPECT_EQ(written(*form), expected);
  EXPECT_EQ(written(read(expected).value()), expected);
}

TEST(BogieWire, ReadsBothSpellingsOfNames) {
  const auto form = schema::decode<NewBogieChecksheet>(R"({
    "inspection_date": "2024-01-15",
    "bogie_details": {"bogie_no": "B-1", "date_of_ioh": "2023-06-15"},
    "bogie_checksheet": {"bogie_frame_condition": "Good", "bolster": "Good", "bolster_suspension_bracket": "Good",
                         "lower_spring_seat": "Good", "axle_guide": "Good"},
    "bmbc_checksheet": {"cylinder_body": "GOOD", "piston_trunnion": "GOOD", "adjusting_tube": "GOOD",
                        "plunger_spring": "GOOD"}})");
  ASSERT_TRUE(form);
  EXPECT_EQ(form->bogie_details.date_of_ioh, parse_date("2023-06-15"));
  EXPECT_EQ(form->form_number, std::nullopt);
  EXPECT_EQ(form->inspector, std::nullopt);
}

TEST(BogieWire, AnswersConditionsInTheSectionsOwnCase) {
  auto body = with("bogieChecksheet", "bolster", "WORN  OUT");
  body["bmbcChecksheet"].as_object()["cylinderBody"] = "worn out";
  const auto form = read(body);
  ASSERT_TRUE(form);
  EXPECT_EQ(written(form->bogie_checksheet).at("bolster"), "Worn Out");
  EXPECT_EQ(written(form->bmbc_checksheet).at("cylinderBody"), "WORN OUT");
}

TEST(BogieWire, RefusesWordsOfTheOtherSectionAndSaysWhichItKnows) {
  EXPECT_THAT(problems(with("bogieChecksheet", "bolster", "Cracked")), ElementsAre());
  EXPECT_THAT(problems(with("bmbcChecksheet", "cylinderBody", "Cracked")),
              ElementsAre("bmbcChecksheet.cylinderBody not_a_choice"));
  const auto form = read(with("bmbcChecksheet", "cylinderBody", "Cracked"));
  EXPECT_EQ(in_english(form.error().fields.at(0).message, form.error().fields.at(0).params),
            "Must be one of: GOOD, FAIR, WORN OUT, DAMAGED");
}

TEST(BogieWire, TellsEverythingThatIsWrongAtOnce) {
  auto body = with("bogieChecksheet", "bolster", "Splendid");
  body["formNumber"] = "BC 1";
  body["bogieDetails"].as_object().erase("bogieNo");
  body["bogieDetails"].as_object()["dateOfIOH"] = "15.06.2023";
  body["bogieChecksheet"].as_object().erase("axleGuide");
  body["bmbcChecksheet"].as_object()["cylinderBody"] = 1;
  body["bmbcChecksheet"].as_object()["pistonTrunnion"] = nullptr;
  body["bmbcChecksheet"].as_object()["bolster"] = "GOOD";
  body["status"] = "Approved";
  EXPECT_THAT(problems(body),
              UnorderedElementsAre(
                  "formNumber pattern", "bogieDetails.bogieNo required", "bogieDetails.dateOfIOH not_a_date",
                  "bogieChecksheet.bolster not_a_choice", "bogieChecksheet.axleGuide required",
                  "bmbcChecksheet.cylinderBody wrong_type", "bmbcChecksheet.pistonTrunnion wrong_type",
                  "bmbcChecksheet.bolster unknown_field", "status unknown_field"));
}

TEST(BogieWire, DatesOfWorkAreNotInTheFuture) {
  EXPECT_THAT(problems(with("inspectionDate", "9999-12-31")), ElementsAre("inspectionDate in_the_future"));
  EXPECT_THAT(problems(with("bogieDetails", "dateOfIOH", "9999-12-31")),
              ElementsAre("bogieDetails.dateOfIOH in_the_future"));
  EXPECT_THAT(problems(with("inspectionDate", json::string(format(today())))), ElementsAre());
}

TEST(BogieWire, OnlyTheBogiesNumberIsRequiredOfItsDetails) {
  EXPECT_THAT(problems(with("bogieDetails", {{"bogieNo", "B-1"}})), ElementsAre());
  EXPECT_THAT(problems(with("bogieDetails", "bogieNo", json::string(50, 'B'))), ElementsAre());
  EXPECT_THAT(problems(with("bogieDetails", "bogieNo", json::string(51, 'B'))),
              ElementsAre("bogieDetails.bogieNo too_long"));
  EXPECT_THAT(problems(with("bogieDetails", "bogieNo", " ")), ElementsAre("bogieDetails.bogieNo blank"));
}

TEST(BogieWire, PartsOfTheDetailsAreAnsweredAndNotRead) {
  UnderstoodBogieDetails details;
  details.bogie_no = "B-1";
  details.maker_year_built = "ICF/2020";
  details.maker = "ICF";
  details.year_built = 2020;
  EXPECT_EQ(written(details), (json::object{{"bogieNo", "B-1"},
                                            {"makerYearBuilt", "ICF/2020"},
                                            {"incomingDivAndDate", nullptr},
                                            {"deficitComponents", nullptr},
                                            {"dateOfIOH", nullptr},
                                            {"maker", "ICF"},
                                            {"yearBuilt", 2020},
                                            {"incomingDivision", nullptr},
                                            {"incomingDate", nullptr}}));
  EXPECT_THAT(problems(with("bogieDetails", "maker", "ICF")),
              ElementsAre("bogieDetails.maker unknown_field"));
}

TEST(BogieWire, APatchChangesOneConditionAndClearsAnother) {
  const auto form = read(with("bogieChecksheet", "sideBearer", "Bent")).value();
  const auto patch = schema::decode<schema::Patch<NewBogieChecksheet>>(
      R"({"bogieChecksheet": {"bolster": "cracked", "sideBearer": null}, "bogieDetails": {"dateOfIOH": null}})");
  const auto changed = patch->applied_to(form);
  ASSERT_TRUE(changed);
  EXPECT_EQ(condition(changed->bogie_checksheet, "bolster"), "Cracked");
  EXPECT_EQ(condition(changed->bogie_checksheet, "sideBearer"), "");
  EXPECT_EQ(condition(changed->bogie_checksheet, "axleGuide"), "Good");
  EXPECT_EQ(changed->bogie_details.date_of_ioh, std::nullopt);
  EXPECT_EQ(changed->bogie_details.bogie_no, "B-12345");
}

TEST(BogieWire, BothSectionsMakeOneInspection) {
  auto body = with("bogieChecksheet", "bolster", "Cracked");
  body["bmbcChecksheet"].as_object()["dustExcluder"] = "worn out";
  const auto form = read(body).value();
  const auto evaluation = evaluate(all_conditions(form.bogie_checksheet, form.bmbc_checksheet));
  EXPECT_EQ(evaluation.worst, replace_now);
  const auto findings = json::parse(schema::encoded(evaluation.findings).text).as_array();
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0], (json::object{{"path", "bogieChecksheet.bolster"},
                                       {"code", "replace_now"},
                                       {"severity", 4},
                                       {"message", "Bolster: Cracked, replace now"},
                                       {"params", {{"component", "Bolster"}, {"condition", "Cracked"}}}}));
  EXPECT_EQ(findings[1].at("path"), "bmbcChecksheet.dustExcluder");
}

TEST(BogieWire, TheDocumentsExampleIsAValidForm) {
  EXPECT_THAT(problems(schema::describe<NewBogieChecksheet>().example().as_object()), ElementsAre());
}

TEST(BogieWire, TheDocumentListsEachSectionsVocabulary) {
  schema::Components components;
  schema::describe<NewBogieChecksheet>().document(components);
  EXPECT_EQ(components.at("BmbcInspection").at("properties").at("cylinderBody").at("enum"),
            (json::array{"GOOD", "FAIR", "WORN OUT", "DAMAGED"}));
  EXPECT_EQ(components.at("BogieInspection").at("required"),
            (json::array{"bogieFrameCondition", "bolster", "bolsterSuspensionBracket", "lowerSpringSeat",
                         "axleGuide"}));
}

TEST(BogieWire, ReadsFiltersInBothSpellings) {
  const auto query = schema::decode_query<BogieChecksheetQuery>({{"bogie_no", "B-12345"},
                                                                 {"inspectionDate", "2024-01-15"},
                                                                 {"status", "submitted"},
                                                                 {"hasFindings", "true"}});
  ASSERT_TRUE(query);
  EXPECT_EQ(query->bogie_no, "B-12345");
  EXPECT_EQ(query->work_date, parse_date("2024-01-15"));
  EXPECT_EQ(query->status, review::Status::submitted);
  EXPECT_EQ(query->has_findings, true);
  EXPECT_FALSE(schema::decode_query<BogieChecksheetQuery>({{"sort", "bolster"}}));
  EXPECT_FALSE(schema::decode_query<BogieChecksheetQuery>({{"bogieNumber", "B-1"}}));
}

}  // namespace
}  // namespace kpa::bogie_checksheets
