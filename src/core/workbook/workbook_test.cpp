#include "core/workbook/workbook.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/workbook/dates.hpp"
#include "core/workbook/zip_for_test.hpp"

namespace kpa::workbook {
namespace {

using namespace std::chrono_literals;

std::vector<Sheet> sheets_of(std::string_view file, const Limits& limits = {}) {
  auto sheets = read(file, limits);
  if (sheets) return *std::move(sheets);
  ADD_FAILURE() << sheets.error().code << " at " << sheets.error().place.text();
  return {};
}

/// The only cell of a sheet with these rows.
Value value_of(const std::string& cell, const std::string& shared = {}, const std::string& properties = {}) {
  const auto sheets = sheets_of(workbook_of("<row r='1'>" + cell + "</row>", shared, properties));
  if (sheets.size() != 1 || sheets[0].rows.empty()) return {};
  EXPECT_EQ(sheets[0].rows.size(), 1U);
  EXPECT_EQ(sheets[0].rows[0].cells.size(), 1U);
  return sheets[0].rows[0].cells.front().value;
}

std::string fault_of(std::string_view file, const Limits& limits = {}) {
  const auto sheets = read(file, limits);
  return sheets ? "read" : sheets.error().code + " " + sheets.error().place.text();
}

struct CellRow {
  const char* cell;
  Value value;
};

TEST(WorkbookReader, ReadsCellsByTheirTypes) {
  const std::string shared =
      "<si><t>plain</t></si><si><r><t>ri</t></r><r><rPr><b/></rPr><t>ch</t></r><rPh sb='0' eb='1'><t>no</t></rPh></si>"
      "<si><t xml:space='preserve'> a&amp;b_x000D_ </t></si><si><t/></si>";
  for (const auto& [cell, value] : std::vector<CellRow>{
           {"<c r='A1' t='s'><v>0</v></c>", std::string("plain")},
           {"<c r='A1' t='s'><v>1</v></c>", std::string("rich")},
           {"<c r='A1' t='s'><v>2</v></c>", std::string(" a&b\r ")},
           {"<c r='A1' t='s'><v>3</v></c>", {}},
           {"<c r='A1' t='inlineStr'><is><t>in</t></is></c>", std::string("in")},
           {"<c r='A1' t='inlineStr'><is><r><t>in</t></r><r><t>line</t></r></is></c>", std::string("inline")},
           {"<c t='str'><f>A2&amp;A3</f><v>made</v></c>", std::string("made")},
           {"<c><v>0.10000000000000001</v></c>", Number{"0.10000000000000001"}},
           {"<c t='n'><v>12.50</v></c>", Number{"12.50"}},
           {"<c s='3'><v>-1E+3</v></c>", Number{"-1E+3"}},
           {"<c t='b'><v>1</v></c>", true},
           {"<c t='b'><v>0</v></c>", false},
           {"<c t='e'><v>#N/A</v></c>", Error{"#N/A"}},
           {"<c s='1'><v>45306</v></c>", Date(2024y / 1 / 15)},
           {"<c s='2'><v>45306</v></c>", Date(2024y / 1 / 15)},
           {"<c s='2'><v>45306.75</v></c>", LocalTime(std::chrono::local_days(2024y / 1 / 15) + 18h)},
           {"<c s='1'><v>0.5</v></c>", TimeOfDay(12h)},
           {"<c s='1'><v>59</v></c>", Date(1900y / 2 / 28)},
           {"<c s='1'><v>60</v></c>", Number{"60"}},
           {"<c s='1'><v>61</v></c>", Date(1900y / 3 / 1)},
           {"<c s='1'><v>-1</v></c>", Number{"-1"}},
           {"<c t='d'><v>2024-01-15</v></c>", Date(2024y / 1 / 15)},
           {"<c t='d'><v>2024-01-15T06:00:00</v></c>",
            LocalTime(std::chrono::local_days(2024y / 1 / 15) + 6h)},
           {"<c r='A1' s='1'/>", {}},
           {"<c t='s'><v></v></c>", {}}})
    EXPECT_TRUE(value_of(cell, shared) == value) << cell;
  EXPECT_TRUE(value_of("<c s='1'><v>1</v></c>", "", "<workbookPr date1904='1'/>") ==
              Value(Date(1904y / 1 / 2)));
}

TEST(WorkbookReader, KnowsWhereCellsAre) {
  const auto sheets = sheets_of(workbook_of(
      "<row><c><v>1</v></c><c r='AB1'><v>2</v></c><c><v>3</v></c></row><row r='4'/><row r='5'><c/><c><v>4</v></c></row><row><c><v>5</v></c></row>"));
  ASSERT_EQ(sheets.size(), 1U);
  EXPECT_EQ(sheets[0].name, "Data");
  std::vector<std::string> places;
  for (const Row& row : sheets[0].rows)
    for (const Cell& cell : row.cells) places.push_back(Place{"Data", row.number, cell.column}.text());
  EXPECT_THAT(places, testing::ElementsAre("Data!A1", "Data!AB1", "Data!AC1", "Data!B5", "Data!A6"));
}

TEST(WorkbookReader, SaysWhereAFaultIs) {
  struct Bad {
    const char* rows;
    const char* fault;
  };
  for (const auto& [rows, fault] : std::vector<Bad>{
           {"<row r='2'><c r='B2' t='s'><v>9</v></c></row>", "unreadable_cell Data!B2"},
           {"<row r='2'><c r='B2' t='s'><v>x</v></c></row>", "unreadable_cell Data!B2"},
           {"<row r='2'><c r='B2'><v>1,5</v></c></row>", "unreadable_cell Data!B2"},
           {"<row r='2'><c r='B2'><v>inf</v></c></row>", "unreadable_cell Data!B2"},
           {"<row r='2'><c r='B2'><v>nan</v></c></row>", "unreadable_cell Data!B2"},
           {"<row r='2'><c t='d'><v>2024-02-30</v></c></row>", "unreadable_cell Data!A2"},
           {"<row r='2'><c r='B2'><v>1</v></c><c r='A2'><v>1</v></c></row>", "misplaced_cell Data!B2"},
           {"<row r='2'><c r='XFE2'><v>1</v></c></row>", "misplaced_cell Data!2"},
           {"<row r='2'><c r='7'><v>1</v></c></row>", "misplaced_cell Data!2"},
           {"<c r='A1'><v>1</v></c>", "misplaced_cell Data"},
           {"<row r='2'/><row r='2'/>", "misplaced_row Data!2"},
           {"<row r='1048577'/>", "misplaced_row Data"},
           {"<row r='0'/>", "misplaced_row Data"},
           {"<row><c></row>", "damaged "},
           {"<row>&nbsp;</row>", "damaged "}})
    EXPECT_EQ(fault_of(workbook_of(rows)), fault) << rows;
}

TEST(WorkbookReader, RefusesWhatIsNoWorkbook) {
  const std::string good = workbook_of("<row><c><v>1</v></c></row>");
  for (const auto& [file, fault] : std::vector<std::pair<std::string, std::string>>{
           {"", "damaged "},
           {"a,b\r\n", "damaged "},
           {"PK\x03\x04", "damaged "},
           {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "older_format "},
           {zipped({{"a.txt", "a"}}), "damaged "},
           {good.substr(0, good.size() - 30), "damaged "},
           {zipped({{"_rels/.rels", "<Relationships/>"}, {"_rels/.rels", "<Relationships/>"}}), "damaged "}})
    EXPECT_EQ(fault_of(file), fault) << file.size();
}

TEST(WorkbookReader, ExpandsNoEntities) {
  const std::string bomb =
      "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><Relationships>&b;</Relationships>";
  EXPECT_EQ(fault_of(zipped({{"_rels/.rels", bomb}})), "document_type ");
  EXPECT_EQ(fault_of(zipped({{"_rels/.rels", "<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>"}})),
            "document_type ");
  std::string deep;
  for (int level = 0; level < 100; ++level) deep += "<a>";
  EXPECT_EQ(fault_of(zipped({{"_rels/.rels", deep}})), "damaged ");
}

TEST(WorkbookReader, KeepsToItsLimits) {
  const std::string cell = "<row><c t='s'><v>0</v></c></row>",
                    shared = "<si><t>" + std::string(1'000, 'a') + "</t></si>";
  std::string rows;
  for (int row = 0; row < 100; ++row) rows += cell;
  const std::string hundred = workbook_of(rows, shared);
  EXPECT_EQ(fault_of(hundred), "read");
  EXPECT_EQ(fault_of(hundred, {.cells = 100}), "read");
  EXPECT_EQ(fault_of(hundred, {.cells = 99}), "too_large Data!A100");
  EXPECT_EQ(fault_of(hundred, {.text_bytes = 99'999}), "too_large Data!A100")
      << "shared texts count each time";
  EXPECT_EQ(fault_of(hundred, {.parts = 6}), "too_large ");
  EXPECT_EQ(fault_of(hundred, {.bytes = 3'000}), "too_large ");
  EXPECT_EQ(fault_of(hundred, {.sheets = 0}), "too_many_sheets ");
  const std::string bomb = workbook_of(std::string(8U << 20U, ' '));
  EXPECT_LT(bomb.size(), 20'000U);
  EXPECT_EQ(fault_of(bomb), "too_large ");
  EXPECT_EQ(fault_of(bomb, {.ratio = 10'000}), "read") << "for the ratio alone";
}

std::string written(std::vector<NewSheet> sheets,
                    const std::vector<std::pair<std::size_t, std::vector<Value>>>& rows) {
  Writer writer(std::move(sheets));
  for (const auto& [sheet, row] : rows) writer.add(sheet, row);
  std::string file = writer.take();
  while (writer.finish()) file += writer.take();
  return file + writer.take();
}

TEST(WorkbookWriter, WritesWhatReadsBack) {
  const std::vector<Value> row = {std::string("चक्का <&> \"7\""),
                                  {},
                                  Number{"-0.035"},
                                  true,
                                  Date(2024y / 1 / 15),
                                  LocalTime(std::chrono::local_days(2024y / 1 / 15) + 18h + 30min + 1s + 7ms),
                                  TimeOfDay(6h + 30min),
                                  std::string("=1+1"),
                                  std::string(" \r\n\t\x01_x000D_ "),
                                  Number{"12345678901234567890"}};
  const auto file = written({{"First", {"a", "b"}}, {"Second", {"c"}}},
                            {{0, row}, {1, {Number{"1"}}}, {0, {std::string("next")}}, {1, {Number{"2"}}}});
  const auto sheets = sheets_of(file);
  ASSERT_EQ(sheets.size(), 2U);
  EXPECT_EQ(sheets[0].name, "First");
  ASSERT_EQ(sheets[0].rows.size(), 3U);
  EXPECT_TRUE(sheets[0].rows[0].cells[1].value == Value(std::string("b")));
  std::vector<Value> read(row.size());
  for (const Cell& cell : sheets[0].rows[1].cells) read.at(cell.column - 1) = cell.value;
  std::vector<Value> expected = row;
  expected.back() = std::string("12345678901234567890");  // a spreadsheet would keep 15 of its digits
  for (std::size_t at = 0; at < row.size(); ++at) EXPECT_TRUE(read[at] == expected[at]) << at;
  EXPECT_EQ(sheets[1].name, "Second");
  ASSERT_EQ(sheets[1].rows.size(), 3U);
  EXPECT_TRUE(sheets[1].rows[2].cells[0].value == Value(Number{"2"}));
}

TEST(WorkbookWriter, NamesSheetsAsSpreadsheetsTakeThem) {
  const std::string longest(31, 'x');
  std::vector<std::string> names;
  for (const Sheet& sheet : sheets_of(written(
           {{"a/b:c", {}}, {"A/B:C", {}}, {"", {}}, {"'q'", {}}, {longest + "y", {}}, {longest + "z", {}}},
           {})))
    names.push_back(sheet.name);
  EXPECT_THAT(names, testing::ElementsAre("a-b-c", "A-B-C (2)", "Sheet", "q", testing::StartsWith("xxx"),
                                          testing::EndsWith("… (2)")));
}

TEST(WorkbookWriter, CutsTextsThatNoSpreadsheetHolds) {
  const std::string most(32'767, 'a'), wheel = "चक्का";
  const auto sheets = sheets_of(
      written({{"S", {"t"}}},
              {{0, {most}}, {0, {most + "b"}}, {0, {std::string(32'766, 'a') + "😀"}}, {0, {wheel}}}));
  EXPECT_TRUE(sheets[0].rows[1].cells[0].value == Value(most));
  EXPECT_TRUE(sheets[0].rows[2].cells[0].value == Value(most.substr(1) + "…"));
  EXPECT_TRUE(sheets[0].rows[3].cells[0].value == Value(most.substr(1) + "…"));
  EXPECT_TRUE(sheets[0].rows[4].cells[0].value == Value(wheel));
}

TEST(WorkbookWriter, ContinuesAFullSheetOnAnother) {
  Writer writer({{"A", {"n"}}, {"B", {"n"}}}, 3);
  for (int at = 1; at <= 5; ++at)
    for (const std::size_t sheet : {0U, 1U})
      writer.add(sheet, std::vector<Value>{Number{std::to_string(at)}});
  std::string file = writer.take();
  while (writer.finish()) file += writer.take();
  file += writer.take();
  std::vector<std::string> said;
  for (const Sheet& sheet : sheets_of(file)) {
    std::string all = sheet.name + ":";
    for (const Row& row : sheet.rows)
      for (const Cell& cell : row.cells)
        if (const auto* number = std::get_if<Number>(&cell.value)) all += " " + number->text;
    said.push_back(all);
  }
  EXPECT_THAT(said,
              testing::ElementsAre("A: 1 2", "A (2): 3 4", "A (3): 5", "B: 1 2", "B (2): 3 4", "B (3): 5"));
}

TEST(WorkbookWriter, KeepsNothingThatWasTaken) {
  Writer writer({{"A", {"n"}}, {"B", {"n"}}});
  std::size_t most_at_once = 0, all = 0;
  const auto take = [&] {
    const std::size_t size = writer.take().size();
    most_at_once = std::max(most_at_once, size);
    all += size;
  };
  for (int at = 0; at < 100'000; ++at) {
    const std::vector<Value> row = {Number{std::to_string(at * 7'919 % 1'000'003)}};
    writer.add(0, row);
    writer.add(1, row);
    if (at % 1'000 == 0) take();
  }
  do take();
  while (writer.finish());
  EXPECT_LT(most_at_once, 300'000U);
  EXPECT_GT(all, 800'000U);
}

TEST(WorkbookDates, KnowsFormatsOfDates) {
  for (const char* code :
       {"dd/mm/yyyy", "yyyy\\-mm\\-dd", "h:mm AM/PM", "[$-409]d-mmm-yy;@", "[Red]mm/yy", "mm:ss.0"})
    EXPECT_TRUE(is_date_format(code)) << code;
  for (const char* code : {"General", "0.00", "#,##0", "\"days\" 0", "0 \\d", "[Red]0", "[h]:mm:ss", "@",
                           "0.00E+00", "0_d", "0;d"})
    EXPECT_FALSE(is_date_format(code)) << code;
}

TEST(WorkbookNumber, IsWhatWasTyped) {
  for (const auto& [written, is] :
       std::vector<std::pair<std::string, std::string>>{{"0.10000000000000001", "0.1"},
                                                        {"1.5E3", "1500"},
                                                        {"12.50", "12.5"},
                                                        {"28.499999999999996", "28.499999999999996"},
                                                        {"930.1", "930.1"},
                                                        {"0", "0"},
                                                        {"1E+20", "1e+20"},
                                                        {"not", "not"}})
    EXPECT_EQ(typed(Number{written}), is);
}

TEST(WorkbookPlace, IsWrittenAsInFormulas) {
  EXPECT_EQ((Place{"survey", 12, 3}.text()), "survey!C12");
  EXPECT_EQ((Place{"survey", 12, 0}.text()), "survey!12");
  EXPECT_EQ((Place{"survey", 0, 3}.text()), "survey!C");
  EXPECT_EQ(Place{"survey"}.text(), "survey");
  EXPECT_EQ((Place{"", 1, 16'384}.text()), "XFD1");
}

}  // namespace
}  // namespace kpa::workbook
