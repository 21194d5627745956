#include <cstdint>
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/schema/bogie_for_test.hpp"
#include "core/schema/object.hpp"

namespace kpa::schema {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

struct BogieQuery {
  std::optional<std::string> form_number;
  std::optional<bool> has_findings;
  std::optional<std::int64_t> page;
  std::optional<Colour> colour;
  std::optional<Date> date_from;
  std::optional<Date> date_to;
};

}  // namespace

template <>
const Object<BogieQuery>& describe() {
  using Q = BogieQuery;
  static const auto made = object<Q>("BogieQuery")
                               .field("form_number", &Q::form_number, of_length(1, 50), "")
                               .field("has_findings", &Q::has_findings, "")
                               .field("page", &Q::page, between(1, 100), "")
                               .field("colour", &Q::colour, "")
                               .field("date_from", &Q::date_from, "")
                               .field("date_to", &Q::date_to, "");
  return made;
}

namespace {

TEST(Query, ReadsTextsAsWhatTheyStandFor) {
  const auto query = decode_query<BogieQuery>({{"formNumber", "WS"},
                                               {"has_findings", "true"},
                                               {"page", "3"},
                                               {"colour", "dark green"},
                                               {"date_from", "2024-02-29"}});
  ASSERT_TRUE(query.has_value());
  EXPECT_EQ(query->form_number, "WS");
  EXPECT_EQ(query->has_findings, true);
  EXPECT_EQ(query->page, 3);
  EXPECT_EQ(query->colour, Colour::dark_green);
  EXPECT_EQ(query->date_from, parse_date("2024-02-29"));
}

TEST(Query, TakesTheUnescapedPlusOfAnOffsetForTheSpaceThatItHasBecome) {
  const auto read = [](std::string_view text) {
    Issues issues;
    return Codec<Instant>::read_text(text, Path(), issues);
  };
  const auto moment = parse_instant("2024-01-01T00:00:00+05:30");
  EXPECT_EQ(read("2024-01-01T00:00:00 05:30"), moment);
  EXPECT_EQ(read("2024-01-01T00:00:00.000 05:30"), moment);
  EXPECT_EQ(read("2024-01-01 00:00:00 05:30"), moment);
  EXPECT_EQ(read("2024-01-01 00:00:00+05:30"), moment);
  EXPECT_EQ(read("2023-12-31 18:30:00Z"), moment);
  for (const auto* text : {"2024-01-01T00:00:00 ", "2024-01-01T00:00:00 Z", "2024-01-01T00:00:00  05:30",
                           "2024-01-01T00:00 05:30", "2024-01-01T00:00:00", "2024-01-01 ", " "})
    EXPECT_FALSE(read(text).has_value()) << text;
  EXPECT_THAT(wrong(changed(R"({"seenAt":"2024-01-01T00:00:00 05:30"})")),
              ElementsAre("seenAt: not_an_instant"))
      << "JSON needs no such leniency";
}

TEST(Query, TakesBlankParametersForLeftOutWhereTheyMayBe) {
  const Pairs blank = {
      {"formNumber", ""}, {"has_findings", " "}, {"page", ""}, {"colour", "\t"}, {"date_from", "\u00A0"}};
  const auto query = decode_query<BogieQuery>(blank, Blank::allowed);
  ASSERT_TRUE(query.has_value());
  EXPECT_EQ(encode(*query), encode(BogieQuery()));
  EXPECT_EQ(problems(decode_query<BogieQuery>(blank).error()).size(), blank.size());
  EXPECT_THAT(
      problems(
          decode_query<BogieQuery>({{"page", ""}, {"page", "1"}, {"limit", ""}}, Blank::allowed).error()),
      UnorderedElementsAre("page: repeated", "limit: unknown_parameter"));
}

TEST(Query, TellsEverythingThatIsWrongAtOnce) {
  const auto query = decode_query<BogieQuery>({{"form_number", ""},
                                               {"has_findings", "maybe"},
                                               {"page", "1x"},
                                               {"colour", ""},
                                               {"date_from", "01-02-2024"},
                                               {"page", "2"},
                                               {"limit", "5"}});
  ASSERT_FALSE(query.has_value());
  EXPECT_EQ(query.error().code, Code::validation_failed);
  EXPECT_THAT(problems(query.error()),
              UnorderedElementsAre("form_number: blank", "has_findings: not_a_boolean", "page: not_a_number",
                                   "colour: not_a_choice", "date_from: not_a_date", "page: repeated",
                                   "limit: unknown_parameter"));
  EXPECT_TRUE(decode_query<BogieQuery>({}).has_value());
  for (const auto* page : {"", "0", "101", "-1", "99999999999999999999", " 1", "0x1"})
    EXPECT_FALSE(decode_query<BogieQuery>({{"page", page}}).has_value()) << page;
}

}  // namespace
}  // namespace kpa::schema
