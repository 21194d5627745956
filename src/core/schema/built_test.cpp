#include "core/schema/built.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/schema/bogie_for_test.hpp"

namespace kpa::schema {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::shared_ptr<const Object<Values>> shared(Outcome<Object<Values>> type) {
  return std::make_shared<const Object<Values>>(std::move(type.value()));
}

/// A form that a person could build: every kind of field, a group, and a repeated group.
Outcome<Object<Values>> inspection() {
  auto spring =
      built("Spring", {{.name = "maker", .kind = One<std::string>{of_length(1, 10)}, .required = true},
                       {.name = "free_height", .kind = One<Decimal>{decimals(2)}}});
  auto place =
      built("Place", {{.name = "depot", .kind = One<std::string>{of_length(1, 10)}, .required = true},
                      {.name = "track", .kind = One<std::int64_t>{}}});
  return built("Inspection", {{.name = "remark",
                               .kind = One<std::string>{of_length(1, 20)},
                               .description = "Anything",
                               .required = true},
                              {.name = "axles", .kind = One<std::int64_t>{between(1, 8)}},
                              {.name = "wear",
                               .kind = One<Decimal>{between(Decimal(0), Decimal(125, 1)) & decimals(2)},
                               .example = 1.5},
                              {.name = "painted", .kind = One<bool>{}},
                              {.name = "doneOn", .kind = One<Date>{not_before(*parse_date("2000-01-01"))}},
                              {.name = "seen_at", .kind = One<Instant>{}},
                              {.name = "colour", .kind = Choice{{"Red", "Dark Green"}}},
                              {.name = "faults", .kind = Choices{{"Crack", "Rust", "Worn Out"}}},
                              {.name = "place", .kind = Group{shared(std::move(place))}},
                              {.name = "springs",
                               .kind = Groups{.type = shared(std::move(spring)), .least = 1, .most = 3}}});
}

const Object<Values>& type() {
  static const auto made = inspection().value();
  return made;
}

constexpr std::string_view everything =
    R"({"remark":"fine","axles":4,"wear":0.07,"painted":true,"doneOn":"2024-02-29","seen_at":"2024-01-15T10:00:00Z",)"
    R"("colour":"Dark Green","faults":["Rust","Worn Out"],"place":{"depot":"KPA","track":null},)"
    R"("springs":[{"maker":"ICF","free_height":260.25},{"maker":"RDSO","free_height":null}]})";

std::vector<std::string> wrong_answers(std::string_view text) {
  const auto decoded = decode_value(type(), parse_json(text).value());
  return decoded ? std::vector<std::string>{} : test::problems(decoded.error());
}

/// Reads the text and writes the result.
std::string again(std::string_view text) {
  std::string out;
  type().write(decode_value(type(), parse_json(text).value()).value(), out);
  return out;
}

TEST(Built, ReadsAndWritesEveryKindOfField) {
  EXPECT_EQ(again(everything), everything);
  const auto read = decode_value(type(), parse_json(everything).value()).value();
  EXPECT_EQ(*read.get<Decimal>(2), Decimal(7, 2));
  EXPECT_EQ(*read.get<Date>(4), *parse_date("2024-02-29"));
  EXPECT_EQ(*read.get<std::vector<Values>>(9)->at(0).get<Decimal>(1), Decimal(26'025, 2));
  EXPECT_EQ(read.get<std::int64_t>(2), nullptr) << "it is no whole number";
}

TEST(Built, TakesWhatAnObjectOfCppTakes) {
  EXPECT_EQ(again(R"({"remark":"x","done_on":"2024-01-01","seenAt":"2024-01-01T00:00:00+05:30",
                      "colour":"DARK_GREEN","faults":["worn-out","crack"],"wear":3})"),
            R"({"remark":"x","axles":null,"wear":3,"painted":null,"doneOn":"2024-01-01",)"
            R"("seen_at":"2023-12-31T18:30:00Z","colour":"Dark Green","faults":["Crack","Worn Out"],)"
            R"("place":null,"springs":null})");
}

TEST(Built, TellsEverythingThatIsWrongAtOnce) {
  EXPECT_THAT(wrong_answers("{}"), ElementsAre("remark: required"));
  EXPECT_THAT(wrong_answers("[]"), ElementsAre(": wrong_type"));
  EXPECT_THAT(
      wrong_answers(
          R"({"remark":" ","axles":9,"wear":12.51,"painted":1,"done_on":"1999-12-31","seen_at":"now","colour":"blue",
              "faults":["Rust","dent","rust"],"place":{"track":1.5,"x":1},
              "springs":[{"maker":"ICF","free_height":1.005},7],"extra":0})"),
      UnorderedElementsAre(
          "remark: blank", "axles: too_large", "wear: too_large", "painted: wrong_type", "done_on: too_early",
          "seen_at: not_an_instant", "colour: not_a_choice", "faults[1]: not_a_choice", "faults[2]: repeated",
          "place.track: wrong_type", "place.x: unknown_field", "place.depot: required",
          "springs[0].free_height: too_precise", "springs[1]: wrong_type", "extra: unknown_field"));
  EXPECT_THAT(wrong_answers(R"({"remark":"x","doneOn":"2024-01-01","done_on":"2024-01-01"})"),
              ElementsAre("done_on: repeated"));
  EXPECT_THAT(wrong_answers(R"({"remark":null,"springs":[]})"),
              UnorderedElementsAre("remark: wrong_type", "springs: too_few_items"));
  EXPECT_THAT(wrong_answers(R"({"remark":"x","springs":[1,2,3,4]})"), ElementsAre("springs: too_many_items"));
}

TEST(Built, NumbersKeepTheirDigits) {
  for (const auto* number : {"0.1", "0.07", "12.5", "1.10", "0.30", "1e-2", "7", "0"}) {
    const std::string body = R"({"remark":"x","wear":)" + std::string(number) + "}";
    EXPECT_THAT(wrong_answers(body), IsEmpty()) << number;
  }
  const std::pair<std::string, std::string> refused[] = {
      {"0.001", "too_precise"},
      {"0.10000000000000001", "too_many_digits"},
      {"0.1000000000000000055511151231257827", "too_many_digits"},
      {"1e-400", "too_many_digits"},
      {"1e300", "too_many_digits"},
      {"-0.01", "too_small"},
      {"\"1\"", "wrong_type"},
      {"true", "wrong_type"}};
  for (const auto& [number, code] : refused)
    EXPECT_THAT(wrong_answers(R"({"remark":"x","wear":)" + number + "}"), ElementsAre("wear: " + code)) << number;
}

TEST(Built, IsReadFromAQueryToo) {
  const auto read = or_problem([&](const Path&, Issues& issues) {
    return type().read_query({{"remark", "x"}, {"wear", "1.50"}, {"doneOn", ""}, {"colour", "red"}},
                             Blank::allowed, issues);
  });
  ASSERT_TRUE(read.has_value()) << testing::PrintToString(test::problems(read.error()));
  EXPECT_EQ(*read->get<Decimal>(2), Decimal(15, 1));
  EXPECT_EQ(*read->get<std::string>(6), "Red");
  const auto bad = or_problem([&](const Path&, Issues& issues) {
    return type().read_query({{"wear", "1e1"}, {"place", "KPA"}}, Blank::allowed, issues);
  });
  EXPECT_THAT(test::problems(bad.error()),
              UnorderedElementsAre("wear: not_a_decimal", "place: unknown_parameter", "remark: required"));
}

TEST(Built, IsPatchedMemberByMember) {
  const auto change = parse_json(R"({"wear":null,"place":{"track":3},"done_on":"2024-03-01"})").value();
  const auto current = parse_json(everything).value();
  const auto merged = type().merged(type().part_of(current.as_object()), change.as_object());
  const auto read = decode_value(type(), merged).value();
  EXPECT_EQ(read.find(2), nullptr);
  EXPECT_EQ(*read.get<Values>(8)->get<std::string>(0), "KPA");
  EXPECT_EQ(*read.get<Values>(8)->get<std::int64_t>(1), 3);
  EXPECT_EQ(*read.get<Date>(4), *parse_date("2024-03-01"));
}

TEST(Built, MeansTheSameHoweverItIsSaid) {
  const auto meaning = [](std::string_view text) {
    std::string out;
    type().write_meaning(decode_value(type(), parse_json(text).value()).value(), out);
    return out;
  };
  EXPECT_EQ(meaning(R"({"wear":1.50,"remark":"x","place":{"track":null,"depot":"K"},"axles":null})"),
            R"({"place":{"depot":"K"},"remark":"x","wear":1.5})");
  EXPECT_EQ(meaning(R"({"springs":[{"freeHeight":null,"maker":"I"}],"remark":"x"})"),
            R"({"remark":"x","springs":[{"maker":"I"}]})");
}

TEST(Built, DocumentsItselfAsJsonSchema) {
  const auto schema = json_schema(type());
  EXPECT_EQ(schema.at("$schema"), "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(schema.at("required"), (json::array{"remark"}));
  EXPECT_EQ(schema.at("additionalProperties"), false);
  const auto& properties = schema.at("properties").as_object();
  EXPECT_EQ(properties.at("remark").at("description"), "Anything");
  EXPECT_EQ(json::serialize(properties.at("wear")),
            R"({"type":["number","null"],"minimum":0,"maximum":1.25E1,"examples":[1.5E0]})");
  EXPECT_EQ(properties.at("colour").at("enum"), (json::array{"Red", "Dark Green", nullptr}));
  EXPECT_EQ(properties.at("faults").at("items").at("enum"), (json::array{"Crack", "Rust", "Worn Out"}));
  const auto& springs = properties.at("springs").as_object();
  EXPECT_EQ(springs.at("minItems"), 1);
  EXPECT_EQ(springs.at("items").at("properties").at("maker").at("maxLength"), 10);
  EXPECT_THAT(wrong_answers(json::serialize(type().example())), IsEmpty());
}

TEST(Built, StandsInADocumentOfOpenApiAsAnyComponent) {
  Components components;
  EXPECT_EQ(json::serialize(type().document(components)), R"({"$ref":"#/components/schemas/Inspection"})");
  EXPECT_EQ(components.size(), 1U);
  auto alone = json_schema(type());
  alone.erase("$schema");
  alone.erase("title");
  EXPECT_EQ(components.at("Inspection"), alone);
}

TEST(Built, OfWhatCannotBeBuiltTellsEverything) {
  const auto type = built("Bad", {{.name = "form_no", .kind = One<bool>{}},
                                  {.name = "formNo", .kind = One<bool>{}},
                                  {.name = "", .kind = One<bool>{}},
                                  {.name = "a.b", .kind = One<bool>{}},
                                  {.name = "1st", .kind = One<bool>{}},
                                  {.name = std::string(64, 'x'), .kind = One<bool>{}},
                                  {.name = "none", .kind = Choice{}},
                                  {.name = "twice", .kind = Choices{{"Worn Out", " ", "worn_out"}}}});
  ASSERT_FALSE(type.has_value());
  EXPECT_THAT(test::problems(type.error()),
              UnorderedElementsAre("fields[1].name: repeated", "fields[2].name: pattern",
                                   "fields[3].name: pattern", "fields[4].name: pattern",
                                   "fields[5].name: pattern", "fields[6].words: too_few_items",
                                   "fields[7].words[1]: blank", "fields[7].words[2]: repeated"));
}

TEST(Values, AreEqualByWhatTheyHold) {
  Values one, other;
  one.set(3, Value(std::int64_t{1}));
  one.clear(3);
  EXPECT_EQ(one, other) << "nothing is nothing, however much of it there is";
  one.set(1, Value(std::string("x")));
  EXPECT_FALSE(one == other);
  other.set(1, Value(std::string("x")));
  EXPECT_EQ(one, other);
}

struct Filtered {
  std::string order;
  Values filters;
};

}  // namespace

template <>
const Object<Filtered>& describe() {
  static const auto made =
      with_fields(object<Filtered>("Filtered").field("order", &Filtered::order, ""), &Filtered::filters,
                  {{.name = "actor_id", .kind = One<std::int64_t>{}, .example = 1},
                   {.name = "from", .kind = One<Instant>{}}});
  return made;
}

namespace {

TEST(Built, FieldsStandBesideThoseOfAStruct) {
  const auto read = decode_query<Filtered>({{"actorId", "7"}, {"order", "x"}});
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->order, "x");
  EXPECT_EQ(*read->filters.get<std::int64_t>(0), 7);
  EXPECT_EQ(read->filters.find(1), nullptr);
  EXPECT_EQ(encode(*read), R"({"order":"x","actor_id":7,"from":null})");
  EXPECT_THAT(test::problems(decode_query<Filtered>({{"actor_id", "x"}, {"from", "y"}}).error()),
              UnorderedElementsAre("actor_id: not_a_number", "from: not_an_instant", "order: required"));
}

RC_GTEST_PROP(Built, NumbersWithUpTo15DigitsAreReadBackExactly, (std::int64_t units, std::uint8_t places)) {
  const Decimal number(units % 1'000'000'000'000'000, places % 16);
  const auto read = decode<Decimal>(format(number));
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == number);
}

}  // namespace
}  // namespace kpa::schema
