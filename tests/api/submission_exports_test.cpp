#include <map>
#include <string>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/csv/csv.hpp"
#include "core/workbook/workbook.hpp"
#include "tests/support/exchanges.hpp"
#include "tests/support/service.hpp"

// Exports of what is filled in on built forms. What all exports have in common is in exports_test.cpp.
namespace {

using namespace kpa;
using namespace kpa::test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

namespace json = boost::json;

TestService& service() {
  static TestService one;
  return one;
}

constexpr auto inspection = R"({"title": "Axles", "fields": [
  {"name": "wheel", "label": "Wheel", "field_type": "text"},
  {"name": "worn", "label": "Worn", "field_type": "checkbox", "options": ["rim", "flange"]},
  {"name": "day", "label": "Day", "field_type": "date"},
  {"name": "at", "label": "At", "field_type": "time"},
  {"name": "gauge", "label": "Gauge", "field_type": "measurement", "validation_rules": {"low": 1599, "high": 1602}},
  {"name": "wear", "label": "Wear", "field_type": "group", "validation_rules": {"repeats": false}, "fields": [
    {"name": "flange", "label": "Flange", "field_type": "number"}]},
  {"name": "axles", "label": "Axles", "field_type": "group", "fields": [
    {"name": "load", "label": "Load", "field_type": "number"},
    {"name": "boxes", "label": "Boxes", "field_type": "group", "fields": [
      {"name": "oil", "label": "Oil", "field_type": "text"}]}]}]})";

constexpr auto answers =
    R"({"wheel": "=W-1", "worn": ["rim", "flange"], "day": "2024-01-15", "at": "9:05", "gauge": "1603",
  "wear": {"flange": 28.5},
  "axles": [{"load": 10, "boxes": [{"oil": "clean"}, {"oil": "dark"}]}, {"load": 12.5}]})";

struct SubmissionsExported : testing::Test {
  static void SetUpTestSuite() {
    builder = service().enrol(Rank::staff);
    author = service().enrol();
    const auto client = service().client(builder);
    const auto made = client.post("/api/forms", json::parse(inspection).as_object());
    ASSERT_EQ(made.status, 201) << made.text;
    form = std::to_string(made.at("data.id").as_int64());
    ASSERT_EQ(client.post("/api/forms/" + form + "/publish", json::object()).status, 200);
    submit(author, answers);
    submit(builder, R"({"wheel": "W-2"})");
  }
  static void submit(const Person& person, const std::string& given) {
    const auto answer = service().client(person).post("/api/forms/" + form + "/submissions",
                                                      json::object{{"submission_data", json::parse(given)}});
    ASSERT_EQ(answer.status, 201) << answer.text;
  }
  static std::string path(const std::string& query = "") {
    return "/api/forms/" + form + "/submissions/export" + query;
  }
  static std::string text(const std::string& query, const Person& person = author) {
    const auto answer = service().client(person).get(path(query));
    EXPECT_EQ(answer.status, 200) << answer.text;
    return answer.text;
  }
  /// The cells of a record by the names of their columns.
  static std::map<std::string, std::string> record(const std::string& file, std::size_t number) {
    csv::Reader reader(file);
    csv::Record titles, cells;
    EXPECT_TRUE(reader.next(titles));
    for (std::size_t at = 0; at < number; ++at) EXPECT_TRUE(reader.next(cells));
    std::map<std::string, std::string> by_name;
    for (std::size_t at = 0; at < titles.cells.size() && at < cells.cells.size(); ++at)
      by_name[titles.cells[at]] = cells.cells[at];
    return by_name;
  }
  static inline Person builder, author;
  static inline std::string form;
};

TEST_F(SubmissionsExported, AreThoseOfTheFormThatTheCallerMaySee) {
  expect_all(service(),
             {ask("GET " + path()).answers(401, "unauthenticated"),
              ask("GET /api/forms/999999/submissions/export").by(author).answers(404),
              ask("GET " + path("?table=wheels")).by(author).answers(422).errors({"table"}),
              ask("GET " + path("?table=axles&format=jsonl")).by(author).answers(422).errors({"table"}),
              ask("GET " + path("?answers=[]")).by(author).answers(422).errors({"answers"})});
  EXPECT_THAT(text(""), HasSubstr("# end: 1 rows"));
  EXPECT_THAT(text("", builder), HasSubstr("# end: 2 rows"));
  EXPECT_THAT(text("?has_findings=false", builder), HasSubstr("# end: 1 rows"));
  EXPECT_THAT(text(R"(?answers=%7B%22wheel%22:%22W-2%22%7D)", builder), HasSubstr("# end: 1 rows"));
}

TEST_F(SubmissionsExported, HaveAColumnForEachFieldAndDefusedFormulas) {
  const auto one = record(text(""), 1);
  EXPECT_THAT(text(""), HasSubstr(",'=W-1,"));
  EXPECT_EQ(one.at("worn"), "rim; flange");
  EXPECT_EQ(one.at("day"), "2024-01-15");
  EXPECT_EQ(one.at("at"), "09:05:00");
  EXPECT_EQ(one.at("gauge.text"), "1603");
  EXPECT_EQ(one.at("gauge.nominal"), "1603");
  EXPECT_EQ(one.at("wear.flange"), "28.5");
  EXPECT_EQ(one.at("_status"), "pending");
  EXPECT_FALSE(one.contains("axles"));
}

TEST_F(SubmissionsExported, HaveATableForEachGroupThatRepeats) {
  EXPECT_THAT(text("?table=axles"), HasSubstr("_id,_axles,load\r\n"));
  const auto second = record(text("?table=axles"), 2);
  EXPECT_EQ(second.at("_axles"), "2");
  EXPECT_EQ(second.at("load"), "12.5");
  const auto box = record(text("?table=axles.boxes"), 2);
  EXPECT_EQ(box.at("_axles"), "1");
  EXPECT_EQ(box.at("_axles.boxes"), "2");
  EXPECT_EQ(box.at("oil"), "dark");
  EXPECT_THAT(text("?table=_findings"), HasSubstr("gauge,above_limit,3,"));
}

TEST_F(SubmissionsExported, AsWorkbookHaveTypesAndSheets) {
  const auto answer = service().client(author).get(path("?format=xlsx"));
  const auto sheets = workbook::read(answer.text);
  ASSERT_TRUE(sheets) << sheets.error().code;
  std::vector<std::string> names;
  for (const auto& sheet : *sheets) names.push_back(sheet.name + " " + std::to_string(sheet.rows.size() - 1));
  EXPECT_THAT(names, ElementsAre("submissions 1", "_findings 1", "axles 2", "axles.boxes 2", "Export 6"));
  std::size_t dates = 0;
  for (const auto& cell : sheets->front().rows[1].cells) dates += std::holds_alternative<Date>(cell.value);
  EXPECT_EQ(dates, 1U);
}

TEST_F(SubmissionsExported, KeepWhatOnlyAnOlderVersionAsked) {
  const auto client = service().client(builder);
  const auto changed =
      client.put("/api/forms/" + form + "/fields",
                 json::parse(R"({"fields": [{"name": "wheel", "label": "Wheel", "field_type": "text"},
                                 {"name": "shift", "label": "Shift", "field_type": "text"}]})")
                     .as_object());
  ASSERT_EQ(changed.status, 200) << changed.text;
  ASSERT_EQ(client.post("/api/forms/" + form + "/publish", json::object()).status, 200);
  submit(author, R"({"wheel": "W-3", "shift": "night"})");
  const std::string file = text("?submitted_by=" + std::to_string(author.id));
  EXPECT_EQ(record(file, 1).at("day"), "2024-01-15");
  EXPECT_EQ(record(file, 1).at("shift"), "");
  EXPECT_EQ(record(file, 2).at("shift"), "night");
}

}  // namespace
