#include "core/csv/csv.hpp"

#include <algorithm>
#include <array>

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

TEST(CsvReader, GoesByTheSeparatorThatIsThere) {
  for (const auto* text : {"a,b;c\r\n1,2;3\r\n", "sep=,\r\na,b;c\r\n1,2;3\r\n", "SEP=,\na,b;c\n1,2;3",
                           "\xEF\xBB\xBFsep=,\na,b;c\n1,2;3"})
    EXPECT_THAT(cells_of(text), ElementsAre(Cells{"a", "b;c"}, Cells{"1", "2;3"})) << text;
  for (const auto* text :
       {"a;\"b,c\"\r\n1;2,3\r\n", "sep=;\r\na;b,c\r\n1;2,3\r\n", "a\t\"b,c\"\r1\t2,3",
        "sep=\t\na\tb,c\n1\t2,3", "a|\"b,c\"\n1|2,3", "sep=|\na|b,c\n1|2,3", "\n\na;\"b,c\"\n1;2,3"})
    EXPECT_THAT(cells_of(text), ElementsAre(Cells{"a", "b,c"}, Cells{"1", "2,3"})) << text;
  EXPECT_THAT(cells_of("\"a,b,c\";d\n1;2"), ElementsAre(Cells{"a,b,c", "d"}, Cells{"1", "2"}))
      << "what is between quotation marks does not count";
  EXPECT_THAT(cells_of(";;\na,b"), ElementsAre(Cells{";;"}, Cells{"a", "b"}))
      << "a row of nothing does not count";
  EXPECT_THAT(cells_of(";;;\n1;2"), ElementsAre(Cells{"", "", "", ""}, Cells{"1", "2"}));
  EXPECT_THAT(cells_of("sep=x\n1,2"), ElementsAre(Cells{"sep=x"}, Cells{"1", "2"})) << "no separator of ours";
  EXPECT_EQ(records_of("sep=;\na\nb").back().row, 3U) << "as a spreadsheet numbers it";
  EXPECT_EQ(Reader("a\tb").separator(), '\t');
  EXPECT_EQ(Reader("a").separator(), ',');
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
  EXPECT_EQ(written({"sep=", ""}), "\"sep=\",\r\n") << "a cell, not the line that says the separator";
}

/// Whether a program that uses `separator`, and ignores quotation marks in the middle of a cell, finds a
/// formula in `text`. A signed number is not one.
bool has_formula(std::string_view text, char separator) {
  constexpr std::array<std::string_view, 8> signs = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};
  std::string cell;
  const auto is_formula = [&] {
    const std::size_t start = std::min(cell.find_first_not_of(" \""), cell.size());
    const std::string_view rest = std::string_view(cell).substr(start);
    return std::ranges::any_of(signs, [&](auto sign) { return rest.starts_with(sign); }) &&
           rest.substr(1).find_first_not_of("0123456789") != rest.npos;
  };
  for (const char c : text) {
    if (c != separator && c != '\r' && c != '\n') {
      cell += c;
    } else {
      if (is_formula()) return true;
      cell.clear();
    }
  }
  return is_formula();
}

TEST(CsvWriter, LeavesASpreadsheetNothingToCompute) {
  struct Row {
    std::string risky, safe;
  };
  for (const auto& [risky, safe] : {Row{"=1+1", "'=1+1"},
                                    Row{"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
                                    Row{"+1+1", "'+1+1"},
                                    Row{"-1+1", "'-1+1"},
                                    Row{"@SUM(1)", "'@SUM(1)"},
                                    Row{"+91 98765", "'+91 98765"},
                                    Row{"+", "'+"},
                                    Row{" =1", "' =1"},
                                    Row{"\"=1", "'\"=1"},
                                    Row{"＝1+1", "'＝1+1"},
                                    Row{"＠x", "'＠x"},
                                    Row{"'=1", "''=1"},
                                    Row{"''+1", "'''+1"},
                                    Row{"\t=1", "\t'=1"},
                                    Row{"\r=1", "\r'=1"},
                                    Row{"\n=1", "\n'=1"},
                                    Row{";=1", ";'=1"},
                                    Row{"; =1", ";' =1"},
                                    Row{";\"=1", ";'\"=1"},
                                    Row{"|@x", "|'@x"},
                                    Row{"x;=1", "x;'=1"},
                                    Row{"=1;=2", "'=1;'=2"},
                                    Row{"x\ty\r\n-1", "x\ty\r\n'-1"},
                                    Row{";;;+1", ";;;'+1"},
                                    Row{"x;'=1", "x;''=1"},
                                    Row{";＝1", ";'＝1"},
                                    Row{"+5;", "'+5;"}}) {
    EXPECT_EQ(guarded(risky), safe);
    EXPECT_EQ(unguarded(safe), risky);
    for (const char separator : {';', '\t', '|'})
      EXPECT_FALSE(has_formula(written({"1", risky, "x"}), separator)) << risky << " between " << separator;
  }
  EXPECT_EQ(written({"=A1;=B1"}), "\"'=A1;'=B1\"\r\n");
  for (const auto* plain : {"", "Ravi", "+919876543210", "-5", "a=b", "O'Brien", "'", "'tis", "1-2", "a;b",
                            ";", "\tx", "a;'b", "' '", "\"a\""}) {
    EXPECT_EQ(guarded(plain), plain);
    EXPECT_EQ(unguarded(plain), plain);
  }
}

TEST(CsvReader, TakesTheGuardOff) {
  EXPECT_THAT(cells_of("'=1,\"'+91 1\",'+919876543210,'tis"),
              ElementsAre(Cells{"=1", "+91 1", "+919876543210", "'tis"}));
}

RC_GTEST_PROP(CsvWriter, IsReadBackAsItWas, ()) {
  const auto text =
      rc::gen::container<std::string>(rc::gen::elementOf(std::string("=+-@\t\r\n'\",;|a1 sep\xEF\xBC\x9D")));
  const auto records =
      *rc::gen::container<std::vector<Cells>>(rc::gen::nonEmpty(rc::gen::container<Cells>(text)));
  std::string out;
  for (const auto& cells : records) write_record({cells.begin(), cells.end()}, out);
  RC_ASSERT(cells_of(out) == records);
}

RC_GTEST_PROP(CsvWriter, HasNoFormulaForAnyReader, ()) {
  const std::string cell =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string("=+-@\t\r\n'\",;|a1 \xEF\xBC\x9D")));
  const std::string out = written({"1", cell, "x"});
  for (const char separator : {';', '\t', '|'}) RC_ASSERT(!has_formula(out, separator));
}

/// Rows, cells and fault as one text.
template <class R>
void append_told(R& reader, std::string& told) {
  for (Record record; reader.next(record);) {
    told += std::to_string(record.row);
    for (const auto& cell : record.cells) told += '<' + cell + '>';
    told += '\n';
  }
}

std::string told_whole(std::string_view text) {
  Reader reader(text);
  std::string told;
  append_told(reader, told);
  if (const auto fault = reader.fault())
    told += "fault " + std::to_string(static_cast<int>(*fault)) + " in " + std::to_string(reader.row());
  return told;
}

std::string told_in_parts(std::string_view text, std::size_t size) {
  PartReader reader;
  std::string told;
  for (std::size_t at = 0; at < text.size() && !reader.fault(); at += size) {
    reader.add(text.substr(at, size));
    append_told(reader, told);
  }
  if (!reader.fault()) reader.end();
  append_told(reader, told);
  if (const auto fault = reader.fault())
    told += "fault " + std::to_string(static_cast<int>(*fault)) + " in " + std::to_string(reader.row());
  return told;
}

TEST(CsvPartReader, ReadsWhatReaderReads) {
  for (const std::string text :
       {"", "a", "a,b", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "\n\r\na,b\n\n1,2\n\n\n",
        "\xEF\xBB\xBF\n;;\na;b,c\n1;2\n", "\xEF\xBB\xBFsep=;\r\na;b\r\n1;2", "sep=;\na,b", ";;;\n\n;;\na;b\n",
        "\"a\r\nb\",c\r\n\"d\"\"\n\"\"\",e\n", "a\r\r\nb\r", "a,b\nx\"y,z\n1,2\n", "a,b\n\"x\"y,z\n1,2\n",
        "a,b\n\"x,y\n1,2\n", ",,,\r\n,,,\r\n", "चक्का,b\r\n\"é\",2\r\n"})
    for (const std::size_t size : {1U, 2U, 3U, 5U, 100U})
      EXPECT_EQ(told_in_parts(text, size), told_whole(text)) << text << " in " << size;
}

RC_GTEST_PROP(CsvPartReader, ReadsWhatReaderReadsOfAnything, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab;,\"\r\n'\t|s=")));
  const auto size = *rc::gen::inRange<std::size_t>(1, 8);
  RC_ASSERT(told_in_parts(text, size) == told_whole(text));
}

TEST(CsvPartReader, KeepsNoMoreThanARecord) {
  PartReader reader;
  const std::string part(64U << 10U, 'x');
  reader.add("a,b\n1,\"");
  Record record;
  for (int parts = 0; parts < 10 && !reader.fault(); ++parts) {
    reader.add(part);
    while (reader.next(record)) {
    }
  }
  EXPECT_EQ(reader.fault(), Fault::unclosed_quote);
  EXPECT_EQ(reader.row(), 2U);
}

TEST(CsvWriter, LeavesNumbersAsTheyAre) {
  for (const char* number : {"-5", "+919876543210", "-0.035", "+1.5", "12.50"})
    EXPECT_EQ(guarded(number), number);
  for (const char* other : {"-", "-.5", "-5.", "-1.2.3", "-5+1", "-1,5", "+x", "-1e5", "--1"})
    EXPECT_EQ(guarded(other), "'" + std::string(other));
}

TEST(CsvEnd, TellsHowManyRowsThereAre) {
  std::string out;
  write_end(12, 3, out);
  EXPECT_EQ(out, "# end: 12 rows,,\r\n");
  EXPECT_EQ(rows_said(cells_of(out).front()), 12);
  for (const Cells& other :
       {Cells{}, Cells{"# end: 12 rows", "x"}, Cells{"# end:  rows"}, Cells{"# end: -1 rows"},
        Cells{"# end: 1x rows"}, Cells{"# end"}, Cells{"# end: 99999999999999999999 rows"}})
    EXPECT_EQ(rows_said(other), std::nullopt);
}

}  // namespace
}  // namespace kpa::csv
