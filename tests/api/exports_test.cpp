#include <string>
#include <vector>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/csv/csv.hpp"
#include "core/workbook/workbook.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/exchanges.hpp"
#include "tests/support/raw_client.hpp"

// Exports of every list. What is special about people's files is in user_files_test.cpp.
namespace {

using namespace kpa;
using namespace kpa::test;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

TestService& service() {
  static TestService one;
  return one;
}

constexpr auto wheels = "/api/forms/wheel-specifications";
constexpr auto bogies = "/api/forms/bogie-checksheets";

std::vector<std::vector<std::string>> records_of(const std::string& text) {
  csv::Reader reader(text);
  std::vector<std::vector<std::string>> all;
  for (csv::Record record; reader.next(record);) all.push_back(record.cells);
  EXPECT_FALSE(reader.fault());
  return all;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

/// The first cells of the records between titles and end.
std::vector<std::string> numbers_in(const std::string& text) {
  std::vector<std::string> numbers;
  const auto records = records_of(text);
  for (std::size_t at = 1; at + 1 < records.size(); ++at) numbers.push_back(records[at].front());
  return numbers;
}

std::string events_of(const Person& person, const std::string& action, const std::string& member) {
  return service().sql("SELECT string_agg(after->>'" + member +
                       "', ' ' ORDER BY id) FROM events WHERE actor_id = " + std::to_string(person.id) +
                       " AND action = '" + action + "'");
}

struct Exported : testing::Test {
  static void SetUpTestSuite() {
    inspector = service().enrol();
    other = service().enrol();
    staff = service().enrol(Rank::staff);
    auto wide = wheel_example("X-1");
    wide["fields"].as_object()["wheelGauge"] = "1603";
    expect_all(service(),
               {ask(std::string("POST ") + wheels, wide).by(inspector).answers(201),
                ask(std::string("POST ") + wheels, wheel_example("X-2")).by(inspector).answers(201),
                ask(std::string("POST ") + wheels, wheel_example("X-3")).by(other).answers(201),
                ask(std::string("POST ") + bogies, bogie_example("B-1")).by(inspector).answers(201)});
  }
  static std::string text(const std::string& path, const Person& person = inspector) {
    const auto answer = service().client(person).get(path);
    EXPECT_EQ(answer.status, 200) << answer.text;
    return answer.text;
  }
  static inline Person inspector, other, staff;
};

TEST_F(Exported, IsForWhomTheListIs) {
  for (const std::string list : {wheels, bogies}) {
    const std::string get = "GET " + list + "/export";
    expect_all(
        service(),
        {ask(get).answers(401, "unauthenticated"), ask(get).by(inspector),
         ask(get + "?format=docx").by(inspector).answers(422).errors({"format"}),
         ask(get + "?page=2").by(inspector).answers(422).errors({"page"}).because("an export has no pages"),
         ask(get + "?sort=form_number").by(inspector).answers(422).errors({"sort"}),
         ask(get + "?table=secrets").by(inspector).answers(422).errors({"table"}),
         ask(get + "?table=findings&format=xlsx").by(inspector).answers(422).errors({"table"}),
         ask(get + "?form_number=&status=Lost").by(inspector).answers(422).errors({"status"})});
  }
}

TEST_F(Exported, HasWhatTheListShows) {
  const std::string own = std::string(wheels) + "/export";
  EXPECT_THAT(numbers_in(text(own)), ElementsAre("X-1", "X-2"));
  EXPECT_THAT(numbers_in(text(own, other)), ElementsAre("X-3"));
  EXPECT_THAT(numbers_in(text(own, staff)), ElementsAre("X-1", "X-2", "X-3"));
  EXPECT_THAT(numbers_in(text(own + "?has_findings=true")), ElementsAre("X-1"));
  EXPECT_THAT(numbers_in(text(own + "?form_number=x-2")), ElementsAre("X-2"));
  EXPECT_THAT(numbers_in(text(own + "?submitted_by=" + std::to_string(other.id), staff)), ElementsAre("X-3"));
  EXPECT_THAT(numbers_in(text(own + "?created_before=2020-01-01T00:00:00Z")), ElementsAre());
  const Person narrow = service().enrol(Rank::staff);
  service().sql("UPDATE users SET sight = 'own' WHERE id = " + std::to_string(narrow.id));
  EXPECT_THAT(numbers_in(text(own, narrow)), ElementsAre());
}

TEST_F(Exported, AsCsvHasTypedCellsAndAnEnd) {
  const auto answer = service().client(inspector).get(std::string(wheels) + "/export");
  EXPECT_EQ(answer.header("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_EQ(answer.header("Content-Disposition"), "attachment; filename=\"wheel-specifications.csv\"");
  EXPECT_EQ(answer.header("Cache-Control"), "no-store");
  EXPECT_THAT(answer.text, testing::StartsWith("\xEF\xBB\xBF"
                                               "formNumber,id,submittedBy,submittedDate,depotId,amendsId,"));
  const auto records = records_of(answer.text);
  ASSERT_EQ(records.size(), 4U);
  for (const auto& record : records) EXPECT_EQ(record.size(), records.front().size());
  EXPECT_EQ(csv::rows_said(records.back()), 2);
  EXPECT_THAT(text(std::string(wheels) + "/export?table=findings"),
              HasSubstr("\r\nX-1,fields.wheelGauge,above_limit,3,"));
  EXPECT_THAT(text(std::string(wheels) + "/export?table=measurements"),
              HasSubstr("\r\nX-2,condemningDia,825 (800-900),825,800,900,\r\n"));
  EXPECT_THAT(text(std::string(bogies) + "/export?table=components"), HasSubstr("\r\nB-1,bogieChecksheet,"));
  EXPECT_THAT(text("/api/forms/bogie-checksheet/export"), HasSubstr("\r\nB-1,"));
}

TEST_F(Exported, SpeaksToPeopleInTheirLanguage) {
  const auto answer = service().client(inspector).get(std::string(wheels) + "/export?table=findings",
                                                      {{"Accept-Language", "hi"}});
  EXPECT_THAT(answer.text, HasSubstr("above_limit"));
  EXPECT_NE(answer.text, text(std::string(wheels) + "/export?table=findings"));
}

TEST_F(Exported, AsWorkbookHasASheetForEachTable) {
  const auto answer = service().client(inspector).get(std::string(wheels) + "/export?format=xlsx");
  EXPECT_EQ(answer.header("Content-Type"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  EXPECT_EQ(answer.header("Content-Disposition"), "attachment; filename=\"wheel-specifications.xlsx\"");
  const auto sheets = workbook::read(answer.text);
  ASSERT_TRUE(sheets) << sheets.error().code;
  std::vector<std::string> names;
  for (const auto& sheet : *sheets) names.push_back(sheet.name + " " + std::to_string(sheet.rows.size() - 1));
  EXPECT_THAT(names, ElementsAre("wheel-specifications 2", "findings 1", "measurements 30", "Export 5"));
  const auto& first = sheets->front().rows[1].cells;
  EXPECT_TRUE(std::holds_alternative<Date>(first[3].value)) << "a date is a date";
  EXPECT_TRUE(std::holds_alternative<workbook::Number>(first[1].value));
}

TEST_F(Exported, AsJsonLinesNestsWhatBelongsToARecord) {
  const auto answer = service().client(inspector).get(std::string(bogies) + "/export?format=jsonl");
  EXPECT_EQ(answer.header("Content-Type"), "application/jsonl");
  const auto lines = lines_of(answer.text);
  ASSERT_EQ(lines.size(), 2U);
  const auto form = boost::json::parse(lines[0]).as_object();
  EXPECT_EQ(form.at("formNumber").as_string(), "B-1");
  EXPECT_TRUE(form.at("id").is_int64());
  EXPECT_GT(form.at("components").as_array().size(), 5U);
  const auto end = boost::json::parse(lines[1]).as_object();
  EXPECT_TRUE(end.at("end").as_bool());
  EXPECT_EQ(end.at("rows").as_int64(), 1);
}

TEST_F(Exported, IsInTheAuditLogFromBeginningToEnd) {
  const Person person = service().enrol(Rank::staff);
  text(std::string(wheels) + "/export?status=Saved&format=xlsx", person);
  text("/api/users/export?is_staff=true", person);
  EXPECT_EQ(events_of(person, "exported", "list"), "wheel-specifications users");
  EXPECT_EQ(events_of(person, "exported", "format"), "xlsx csv");
  EXPECT_THAT(events_of(person, "exported", "filters"), HasSubstr("Saved"));
  EXPECT_THAT(events_of(person, "exported", "filters"), HasSubstr("\"is_staff\": true"));
  EXPECT_EQ(events_of(person, "export_ended", "rows").substr(0, 1), "3");
  EXPECT_EQ(events_of(person, "export_ended", "whole"), "true true");
  service().client(person).get(std::string(wheels) + "/export?format=docx");
  EXPECT_EQ(events_of(person, "exported", "list"), "wheel-specifications users")
      << "what was refused is none";
}

/// With so many forms that a client cannot have them all in its receive buffer.
struct LongExport : testing::Test {
  LongExport() : person(service().enrol()) {
    const std::string number = "L-" + std::to_string(person.id);
    expect_all(service(),
               {ask(std::string("POST ") + wheels, wheel_example(number)).by(person).answers(201)});
    service().sql(
        "INSERT INTO wheel_specifications OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(w, jsonb_build_object("
        "'id', 1000000 * " +
        std::to_string(person.id) +
        " + n, 'form_number', w.form_number || '-' || n))).* "
        "FROM wheel_specifications w, generate_series(1, 9999) AS n WHERE form_number = '" +
        number + "'");
  }
  std::string request(const std::string& format) const {
    return get_request(std::string(wheels) + "/export?format=" + format,
                       "Authorization: Bearer " + person.token + "\r\n");
  }
  Person person;
};

TEST_F(LongExport, IsWholeInEveryFormat) {
  EXPECT_EQ(numbers_in(service().client(person).get(std::string(wheels) + "/export").text).size(), 10'000U);
  const auto lines =
      lines_of(service().client(person).get(std::string(wheels) + "/export?format=jsonl").text);
  EXPECT_EQ(lines.size(), 10'001U);
  EXPECT_THAT(lines.back(), HasSubstr("\"rows\":10000"));
  const auto sheets =
      workbook::read(service().client(person).get(std::string(wheels) + "/export?format=xlsx").text,
                     {.bytes = 1U << 30U, .cells = 3'000'000, .text_bytes = 1U << 30U});
  ASSERT_TRUE(sheets) << sheets.error().code;
  EXPECT_EQ(sheets->at(0).rows.size(), 10'001U);
  EXPECT_EQ(sheets->at(2).rows.size(), 150'001U) << "measurements";
}

TEST_F(LongExport, HoldsNoConnectionForASlowClientAndLeavesOutWhatComesLater) {
  RawClient slow(service().port(), 4'096);
  ASSERT_TRUE(slow.send(request("csv")));
  ASSERT_TRUE(slow.read_more());
  ASSERT_TRUE(eventually([&] {
    return service().sql(
               "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
               "pg_backend_pid() AND (xact_start IS NOT NULL OR state <> 'idle')") == "0";
  }));
  expect_all(service(),
             {ask(std::string("POST ") + wheels, wheel_example("LATER-" + std::to_string(person.id)))
                  .by(person)
                  .answers(201)});
  const auto answer = slow.receive();
  EXPECT_FALSE(answer.cut_off);
  EXPECT_EQ(numbers_in(answer.body).size(), 10'000U);
  EXPECT_THAT(answer.body, Not(HasSubstr("LATER-")));
}

TEST_F(LongExport, EndsWithItsSession) {
  for (const std::string format : {"csv", "xlsx", "jsonl"}) {
    Person again = person;
    again.token = std::string(
        service()
            .client()
            .post("/api/users/login", {{"phone_number", person.phone}, {"password", person.password}})
            .at("access_token")
            .as_string());
    RawClient client(service().port(), 4'096);
    ASSERT_TRUE(client.send(get_request(std::string(wheels) + "/export?format=" + format,
                                        "Authorization: Bearer " + again.token + "\r\n")));
    ASSERT_TRUE(client.read_more());
    ASSERT_EQ(service().client(again).post("/api/users/logout", {}).status, 204);
    EXPECT_TRUE(client.receive().cut_off) << format;
  }
  EXPECT_TRUE(eventually([&] { return events_of(person, "export_ended", "whole") == "false false false"; }));
}

TEST_F(LongExport, EndsWhenItsClientGoesAway) {
  {
    RawClient client(service().port(), 4'096);
    ASSERT_TRUE(client.send(request("csv")));
    ASSERT_TRUE(client.read_more());
  }
  EXPECT_TRUE(eventually([&] { return events_of(person, "export_ended", "whole") == "false"; }));
  EXPECT_LT(std::stoi(events_of(person, "export_ended", "rows")), 10'000);
}

}  // namespace
