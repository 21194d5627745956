#include "features/people/import_file.hpp"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/csv/csv.hpp"

namespace kpa::people {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::UnorderedElementsAre;

/// Accepts ten digits or more, with or without the plus.
std::optional<std::string> canonical_phone(std::string_view text) {
  const std::string digits(text.substr(text.starts_with('+') ? 1 : 0));
  if (digits.size() < 10 || digits.find_first_not_of("0123456789") != digits.npos) return std::nullopt;
  return '+' + digits;
}

struct ImportFile {
  std::vector<ImportRow> rows;
  RowProblems problems;
  std::string other_than_text;  ///< the code of that
};

ImportFile read(std::string_view text, std::size_t part = 64U << 10U) {
  FileReader reader(canonical_phone);
  ImportFile file;
  const auto take = [&] {
    auto rows = reader.take_rows();
    std::move(rows.begin(), rows.end(), std::back_inserter(file.rows));
  };
  for (std::size_t at = 0; at < text.size(); at += part) {
    reader.add(text.substr(at, part));
    take();
  }
  reader.end();
  take();
  EXPECT_EQ(reader.row_count(), file.rows.size());
  file.problems = reader.problems();
  if (reader.not_a_text()) file.other_than_text = reader.not_a_text()->code;
  return file;
}

/// `row column code` of every problem.
std::vector<std::string> problems_of(const ImportFile& file) {
  std::vector<std::string> all;
  for (const auto& [row, found] : file.problems.kept())
    all.push_back(std::to_string(row) + ' ' + found.path + ' ' + found.code);
  return all;
}

TEST(ImportFile, ReadsColumnsInAnyOrder) {
  const auto file = read(
      "\xEF\xBB\xBF"
      "last_name, depot ,phone_number,firstName,manager,is_staff,sight,date_of_birth,is_active\r\n"
      "Das,KGP,9876543210, Meera ,+919876500000,TRUE,own,1990-05-17,false\r\n"
      "\r\n"
      "\"Kumar, jr\",,9876543211,Ravi\r\n");
  EXPECT_THAT(problems_of(file), IsEmpty());
  ASSERT_EQ(file.rows.size(), 2U);
  const FilePerson& meera = file.rows[0].person;
  EXPECT_EQ(file.rows[0].row, 2);
  EXPECT_EQ(meera.first_name, "Meera");
  EXPECT_EQ(meera.last_name, "Das");
  EXPECT_EQ(meera.phone_number, "+9876543210");
  EXPECT_EQ(meera.depot, "KGP");
  EXPECT_EQ(meera.manager, "+919876500000");
  EXPECT_EQ(file.rows[0].manager_phone, "+919876500000");
  EXPECT_TRUE(meera.is_staff);
  EXPECT_EQ(meera.sight, identity::Sight::own);
  EXPECT_EQ(meera.date_of_birth, (Date{std::chrono::year(1990) / 5 / 17}));
  EXPECT_FALSE(meera.is_active);
  const FilePerson& ravi = file.rows[1].person;
  EXPECT_EQ(file.rows[1].row, 4) << "as a spreadsheet numbers it";
  EXPECT_EQ(ravi.last_name, "Kumar, jr");
  EXPECT_EQ(ravi.depot, std::nullopt);
  EXPECT_TRUE(ravi.is_active);
}

TEST(ImportFile, ReadsWhatSpreadsheetsWrite) {
  for (const auto* text : {
           "phone_number,first_name,last_name\n9876543210,Meera,Das\n",
           "Phone Number,FIRST NAME,Last_Name\n9876543210,Meera,Das\n",
           "phoneNumber,First-Name,last name \n9876543210,Meera,Das\n",
           " phone_number ,\"First\u00A0Name\",LASTNAME\n9876543210,Meera,Das\n",
           "phone_number;first_name;last_name\r\n9876543210;Meera;Das\r\n",
           "sep=;\r\nphone_number;first_name;last_name\r\n9876543210;Meera;Das\r\n",
           "phone_number\tfirst_name\tlast_name\r\n9876543210\tMeera\tDas\r\n",
           "phone_number|first_name|last_name\r\n9876543210|Meera|Das\r\n",
           "phone_number,first_name,last_name,,\n9876543210,Meera,Das,,\n,,,,\n, ,\u00A0,,\n",
           ",,,,\n,phone_number,,first_name,last_name\n,,,,\n,9876543210, ,Meera,Das\n",
           "phone_number,first_name,last_name\n9876543210,Meera,Das,,,\n\n,,,,,,,\n",
           "phone_number;first_name;last_name;;\n;;;;\n9876543210;Meera;Das;;\n",
       }) {
    const auto file = read(text);
    EXPECT_THAT(problems_of(file), IsEmpty()) << text;
    ASSERT_EQ(file.rows.size(), 1U) << text;
    EXPECT_EQ(file.rows[0].person.phone_number, "+9876543210") << text;
    EXPECT_EQ(file.rows[0].person.last_name, "Das") << text;
  }
}

TEST(ImportFile, EmptyRowsAreNobody) {
  EXPECT_THAT(problems_of(read("phone_number,first_name,last_name\n,,\n , ,\n")), ElementsAre("0  no_rows"));
  EXPECT_THAT(problems_of(read(",,\n;;\n")), IsSupersetOf({"2 #1 unknown_column"}));
  std::string text = "phone_number,first_name,last_name\n9876543210,Meera,Das\n";
  for (std::size_t row = 0; row < 2 * most_rows; ++row) text += ",,\n";
  EXPECT_EQ(read(text).rows.size(), 1U);
  EXPECT_THAT(problems_of(read(text)), IsEmpty()) << "nor do they count";
}

TEST(ImportFile, TellsWhatStandsInAColumnWithoutAName) {
  EXPECT_THAT(problems_of(read("phone_number,first_name,,last_name\n9876543210,Meera,x,Das\n")),
              ElementsAre("2 #3 unnamed_column"));
}

TEST(ImportFile, TellsANumberThatASpreadsheetChanged) {
  const auto file = read(
      "phone_number,first_name,last_name,employee_id,postal_code,manager\n"
      "9876543210,A,B,4711.0,721301.0,4712.00\n"
      "9876543211,A,B,4.711E+09,721301,9.8E+09\n"
      "9876543212,A,B,12E5,SW1.0,4.711\n"
      "9876543213,A,B,.0,4711.,KGP.0\n");
  EXPECT_THAT(problems_of(file),
              UnorderedElementsAre("2 employee_id shortened_number", "2 postal_code shortened_number",
                                   "2 manager shortened_number", "3 employee_id shortened_number",
                                   "3 manager shortened_number"));
}

TEST(ImportFile, TellsAFileThatIsNoText) {
  const auto code_of = [](std::string_view content) { return read(content).other_than_text; };
  EXPECT_EQ(code_of(std::string_view("\xFF\xFEp\0h\0", 6)), "utf_16");
  EXPECT_EQ(code_of(std::string_view("\xFE\xFF\0p\0h", 6)), "utf_16");
  EXPECT_EQ(code_of(std::string_view("p\0h\0", 4)), "utf_16") << "without its mark";
  EXPECT_EQ(code_of(std::string_view("\0p\0h", 4)), "utf_16");
  EXPECT_EQ(code_of(std::string_view("PK\x03\x04\x14\0", 6)), "workbook");
  EXPECT_EQ(code_of("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "workbook");
  EXPECT_EQ(code_of("Andr\xE9,Das"), "not_utf8");
  EXPECT_EQ(code_of(std::string_view("phone\0number", 12)), "not_utf8");
  EXPECT_EQ(code_of("Andr\xC3"), "not_utf8") << "the end of it is missing";
  EXPECT_EQ(code_of("\xEF\xBB\xBFphone_number"), "");
  EXPECT_EQ(code_of(""), "");
}

TEST(ImportFile, TellsAllThatIsWrongWithTheColumns) {
  const auto file = read("phone_number,colour,last_name,phone_number,manager_id\n9876543210,red,Das,,\n");
  EXPECT_THAT(problems_of(file),
              UnorderedElementsAre("1 colour unknown_column", "1 phone_number repeated",
                                   "1 manager_id unknown_column", "1 first_name required"));
}

TEST(ImportFile, TellsNothingOfThePersonInAFileWithoutAHeader) {
  EXPECT_THAT(problems_of(read("9876543210,Meera,monsoon-42-axle,meera@railway.example\n")),
              IsSupersetOf({"1 #1 unknown_column", "1 #3 unknown_column", "1 #4 unknown_column"}));
}

TEST(ImportFile, TellsAllThatIsWrongWithTheRows) {
  const auto file = read(
      "phone_number,first_name,last_name,employee_id,email,date_of_birth,is_staff,is_superuser,sight\n"
      "12,,Das,,nobody,17/05/1990,maybe,,far\n"
      "9.19877E+11,Ravi,Kumar,,,,,,\n"
      "9876543210,Ravi,Kumar,A-1,,,false,true,\n"
      "+9876543210,Kavya,Rao,A-1,,,,,,too,many\n");
  EXPECT_THAT(problems_of(file),
              UnorderedElementsAre(
                  "2 phone_number not_a_phone_number", "2 first_name required", "2 email not_an_email",
                  "2 date_of_birth not_a_date", "2 is_staff not_a_boolean", "2 sight not_a_choice",
                  "3 phone_number shortened_number", "4 is_staff superusers_are_staff", "5  too_many_cells"));
}

TEST(ImportFile, TellsWhereATextIsNoCsv) {
  EXPECT_THAT(problems_of(read("")), ElementsAre("0  no_rows"));
  EXPECT_THAT(problems_of(read("phone_number,first_name,last_name\n")), ElementsAre("0  no_rows"));
  EXPECT_THAT(problems_of(read("phone_number,first_name,last_name\n9876543210,\"Meera,Das\n")),
              ElementsAre("2  unclosed_quote"));
  EXPECT_THAT(problems_of(read("phone_number,first_name,last_name\n9876543210,\"M\"eera,Das\n")),
              ElementsAre("2  text_after_quote"));
  EXPECT_THAT(problems_of(read("phone_number,first_name,last_name\n9876543210,Me\"e\"ra,Das\n")),
              ElementsAre("2  stray_quote"));
}

TEST(ImportFile, HasALimit) {
  std::string text = "phone_number,first_name,last_name\n";
  for (std::size_t row = 0; row < most_rows; ++row) text += std::to_string(9'000'000'000 + row) + ",A,B\n";
  EXPECT_THAT(problems_of(read(text)), IsEmpty());
  EXPECT_THAT(problems_of(read(text + "8000000000,A,B\n8000000001,A,B\n")),
              ElementsAre("100002  too_many_rows"));
}

TEST(ImportFile, CountsMoreThanItKeeps) {
  std::string text = "phone_number,first_name,last_name\n";
  for (std::size_t row = 0; row < 3 * most_told; ++row) text += "12,A,B\n";
  const auto file = read(text);
  EXPECT_EQ(file.problems.count(), 3 * most_told);
  EXPECT_EQ(file.problems.kept().size(), most_told);
  EXPECT_EQ(file.problems.kept().front().row, 2);
}

TEST(ImportFile, IsTheSameInAnyParts) {
  for (const std::string text :
       {"phone_number,first_name,last_name\n9876543210,Meera,Das\n12,,चक्का\n9876543211,\"A\nB\",C\n",
        "\xEF\xBB\xBFphone_number;first_name;last_name\r\n;;\r\n9876543210;Renée;😀\r\n",
        "phone_number,first_name,last_name\n9876543210,\"M\"eera,Das\n", "phone_number,colour\n1,2\n", "",
        "\xC3\xA9", "a,b\nAndr\xE9,Das\n"}) {
    const auto whole = read(text);
    for (std::size_t part = 2; part < 9; ++part) {
      const auto parts = read(text, part);
      EXPECT_EQ(problems_of(parts), problems_of(whole)) << text << part;
      EXPECT_EQ(parts.other_than_text, whole.other_than_text) << text << part;
      ASSERT_EQ(parts.rows.size(), whole.rows.size()) << text << part;
      for (std::size_t at = 0; at < whole.rows.size(); ++at) {
        EXPECT_EQ(parts.rows[at].row, whole.rows[at].row);
        EXPECT_EQ(parts.rows[at].person.last_name, whole.rows[at].person.last_name);
      }
    }
  }
}

TEST(FileColumns, ReadWhatTheyWrite) {
  FilePerson person;
  person.phone_number = "+919876543210";
  person.first_name = "=1+1";
  person.last_name = "O'Brien \"R\", jr";
  person.bio = "two\nlines";
  person.date_of_birth = Date{std::chrono::year(1990) / 5 / 17};
  person.is_staff = true;
  person.sight = identity::Sight::division;
  person.is_active = false;
  person.manager = "KGP-1";
  person.depot = "KGP";
  tables::Layout layout{.name = "users", .columns = {}, .parts = {}};
  tables::Cells cells;
  for (const FileColumn& column : file_columns()) {
    layout.columns.emplace_back(column.name);
    cells.push_back(column.written(person));
  }
  const auto written = tables::make_file(tables::Format::csv, layout, {});
  written->add({std::move(cells), {}});
  while (written->finish()) {
  }
  const auto file = read(written->take());
  EXPECT_THAT(problems_of(file), IsEmpty());
  ASSERT_EQ(file.rows.size(), 1U);
  const FilePerson& again = file.rows[0].person;
  EXPECT_EQ(static_cast<const identity::Details&>(again), static_cast<const identity::Details&>(person));
  EXPECT_EQ(again.is_active, false);
  EXPECT_EQ(again.manager, person.manager);
  EXPECT_EQ(again.depot, person.depot);
}

TEST(ManagersFirst, PutsEverybodyAfterTheirManager) {
  const std::vector<std::optional<std::size_t>> manager_of = {3, {}, 0, 1, 1, 2};
  std::vector<std::size_t> in_circles;
  const auto order = managers_first(manager_of, in_circles);
  EXPECT_THAT(in_circles, IsEmpty());
  ASSERT_EQ(order.size(), manager_of.size());
  std::set<std::size_t> before;
  for (const std::size_t one : order) {
    EXPECT_TRUE(!manager_of[one] || before.contains(*manager_of[one])) << one;
    before.insert(one);
  }
}

TEST(ManagersFirst, FindsCircles) {
  const std::vector<std::optional<std::size_t>> manager_of = {1, 2, 0, 0, {}, 5, 3};
  std::vector<std::size_t> in_circles;
  EXPECT_THAT(managers_first(manager_of, in_circles), ElementsAre(4));
  EXPECT_THAT(in_circles, UnorderedElementsAre(0, 1, 2, 5)) << "those who stand below a circle are not in it";
}

TEST(ManagersFirst, TakesALongChain) {
  std::vector<std::optional<std::size_t>> manager_of(most_rows);
  for (std::size_t one = 0; one + 1 < most_rows; ++one) manager_of[one] = one + 1;
  std::vector<std::size_t> in_circles;
  EXPECT_EQ(managers_first(manager_of, in_circles).front(), most_rows - 1);
}

}  // namespace
}  // namespace kpa::people
