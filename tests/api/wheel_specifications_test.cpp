#include <atomic>
#include <map>
#include <set>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
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

TEST(WheelSpecifications, RefuseMeasurementsInAnotherUnitThanMillimetres) {
  auto client = service().client(service().enrol());
  const std::map<std::string, std::string> units = {
      {"0.1 cm", "cm"},      {"0.5 inch", "inch"},     {"0.5\"", "inch"},     {"0.05cm", "cm"},
      {"0.5 microns", "µm"}, {"0.5 \u00B5m", "µm"},    {"0.5 Mtr", "m"},      {"0.5 Mtr.", "m"},
      {"0.5 (cm)", "cm"},    {"0 (+0.1 cm/-0)", "cm"}, {"0 TO 1 ft", "foot"}, {"0.5 variation cm", "cm"},
  };
  for (const auto& [text, unit] : units) {
    auto form = wheel_example(unique_number());
    form["fields"].as_object()["variationSameAxle"] = text;
    const auto answer = client.post(collection, form);
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
    auto form = wheel_example(unique_number());
    form["fields"].as_object()["variationSameAxle"] = text;
    const auto answer = client.post(collection, form);
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
    const auto number = unique_number();
    auto form = wheel_example(number);
    form["fields"].as_object()["wheelGauge"] = text;
    const auto answer = client.post(collection, form);
    ASSERT_EQ(answer.status, 201) << text << answer.text;
    EXPECT_EQ(answer.at("data.findings"), json::array()) << text;
    EXPECT_EQ(client.get(path_of(answer)).at("data.fields.wheelGauge"), json::string(text));
  }
  auto form = wheel_example(unique_number());
  form["fields"].as_object()["wheelGauge"] = "1600,5";
  const auto refused = client.post(collection, form);
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(refused.text.find("a decimal point expected instead of the comma") != std::string::npos)
      << refused.text;
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

TEST(WheelSpecifications, KeepTheMeasurementsThatAPatchDoesNotName) {
  auto client = service().client(service().enrol());
  const auto path = path_of(client.post(collection, wheel_example(unique_number())));
  const auto changed = client.patch(path, {{"fields", {{"wheel_gauge", "1601"}}}});
  ASSERT_EQ(changed.status, 200) << changed.text;
  EXPECT_EQ(changed.at("data.fields.wheelGauge"), "1601");
  EXPECT_EQ(changed.at("data.fields.wheelDiscWidth"), "127 (+4/-0)");
  const auto history = client.get(path + "/history");
  EXPECT_EQ(history.at("data[1].before.fields.wheelGauge"), "1600 (+2,-1)");
  EXPECT_EQ(history.at("data[1].after.fields.wheelGauge"), "1601");
}

TEST(WheelSpecifications, AreJudgedByTheLimitsOfTheirTypeOfStock) {
  auto client = service().client(service().enrol());
  auto form = wheel_example(unique_number());
  form.erase("stockType");
  const auto created = client.post(collection, form);
  EXPECT_EQ(created.at("data.stockType"), "ICF");
  const auto unknown = client.patch(path_of(created), {{"stockType", "BOAT"}});
  EXPECT_EQ(unknown.status, 422);
  EXPECT_EQ(unknown.at("errors.stockType[0]"), "There are no limits for this type of stock");
}

}  // namespace
