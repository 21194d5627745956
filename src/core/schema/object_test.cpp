#include "core/schema/object.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/schema/bogie_for_test.hpp"

namespace kpa::schema {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST(Object, ReadsAWholeRecord) {
  const auto bogie = decode<Bogie>(whole);
  ASSERT_TRUE(bogie.has_value()) << testing::PrintToString(problems(bogie.error()));
  EXPECT_EQ(bogie->bogie_no, "B-12");
  EXPECT_EQ(bogie->date_of_ioh, *parse_date("2023-06-15"));
  EXPECT_EQ(bogie->seen_at, parse_instant("2024-01-15T04:30:00Z"));
  EXPECT_EQ(bogie->colour, Colour::dark_green);
  EXPECT_EQ(bogie->parts.at(1), (Part{"b", std::nullopt}));
  EXPECT_EQ(bogie->inspected_by->text, "123");
}

TEST(Object, TellsEverythingThatIsWrongAtOnceUnderThePathsThatTheClientUsed) {
  EXPECT_THAT(
      wrong(
          R"({"bogie_no":"x","axles":1.5,"painted":"yes","date_of_ioh":"2023-02-30","seenAt":"now","colour":"pink",
                        "main_part":{"part_name":""},"parts":[{"partName":"a"},{"wear":101},7],"inspectedBy":[],"extra":1})"),
      UnorderedElementsAre("bogie_no: pattern", "axles: wrong_type", "painted: wrong_type",
                           "date_of_ioh: not_a_date", "seenAt: not_an_instant", "colour: not_a_choice",
                           "main_part.part_name: blank", "parts[1].wear: too_large",
                           "parts[1].partName: required", "parts[2]: wrong_type", "inspectedBy: wrong_type",
                           "extra: unknown_field"));
}

TEST(Object, RequiresWhatIsNotOptional) {
  EXPECT_THAT(wrong("{}"), UnorderedElementsAre("bogieNo: required", "axles: required", "painted: required",
                                                "dateOfIOH: required", "colour: required",
                                                "mainPart: required", "parts: required"));
  EXPECT_THAT(wrong(changed(R"({"seenAt":null,"inspectedBy":"REMOVE"})")), IsEmpty());
  EXPECT_THAT(wrong(changed(R"({"axles":null,"mainPart":null})")),
              UnorderedElementsAre("axles: wrong_type", "mainPart: wrong_type"));
}

TEST(Object, TakesBothSpellingsAndAliasesButOnlyOneOfThem) {
  EXPECT_THAT(wrong(changed(R"({"bogieNo":"REMOVE","bogie_no":"B-1"})")), IsEmpty());
  EXPECT_THAT(wrong(changed(R"({"bogieNo":"REMOVE","number":"B-1"})")), IsEmpty());
  EXPECT_THAT(wrong(changed(R"({"bogie_no":"B-1"})")), ElementsAre("bogie_no: repeated"));
  EXPECT_THAT(wrong(changed(R"({"BogieNo":"B-1"})")), ElementsAre("BogieNo: unknown_field"));
}

TEST(Object, ChecksRulesAcrossMembersOnlyWhenTheMembersAreGood) {
  EXPECT_THAT(wrong(changed(R"({"axles":0})")), ElementsAre("axles: too_small"));
  EXPECT_THAT(wrong(changed(R"({"axles":0,"colour":"blue"})")), ElementsAre("colour: not_a_choice"));
}

TEST(Object, RefusesOtherKindsOfDocuments) {
  for (const auto* text : {"[]", "1", "\"x\"", "null", "true"})
    EXPECT_THAT(wrong(text), ElementsAre(": wrong_type")) << text;
}

TEST(Object, RefusesTextsThatNoRecordShouldHold) {
  for (const auto* text : {"\\u0000", "a\\u0007", "\\u001b[31m", "\\u007f"})
    EXPECT_THAT(wrong(changed("{\"mainPart\":{\"partName\":\"" + std::string(text) + "\"}}")),
                ElementsAre("mainPart.partName: control_character"));
}

TEST(Object, NumbersAreWholeAndInRange) {
  for (const auto* number : {"1.0", "1e2", "-3.00"})
    EXPECT_THAT(wrong(changed("{\"axles\":" + std::string(number) + "}")), IsEmpty()) << number;
  for (const auto* number :
       {"1.5", "1e-1", "1e19", "9223372036854775808", "-9223372036854775809", "\"1\"", "true"})
    EXPECT_THAT(wrong(changed("{\"axles\":" + std::string(number) + "}")), ElementsAre("axles: wrong_type"))
        << number;
  EXPECT_THAT(wrong(changed(R"({"axles":9223372036854775807})")), IsEmpty());
  EXPECT_FALSE(decode<std::int64_t>("1e400").has_value());
}

TEST(Object, TellsNoMoreThanAHundredProblems) {
  std::string text = "{\"z0\":0";
  for (int number = 1; number < 500; ++number) text += ",\"z" + std::to_string(number) + "\":0";
  EXPECT_EQ(wrong(text + "}").size(), 100U);
}

TEST(Object, ACountOfCharactersIsNotACountOfBytes) {
  EXPECT_THAT(
      wrong(changed(
          "{\"mainPart\":{\"partName\":\"\u0915\u0915\u0915\u0915\u0915\u0915\u0915\u0915\u0915\u0915\"}}")),
      IsEmpty());
  EXPECT_THAT(wrong(changed(R"({"mainPart":{"partName":"12345678901"}})")),
              ElementsAre("mainPart.partName: too_long"));
  EXPECT_THAT(wrong(changed(R"({"mainPart":{"partName":" \n "}})")), ElementsAre("mainPart.partName: blank"));
  EXPECT_THAT(wrong(changed("{\"mainPart\":{\"partName\":\"\u00A0\u3000\"}}")),
              ElementsAre("mainPart.partName: blank"));
}

RC_GTEST_PROP(Object, ReadsBackWhatItWrites,
              (std::int64_t axles, bool painted, bool dark, bool worn, std::uint8_t wear,
               const std::vector<std::string>& names, std::uint32_t days, std::uint32_t seconds)) {
  Bogie bogie{.bogie_no = "B-1",
              .axles = axles == 0 ? 1 : axles,
              .painted = painted,
              .date_of_ioh = Date(std::chrono::sys_days(std::chrono::days(days % 19'000))),
              .seen_at = {},
              .colour = dark ? Colour::dark_green : Colour::red,
              .main_part = {.part_name = "x\"\\\n\u20ac",
                            .wear = worn ? std::optional<std::int64_t>(wear % 101) : std::nullopt},
              .parts = {},
              .inspected_by = Identifier{"KPA/7"}};
  if (worn) bogie.seen_at = Instant(std::chrono::microseconds(std::int64_t{seconds} * 1'000'003));
  for (const auto& name : names) {
    std::string printable = "p";
    for (const char c : name.substr(0, 9)) printable += c >= ' ' && c < 0x7F ? c : '?';
    bogie.parts.push_back({.part_name = printable, .wear = {}});
  }
  const auto back = decode<Bogie>(encode(bogie));
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == bogie);
}

}  // namespace
}  // namespace kpa::schema
