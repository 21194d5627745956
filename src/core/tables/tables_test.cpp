#include "core/tables/tables.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/csv/csv.hpp"
#include "core/workbook/workbook.hpp"

namespace kpa::tables {
namespace {

using namespace std::chrono_literals;

const Layout wheels{.name = "wheels",
                    .columns = {"number", "label", "worn", "day", "at", "time", "tags"},
                    .parts = {{"findings", {"code", "severity"}}}};

const std::vector<Record> two = {
    {{std::string("W-1"), std::string("=1+1"), true, Date(2024y / 1 / 15),
      *parse_instant("2024-01-15T20:00:00Z"), TimeOfDay(14h + 30min), Texts{"a", "b"}},
     {{{std::string("too_wide"), number(3)}, {std::string("=cmd"), Number{"-0.5"}}}}},
    {{std::string("W-2"), {}, false, {}, {}, {}, Texts{}}, {{}}}};

std::string made(Format format, std::optional<std::size_t> part = {},
                 const std::vector<Record>& records = two) {
  const auto file =
      make_file(format, wheels, {*parse_instant("2024-01-16T00:00:00Z"), {{"filters", "{}"}}}, part);
  std::string all;
  for (const Record& record : records) {
    file->add(record);
    all += file->take();
  }
  while (file->finish()) all += file->take();
  return all + file->take();
}

TEST(CsvTable, HasTitlesRowsAndAnEnd) {
  EXPECT_EQ(made(Format::csv),
            "\xEF\xBB\xBFnumber,label,worn,day,at,time,tags\r\n"
            "W-1,'=1+1,true,2024-01-15,2024-01-15T20:00:00Z,14:30:00,\"a; b\"\r\n"
            "W-2,,false,,,,\r\n"
            "# end: 2 rows,,,,,,\r\n");
  EXPECT_EQ(made(Format::csv, 0),
            "\xEF\xBB\xBFnumber,code,severity\r\n"
            "W-1,too_wide,3\r\n"
            "W-1,'=cmd,-0.5\r\n"
            "# end: 2 rows,,\r\n")
      << "numbers stay numbers";
  EXPECT_EQ(made(Format::csv, 0, {}), "\xEF\xBB\xBFnumber,code,severity\r\n# end: 0 rows,,\r\n");
}

TEST(JsonLinesTable, HasAnObjectALineAndAnEnd) {
  EXPECT_EQ(
      made(Format::jsonl),
      R"({"number":"W-1","label":"=1+1","worn":true,"day":"2024-01-15","at":"2024-01-15T20:00:00Z","time":"14:30:00",)"
      R"("tags":["a","b"],"findings":[{"code":"too_wide","severity":3},{"code":"=cmd","severity":-0.5}]})"
      "\n"
      R"({"number":"W-2","label":null,"worn":false,"day":null,"at":null,"time":null,"tags":[],"findings":[]})"
      "\n"
      R"({"end":true,"rows":2,"as_of":"2024-01-16T00:00:00Z","filters":"{}"})"
      "\n");
}

TEST(XlsxTable, HasASheetForEachTableAndWhatItHolds) {
  use_time_zone("Asia/Kolkata");
  const auto read = workbook::read(made(Format::xlsx));
  ASSERT_TRUE(read) << read.error().code;
  const auto& sheets = *read;
  ASSERT_EQ(sheets.size(), 3U);
  EXPECT_EQ(sheets[0].name, "wheels");
  ASSERT_EQ(sheets[0].rows.size(), 3U);
  std::vector<workbook::Value> row;
  for (const auto& cell : sheets[0].rows[1].cells) row.push_back(cell.value);
  const auto local = std::chrono::local_days(2024y / 1 / 16) + 1h + 30min;
  EXPECT_TRUE(row == (std::vector<workbook::Value>{std::string("W-1"), std::string("=1+1"), true,
                                                   Date(2024y / 1 / 15), workbook::LocalTime(local),
                                                   TimeOfDay(14h + 30min), std::string("a\nb")}));
  EXPECT_EQ(sheets[1].name, "findings");
  ASSERT_EQ(sheets[1].rows.size(), 3U);
  EXPECT_TRUE(sheets[1].rows[2].cells[0].value == workbook::Value(std::string("W-1")));
  EXPECT_TRUE(sheets[1].rows[2].cells[2].value == workbook::Value(Number{"-0.5"}));
  EXPECT_EQ(sheets[2].name, "Export");
  EXPECT_TRUE(sheets[2].rows[1].cells[1].value == workbook::Value(Number{"2"})) << "rows of wheels";
}

TEST(AnyTable, ThatIsCutIsNotWhole) {
  const std::string csv = made(Format::csv);
  csv::Reader reader(std::string_view(csv).substr(0, csv.rfind("# end")));
  csv::Record record;
  bool ends = false;
  while (reader.next(record)) ends = ends || csv::rows_said(record.cells).has_value();
  EXPECT_FALSE(ends);
  const std::string xlsx = made(Format::xlsx);
  for (std::size_t cut = 1; cut < xlsx.size(); cut += 50)
    EXPECT_FALSE(workbook::read(std::string_view(xlsx).substr(0, xlsx.size() - cut))) << cut;
}

}  // namespace
}  // namespace kpa::tables
