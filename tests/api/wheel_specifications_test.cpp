#include <atomic>
#include <map>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "tests/support/exchanges.hpp"
#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;

constexpr auto collection = "/api/forms/wheel-specifications";
constexpr auto post = "POST /api/forms/wheel-specifications";

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

/// The example with another measurement.
json::object example_with(std::string_view field, const json::value& text) {
  auto form = wheel_example(unique_number());
  form["fields"].as_object()[field] = text;
  return form;
}

TEST(WheelSpecifications, AcceptTheReferencesExampleWithoutFindings) {
  const Person person = service().enrol();
  auto form = wheel_example("WS-2024-001");
  form["submittedBy"] = std::to_string(person.id);
  const auto answer =
      expect_all(service(), {
                                ask(post, form)
                                    .by(person)
                                    .answers(201)
                                    .header("ETag", "\"v1\"")
                                    .has("success", true)
                                    .has("message", "Wheel specification submitted successfully.")
                                    .has("data.formNumber", "WS-2024-001")
                                    .has("data.submittedBy", person.id)
                                    .has("data.submittedDate", "2024-01-15")
                                    .has("data.status", "Saved")
                                    .has("data.fields.wheelGauge", "1600 (+2,-1)")
                                    .has("data.findings", json::array())
                                    .has("data.worstSeverity", 1),
                            });
  EXPECT_EQ(answer.header("Location"), path_of(answer));
}

TEST(WheelSpecifications, TellTheRulesByWhichTheyAreJudged) {
  const Person person = service().enrol();
  const std::string rules = "GET /api/forms/wheel-specifications/rules";
  expect_all(service(),
             {ask(rules)
                  .by(person)
                  .has("message", "Fetched successfully.")
                  .has("data.version", 1)
                  .has("data.fields[3]", {{"name", "wheelGauge"},
                                          {"title",
                                           {{"en", "Wheel gauge"},
                                            {"hi", "व्हील गेज"},
                                            {"mr", "व्हील गेज"},
                                            {"ta", "வீல் கேஜ்"},
                                            {"bn", "হুইল গেজ"},
                                            {"te", "వీల్ గేజ్"}}},
                                          {"required", true},
                                          {"example", "1600 (+2,-1)"}})
                  .has("data.fields[16].required", false)
                  .has("data.orders[1]",
                       {{"larger", "lastShopIssueSize"}, {"smaller", "condemningDia"}, {"severity", 4}})
                  .has("data.remarks.rejected[0]", "rejected")
                  .has("data.remarks.not_measured[0]", "not measured")
                  .has("data.defaultStockType", "ICF")
                  .has("data.stockTypes[0].stockType", "ICF")
                  .has("data.stockTypes[0].version", 1)
                  .has("data.stockTypes[0].limits[9]", {{"field", "bearingSeatDiameter"},
                                                        {"low", 130.043},
                                                        {"high", 130.068},
                                                        {"condemns", "never"},
                                                        {"quantity", nullptr}})
                  .has("data.stockTypes[0].limits[7].condemns", "at_low")
                  .has("data.stockTypes[0].limits[7].quantity", "Flange Thickness")
                  .keeps("tag", "ETag"),
              ask(rules).by(person).with("If-None-Match", "{tag}").answers(304),
              ask(rules + "?page=1").by(person).answers(422, "validation_failed"),
              ask(rules).answers(401, "unauthenticated")});
}

TEST(WheelSpecifications, KeepABadWheelWithItsFindings) {
  const Person person = service().enrol();
  const auto created =
      expect_all(service(), {
                                ask(post, example_with("wheelProfile", "16 Flange Thickness"))
                                    .by(person)
                                    .answers(201)
                                    .has("data.findings[0].code", "condemned")
                                    .has("data.findings[0].path", "fields.wheelProfile")
                                    .has("data.worstSeverity", 4),
                            });
  expect_all(service(), {ask("GET " + path_of(created)).by(person).has("data", created.at("data"))});
}

TEST(WheelSpecifications, RefuseMeasurementsInAnotherUnitThanMillimetres) {
  auto client = service().client(service().enrol());
  const std::map<std::string, std::string> units = {
      {"0.1 cm", "cm"},      {"0.5 inch", "inch"},     {"0.5\"", "inch"},     {"0.05cm", "cm"},
      {"0.5 microns", "µm"}, {"0.5 \u00B5m", "µm"},    {"0.5 Mtr", "m"},      {"0.5 Mtr.", "m"},
      {"0.5 (cm)", "cm"},    {"0 (+0.1 cm/-0)", "cm"}, {"0 TO 1 ft", "foot"}, {"0.5 variation cm", "cm"},
  };
  for (const auto& [text, unit] : units) {
    const auto answer = client.post(collection, example_with("variationSameAxle", json::string(text)));
    EXPECT_EQ(answer.status, 422) << text;
    const auto message = json::serialize(answer.at("errors").as_object().at("fields.variationSameAxle"));
    EXPECT_NE(message.find("\"" + unit + " at character"), message.npos) << text << ": " << message;
    EXPECT_EQ(answer.at("details[0].code"), "other_unit") << answer.text;
  }
}

TEST(WheelSpecifications, FindWhatIsWrittenBehindANumber) {
  auto client = service().client(service().enrol());
  const std::map<std::string, std::string> rows = {{"0.5 NOT MEASURED", "not_measured 3"},
                                                   {"0.5 NM", "not_measured 3"},
                                                   {"0.5 N/A", "not_measured 3"},
                                                   {"0.5 rejected", "rejected 4"},
                                                   {"0.5 (REJECTED)", "rejected 4"},
                                                   {"0.5 Scrap", "rejected 4"},
                                                   {"0.5 checked twice", "label_differs 2"},
                                                   {"0.5 Wheel gauge", "label_differs 2"}};
  for (const auto& [text, finding] : rows) {
    const auto answer = client.post(collection, example_with("variationSameAxle", json::string(text)));
    ASSERT_EQ(answer.status, 201) << text << answer.text;
    EXPECT_EQ(answer.at("data.fields.variationSameAxle"), json::string(text));
    EXPECT_EQ(std::string(answer.at("data.findings[0].code").as_string()) + ' ' +
                  std::to_string(answer.at("data.findings[0].severity").as_int64()),
              finding)
        << text;
    EXPECT_EQ(answer.at("data.worstSeverity"), answer.at("data.findings[0].severity"));
  }
}

TEST(WheelSpecifications, TakeMeasurementsAsTheTradeAndItsKeyboardsWriteThem) {
  auto client = service().client(service().enrol());
  for (const std::string text : {"1600 +2/-1", "1600 (+2 -1)", "1600 \u00B11", "1600.", "1599\u20141602",
                                 "१६०० (+२,-१)", "\u200E1600\u00A0(+2/\u22121)\u202C"}) {
    const auto answer = client.post(collection, example_with("wheelGauge", json::string(text)));
    ASSERT_EQ(answer.status, 201) << text << answer.text;
    EXPECT_EQ(answer.at("data.findings"), json::array()) << text;
    EXPECT_EQ(client.get(path_of(answer)).at("data.fields.wheelGauge"), json::string(text));
  }
  const auto refused = client.post(collection, example_with("wheelGauge", "1600,5"));
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(refused.text.find("a decimal point expected instead of the comma") != std::string::npos)
      << refused.text;
}

TEST(WheelSpecifications, KeepMeasurementsInMicrometres) {
  const Person person = service().enrol();
  expect_all(
      service(),
      {
          ask(post, wheel_example(unique_number()))
              .by(person)
              .answers(201)
              .keeps("id", "data.id")
              .leaves("SELECT concat_ws(' ', axle_box_housing_bore_dia, axle_box_housing_bore_dia_nominal, "
                      "axle_box_housing_bore_dia_low, axle_box_housing_bore_dia_high) "
                      "FROM wheel_specifications WHERE id = {id}",
                      "280 (+0.030/+0.052) 280000 280030 280052"),
      });
}

TEST(WheelSpecifications, TellEverythingThatIsWrongAtOnce) {
  const Person person = service().enrol();
  auto form = example_with("wheelGauge", "about 1600");
  form["formNumber"] = "bad number!";
  form["submittedDate"] = "2999-01-01";
  form["colour"] = "red";
  form["fields"].as_object().erase("variationSameAxle");
  expect_all(service(), {
                            ask(post, form)
                                .by(person)
                                .answers(422, "validation_failed")
                                .errors({"formNumber", "submittedDate", "colour", "fields.wheelGauge",
                                         "fields.variationSameAxle"}),
                        });
}

TEST(WheelSpecifications, KeepTheMeasurementsThatAPatchDoesNotName) {
  const Person person = service().enrol();
  const std::string one = std::string(collection) + "/{id}";
  expect_all(service(),
             {
                 ask(post, wheel_example(unique_number())).by(person).answers(201).keeps("id", "data.id"),
                 ask("PATCH " + one, {{"fields", {{"wheel_gauge", "1601"}}}})
                     .by(person)
                     .has("data.fields.wheelGauge", "1601")
                     .has("data.fields.wheelDiscWidth", "127 (+4/-0)"),
                 ask("GET " + one + "/history")
                     .by(person)
                     .has("data[1].before.fields.wheelGauge", "1600 (+2,-1)")
                     .has("data[1].after.fields.wheelGauge", "1601"),
             });
}

TEST(WheelSpecifications, AreJudgedByTheLimitsOfTheirTypeOfStock) {
  const Person person = service().enrol();
  auto form = wheel_example(unique_number());
  form.erase("stockType");
  expect_all(service(),
             {
                 ask(post, form).by(person).answers(201).has("data.stockType", "ICF").keeps("id", "data.id"),
                 ask("PATCH " + std::string(collection) + "/{id}", {{"stockType", "BOAT"}})
                     .by(person)
                     .answers(422)
                     .has("errors.stockType[0]", "There are no limits for this type of stock"),
             });
}

}  // namespace
