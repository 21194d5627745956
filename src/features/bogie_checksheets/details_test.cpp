#include "features/bogie_checksheets/details.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/finding_for_test.hpp"
#include "core/i18n/catalogue.hpp"
#include "features/bogie_checksheets/explain.hpp"

namespace kpa::bogie_checksheets {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Text = std::optional<std::string>;

TEST(SplitIncoming, TellsTheDivisionFromTheDate) {
  using namespace std::chrono_literals;
  const Date june = 2025y / std::chrono::June / 25;
  struct Row {
    std::string text;
    Text division;
    std::optional<Date> date;
    Text impossible = {};
  };
  const Row rows[] = {
      {"NR / 2025-06-25", "NR", june},
      {"NR/2025-06-25", "NR", june},
      {"  NR \t/\t 2025-06-25 ", "NR", june},
      {"NR, 2025-06-25", "NR", june},
      {"NR 2025-06-25", "NR", june},
      {"NR - 2025-06-25", "NR", june},
      {"NR/DLI / 2025-06-25", "NR/DLI", june},
      {"Mumbai Division/2024-01-10", "Mumbai Division", 2024y / 1 / 10},
      {"NR / 2024-02-29", "NR", 2024y / 2 / 29},
      {"2025-06-25", {}, june},
      {"/ 2025-06-25", {}, june},
      {"NR", "NR", {}},
      {" NR ", "NR", {}},
      {"NR /", "NR /", {}},
      {"NR / 2025-02-29", "NR / 2025-02-29", {}, "2025-02-29"},
      {"NR / 2025-13-01", "NR / 2025-13-01", {}, "2025-13-01"},
      {"NR / 31-02-2025", "NR / 31-02-2025", {}, "31-02-2025"},
      {"NR/06/25/2025", "NR/06/25/2025", {}, "06/25/2025"},
      {"NR / 00-00-0000", "NR / 00-00-0000", {}, "00-00-0000"},
      {"NR / 0204-01-15", "NR / 0204-01-15", {}, "0204-01-15"},
      {"NR / 1900-01-01", "NR / 1900-01-01", {}, "1900-01-01"},
      {"NR / 1949-12-31", "NR / 1949-12-31", {}, "1949-12-31"},
      {"NR / 1950-01-01", "NR", 1950y / 1 / 1},
      {"NR / 25-06-2025", "NR", june},
      {"NR/25-06-2025", "NR", june},
      {"NR/25/06/2025", "NR", june},
      {"NR 25.06.2025", "NR", june},
      {"NR/DLI/25.6.2025", "NR/DLI", june},
      {"NR / 2025/6/25", "NR", june},
      {"25-06-2025", {}, june},
      {"NR / 5-6-2025", "NR", 2025y / 6 / 5},
      {"NR \u2013 25\u20116\u20112025", "NR", june},
      {"\u0909.\u0930\u0947. / \u0968\u096B-\u0966\u096C-\u0968\u0966\u0968\u096B", "\u0909.\u0930\u0947.",
       june},
      {"\u200ENR/25-06-2025 \u202C", "\u200ENR", june},
      {"NR / 2099-01-01", "NR", 2099y / 1 / 1},
      {"NR / 2025-06-25 00:00:00", "NR", june},
      {"NR / 2025-06-25T00:00:00Z", "NR", june},
      {"NR / 25-06-2025 10:30", "NR", june},
      {"NR / 25 - 06 - 2025", "NR", june},
      {"NR (25.06.2025)", "NR", june},
      {"NR / 2025-06-25.", "NR", june},
      {"NR / 25-06/2025", "NR / 25-06/2025", {}, "25-06/2025"},
      {"NR / 25-06-25", "NR / 25-06-25", {}, "25-06-25"},
      {"NR / 25-Jun-2099", "NR / 25-Jun-2099", {}, "25-Jun-2099"},
      {"NR / 20990101", "NR / 20990101", {}, "20990101"},
      {"2099-01-01 / NR", "2099-01-01 / NR", {}, "2099-01-01"},
      {"NR / 125-06-2025", "NR / 125-06-2025", {}, "125-06-2025"},
      {"NR25-06-2025", "NR25-06-2025", {}, "25-06-2025"},
      {"NR / 12025-06-25", "NR / 12025-06-25", {}, "12025-06-25"},
      {"NR / DLI-2/3", "NR / DLI-2/3", {}},
      {"NR / 2025-06-25 late", "NR / 2025-06-25 late", {}, "2025-06-25"},
      {"", {}, {}},
      {" \t", {}, {}},
  };
  for (const Row& row : rows) {
    const Incoming incoming = split_incoming(row.text);
    EXPECT_EQ(incoming.division, row.division) << row.text;
    EXPECT_EQ(incoming.date, row.date) << row.text;
    EXPECT_EQ(incoming.impossible, row.impossible) << row.text;
  }
}

TEST(SplitMaker, TellsTheMakerFromTheYear) {
  struct Row {
    std::string text;
    Text maker;
    std::optional<int> year;
    Text impossible = {};
  };
  const Row rows[] = {
      {"RDSO/2018", "RDSO", 2018},
      {"ICF/2020", "ICF", 2020},
      {" ICF \t/ 2020 ", "ICF", 2020},
      {"ICF 2020", "ICF", 2020},
      {"ICF-2020", "ICF", 2020},
      {"M/S BEML / 1999", "M/S BEML", 1999},
      {"2018", {}, 2018},
      {"/2018", {}, 2018},
      {"RDSO", "RDSO", {}},
      {"RDSO/", "RDSO/", {}},
      {"RDSO/18", "RDSO/18", {}},
      {"RDSO/20188", "RDSO/20188", {}},
      {"RDSO2018", "RDSO2018", {}},
      {"RDSO/0000", "RDSO/0000", {}, "0000"},
      {"RDSO/1849", "RDSO/1849", {}, "1849"},
      {"RDSO/1850", "RDSO", 1850},
      {"RDSO/2199", "RDSO", 2199},
      {"RDSO/2200", "RDSO/2200", {}, "2200"},
      {"RCF/9999", "RCF/9999", {}, "9999"},
      {"RCF/2099", "RCF", 2099},
      {"RCF/25-06-2018", "RCF", 2018},
      {"RCF / 2018-06-25", "RCF", 2018},
      {"RCF/31-02-2018", "RCF/31-02-2018", {}, "31-02-2018"},
      {"RCF \u2013 \u0968\u0966\u0967\u096E", "RCF", 2018},
      {"RCF/2018\u200E", "RCF", 2018},
      {"RCF/2099.", "RCF", 2099},
      {"RCF/(2099)", "RCF", 2099},
      {"RCF / 25-06-18", "RCF / 25-06-18", {}, "25-06-18"},
      {"RDSO/-201", "RDSO/-201", {}},
      {"", {}, {}},
      {"  ", {}, {}},
  };
  for (const Row& row : rows) {
    const Built built = split_maker(row.text);
    EXPECT_EQ(built.maker, row.maker) << row.text;
    EXPECT_EQ(built.year, row.year) << row.text;
    EXPECT_EQ(built.impossible, row.impossible) << row.text;
  }
}

RC_GTEST_PROP(Split, NeverFails, (const std::string& text)) {
  split_incoming(text);
  split_maker(text);
}

/// The findings for these details, on a checksheet of 2024-01-15.
Evaluation judge(std::string_view maker, std::string_view incoming, std::optional<Date> overhauled = {}) {
  return evaluate({.built = split_maker(maker),
                   .incoming = split_incoming(incoming),
                   .overhauled = overhauled,
                   .inspected = parse_date("2024-01-15").value()});
}

/// `dateOfIOH before_built` for each finding.
std::vector<std::string> found(const Evaluation& evaluation) {
  std::vector<std::string> all;
  for (const Finding& finding : evaluation.findings) {
    EXPECT_EQ(finding.severity, severity::needs_attention);
    all.push_back(finding.path.substr(finding.path.find('.') + 1) + ' ' + finding.code);
  }
  EXPECT_EQ(evaluation.worst, all.empty() ? severity::good : severity::needs_attention);
  return all;
}

TEST(Dates, ThatCanBeHaveNoFinding) {
  EXPECT_THAT(found(judge("", "")), IsEmpty());
  EXPECT_THAT(found(judge("ICF", "NR")), IsEmpty());
  EXPECT_THAT(found(judge("ICF/2020", "Mumbai Division/2024-01-10", parse_date("2023-06-15"))), IsEmpty());
  EXPECT_THAT(found(judge("ICF/2024", "NR/15-01-2024", parse_date("2024-01-15"))), IsEmpty());
}

TEST(Dates, AfterTheInspectionAreFound) {
  EXPECT_THAT(found(judge("RCF/2099", "NR / 2099-01-01", parse_date("2024-01-16"))),
              ElementsAre("makerYearBuilt after_inspection", "incomingDivAndDate after_inspection",
                          "dateOfIOH after_inspection"));
  EXPECT_THAT(found(judge("RCF/2099", "NR / 2024-01-10", parse_date("2023-06-15"))),
              ElementsAre("makerYearBuilt after_inspection"))
      << "the year alone is wrong";
  EXPECT_THAT(found(judge("RCF/25-06-2024", "NR / 2024-01-10")),
              ElementsAre("makerYearBuilt after_inspection"));
  EXPECT_THAT(found(judge("RCF/(2099)", "NR / 2099-01-01 00:00:00")),
              ElementsAre("makerYearBuilt after_inspection", "incomingDivAndDate after_inspection"));
}

TEST(Dates, BeforeTheBogieWasBuiltAreFound) {
  EXPECT_THAT(found(judge("RCF/2020", "NR / 31-12-2019", parse_date("2019-12-31"))),
              ElementsAre("incomingDivAndDate before_built", "dateOfIOH before_built"));
  EXPECT_THAT(found(judge("RCF/2020", "NR / 01-01-2020", parse_date("2020-01-01"))), IsEmpty());
  EXPECT_THAT(found(judge("RCF/25-06-2020", "NR / 24-06-2020", parse_date("2020-06-25"))),
              ElementsAre("incomingDivAndDate before_built"));
}

TEST(Dates, ThatAreNoneOfTheCalendarAreFound) {
  EXPECT_THAT(found(judge("RCF/2200", "NR / 31-02-2023")),
              ElementsAre("makerYearBuilt impossible_date", "incomingDivAndDate impossible_date"));
}

TEST(Dates, SayEverythingThatAReaderNeeds) {
  EXPECT_THAT(
      judge("RCF/2025", "NR/31-02-2023", parse_date("2024-01-20")).findings,
      ElementsAre(
          Finding{"bogieDetails.makerYearBuilt",
                  "after_inspection",
                  3,
                  "Year built: 2025 is after the inspection on 2024-01-15",
                  {{"date", "2025"}, {"inspected", "2024-01-15"}}},
          Finding{"bogieDetails.incomingDivAndDate",
                  "impossible_date",
                  3,
                  "Incoming date: 31-02-2023 cannot be right; write it like NR / 2025-06-25",
                  {{"date", "31-02-2023"}, {"like", "NR / 2025-06-25"}}},
          Finding{"bogieDetails.dateOfIOH",
                  "after_inspection",
                  3,
                  "Last intermediate overhaul (IOH): 2024-01-20 is after the inspection on 2024-01-15",
                  {{"date", "2024-01-20"}, {"inspected", "2024-01-15"}}}));
  EXPECT_THAT(
      judge("RCF/2020", "", parse_date("2019-12-31")).findings,
      ElementsAre(Finding{"bogieDetails.dateOfIOH",
                          "before_built",
                          3,
                          "Last intermediate overhaul (IOH): 2019-12-31 is before the year built, 2020",
                          {{"date", "2019-12-31"}, {"built", "2020"}}}));
}

TEST(Dates, AreExplainedInOtherLanguages) {
  for (const Finding& finding : judge("RCF/2025", "NR/31-02-2023", parse_date("2024-01-20")).findings)
    for (const char* english : {"Year built", "Incoming date", "overhaul", "inspection", "cannot", "{"})
      EXPECT_EQ(i18n::in(i18n::Language::hindi, explain(finding)).find(english), std::string::npos)
          << finding.message;
}

}  // namespace
}  // namespace kpa::bogie_checksheets
