#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/workbook/workbook.hpp"
#include "features/built_forms/xlsform/workbook_for_test.hpp"
#include "tests/support/exchanges.hpp"

namespace {

using namespace kpa;
using namespace kpa::test;
using built_forms::xlsform::workbook_with;

constexpr auto type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

TestService& service() {
  static TestService one;
  return one;
}

Answer import(const Person& person, const std::string& file, std::string content_type = type) {
  return service().client(person).ask("POST", "/api/forms/import/xlsform", file,
                                      {{"Content-Type", content_type}});
}

const std::string good = workbook_with(
    {{"survey",
      {{"type", "name", "label", "required", "relevant", "constraint", "appearance"},
       {"select_one sides", "side", "Side", "yes", "", "", ""},
       {"decimal", "gauge", "Gauge", "", "${side} = 'left'", ". > 1500 and . < 1700", "thousands-sep"}}},
     {"choices", {{"list_name", "name", "label"}, {"sides", "left", "Left"}, {"sides", "right", "Right"}}},
     {"settings", {{"form_title"}, {"Wheel gauge"}}}});

TEST(XlsForms, ComeAsFormsAndGoAgain) {
  const Person staff = service().enrol(Rank::staff);
  const auto made = import(staff, good);
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.at("data.form.title").as_string(), "Wheel gauge");
  EXPECT_EQ(made.at("data.form.fields[1].visible_if").as_string(), "side = \"left\"");
  EXPECT_EQ(made.at("data.form.fields[1].rule").as_string(), "gauge > 1500 and gauge < 1700");
  EXPECT_EQ(made.at("data.remarks[0].path").as_string(), "survey!G3");
  const std::string id = std::to_string(made.at("data.form.id").as_int64());
  const auto file = service().client(staff).get("/api/forms/" + id + "/export/xlsform");
  EXPECT_EQ(file.status, 200) << file.text;
  EXPECT_EQ(file.header("Content-Type"), type);
  EXPECT_TRUE(workbook::read(file.text));
  const auto again = import(staff, file.text);
  ASSERT_EQ(again.status, 201) << again.text;
  EXPECT_EQ(boost::json::serialize(again.at("data.form.fields")),
            boost::json::serialize(made.at("data.form.fields")));
}

TEST(XlsForms, AreRefusedWithPlaces) {
  const Person staff = service().enrol(Rank::staff);
  const auto refused = [&](const std::vector<std::string>& row, const std::string& place) {
    const auto answer = import(
        staff, workbook_with(
                   {{"survey", {{"type", "name", "label", "relevant", "constraint", "calculation"}, row}}}));
    EXPECT_EQ(answer.status, 422) << answer.text;
    EXPECT_TRUE(answer.at("errors").as_object().contains(place)) << answer.text;
  };
  refused({"geotrace", "way", "Way"}, "survey!A2");
  refused({"text", "a", "A", "${b} = 1"}, "survey!D2");
  refused({"text", "a b", "A"}, "survey!B2");
  refused({"text", "a", "A", "", "", "today()"}, "survey!F2");
  EXPECT_EQ(import(staff, "no workbook").status, 422);
  EXPECT_EQ(import(staff, good, "text/csv").status, 415);
  EXPECT_EQ(import(service().enrol(), good).status, 403);
  EXPECT_EQ(
      service().client().ask("POST", "/api/forms/import/xlsform", good, {{"Content-Type", type}}).status,
      401);
  EXPECT_EQ(service().client(staff).get("/api/forms/999999/export/xlsform").status, 404);
}

}  // namespace
