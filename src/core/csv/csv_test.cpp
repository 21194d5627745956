#include "core/csv/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace kpa::csv {
namespace {

using testing::ElementsAre;
using Cells = std::vector<std::string>;

std::vector<Record> records_of(std::string_view text) {
  Reader reader(text);
  std::vector<Record> all;
  for (Record record; reader.next(record);) all.push_back(record);
  EXPECT_EQ(reader.fault(), std::nullopt) << text;
  return all;
}

std::vector<Cells> cells_of(std::string_view text) {
  std::vector<Cells> all;
  for (auto& record : records_of(text)) all.push_back(std::move(record.cells));
  return all;
}

std::string written(const std::vector<std::string_view>& cells) {
  std::string out;
  write_record(cells, out);
  return out;
}

TEST(CsvReader, ReadsRecordsHoweverTheirLinesEnd) {
  for (const auto* text : {"a,b\r\n1,2\r\n", "a,b\n1,2\n", "a,b\r1,2\r", "a,b\n1,2",
                           "\xEF\xBB\xBF"
                           "a,b\r\n1,2",
                           "\n\r\na,b\n\n1,2\n\n\n"})
    EXPECT_THAT(cells_of(text), ElementsAre(Cells{"a", "b"}, Cells{"1", "2"})) << text;
}

TEST(CsvReader, ReadsQuotedCells) {
  EXPECT_THAT(cells_of("\"a,b\",\"say \"\"no\"\"\",\"two\r\nlines\"\n"),
              ElementsAre(Cells{"a,b", "say \"no\"", "two\r\nlines"}));
  EXPECT_THAT(cells_of("\"\",\"\"\"\""), ElementsAre(Cells{"", "\""}));
  EXPECT_THAT(cells_of("\"a\",b,\"c\""), ElementsAre(Cells{"a", "b", "c"}));
}

TEST(CsvReader, KeepsEmptyCells) {
  EXPECT_THAT(cells_of(",\n,,\na,\n\"\"\n"),
              ElementsAre(Cells{"", ""}, Cells{"", "", ""}, Cells{"a", ""}, Cells{""}));
  EXPECT_THAT(cells_of(""), ElementsAre());
  EXPECT_THAT(cells_of("\xEF\xBB\xBF\r\n"), ElementsAre());
}

TEST(CsvReader, NumbersRowsAsASpreadsheetDoes) {
  const auto records = records_of("a\n\n\"b\nb\"\n\nc");
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0].row, 1U);
  EXPECT_EQ(records[1].row, 3U);
  EXPECT_EQ(records[2].row, 5U);
}

TEST(CsvReader, StopsWhereTheTextIsNoCsv) {
  struct Row {
    std::string text;
    Fault fault;
    std::size_t row;
  };
  for (const auto& [text, fault, row] :
       {Row{"a\nb,\"c\nd", Fault::unclosed_quote, 2}, Row{"a\n\nb,\"c\"d\ne", Fault::text_after_quote, 3},
        Row{"a,b\"c\"\nd", Fault::stray_quote, 1}, Row{"\"", Fault::unclosed_quote, 1},
        Row{"\"a\"\"", Fault::unclosed_quote, 1}}) {
    Reader reader(text);
    Record record;
    while (reader.next(record)) {
    }
    EXPECT_EQ(reader.fault(), fault) << text;
    EXPECT_EQ(reader.row(), row) << text;
    EXPECT_FALSE(reader.next(record)) << "nothing comes after a fault";
  }
}

TEST(CsvWriter, QuotesWhatNeedsIt) {
  EXPECT_EQ(written({"a", "", "b c"}), "a,,b c\r\n");
  EXPECT_EQ(written({"a,b", "say \"no\"", "two\nlines"}), "\"a,b\",\"say \"\"no\"\"\",\"two\nlines\"\r\n");
  EXPECT_EQ(written({" a", "b;c"}), "\" a\",\"b;c\"\r\n")
      << "other separators, and blanks that some would take off";
  EXPECT_EQ(written({""}), "\"\"\r\n") << "a record, not an empty line";
}

TEST(CsvWriter, LeavesASpreadsheetNothingToCompute) {
  for (const std::string risky : {"=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "+91 98765", "+",
                                  "\t=1", "\r=1", "\n=1", "＝1+1", "＠x", "'=1", "''+1"}) {
    EXPECT_EQ(guarded(risky), "'" + risky);
    EXPECT_EQ(unguarded(guarded(risky)), risky);
  }
  EXPECT_EQ(written({"=A1;=B1"}), "\"'=A1;=B1\"\r\n");
  for (const auto* plain : {"", "Ravi", "+919876543210", "-5", "a=b", "O'Brien", "'", "'tis", "1-2"})
    EXPECT_EQ(guarded(plain), plain);
}

TEST(CsvReader, TakesTheGuardOff) {
  EXPECT_THAT(cells_of("'=1,\"'+91 1\",'+919876543210,'tis"),
              ElementsAre(Cells{"=1", "+91 1", "+919876543210", "'tis"}));
}

RC_GTEST_PROP(CsvWriter, IsReadBackAsItWas, ()) {
  const auto text =
      rc::gen::container<std::string>(rc::gen::elementOf(std::string("=+-@\t\r\n'\",;a1 \xEF\xBC\x9D")));
  const auto records =
      *rc::gen::container<std::vector<Cells>>(rc::gen::nonEmpty(rc::gen::container<Cells>(text)));
  std::string out;
  for (const auto& cells : records) write_record({cells.begin(), cells.end()}, out);
  RC_ASSERT(cells_of(out) == records);
}

}  // namespace
}  // namespace kpa::csv
