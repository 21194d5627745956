#include "core/schema/object.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unicode/regex.h>

#include "core/i18n/catalogue.hpp"
#include "core/schema/patch.hpp"

namespace kpa::schema {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

enum class Colour { red, dark_green };

struct Part {
  std::string part_name;
  std::optional<std::int64_t> wear;
  friend bool operator==(const Part&, const Part&) = default;
};

struct Bogie {
  std::string bogie_no;
  std::int64_t axles = 0;
  bool painted = false;
  Date date_of_ioh{};
  std::optional<Instant> seen_at;
  Colour colour = Colour::red;
  Part main_part;
  std::vector<Part> parts;
  std::optional<Identifier> inspected_by;
  friend bool operator==(const Bogie&, const Bogie&) = default;
};

struct BogieQuery {
  std::optional<std::string> form_number;
  std::optional<bool> has_findings;
  std::optional<std::int64_t> page;
  std::optional<Colour> colour;
  std::optional<Date> date_from;
  std::optional<Date> date_to;
};

}  // namespace
}  // namespace kpa::schema

template <>
struct kpa::EnumNames<kpa::schema::Colour> {
  static constexpr std::array<std::pair<schema::Colour, std::string_view>, 2> table = {
      {{schema::Colour::red, "red"}, {schema::Colour::dark_green, "dark green"}}};
};

namespace kpa::schema {

template <>
const Object<Part>& describe() {
  static const auto made = object<Part>("Part")
                               .field("partName", &Part::part_name, text(1, 10), "Its name", "spring")
                               .field("wear", &Part::wear, between(0, 100), "In percent", 5);
  return made;
}

template <>
const Object<Bogie>& describe() {
  using B = Bogie;
  static const auto made =
      object<B>("Bogie")
          .field("bogieNo", &B::bogie_no, matching("[A-Z]-[0-9]+", i18n::text("a letter, a dash and digits")),
                 "Painted on it", "B-1")
          .alias("number")
          .field("axles", &B::axles, "How many", 2)
          .field("painted", &B::painted, "Whether it is")
          .field("dateOfIOH", &B::date_of_ioh, not_in_future(), "Last overhaul", "2023-06-15")
          .field("seenAt", &B::seen_at, "When")
          .field("colour", &B::colour, "Which")
          .field("mainPart", &B::main_part, "The part")
          .field("parts", &B::parts, "More of them")
          .field("inspectedBy", &B::inspected_by, "Who")
          .rule([](const B& bogie, const Path& path, Issues& issues) {
            if (bogie.painted && bogie.axles == 0)
              issues.add(Path(path, "axles"), "too_small", {{"min", "1"}});
          });
  return made;
}

template <>
const Object<BogieQuery>& describe() {
  using Q = BogieQuery;
  static const auto made = object<Q>("BogieQuery")
                               .field("form_number", &Q::form_number, text(1, 50), "")
                               .field("has_findings", &Q::has_findings, "")
                               .field("page", &Q::page, between(1, 100), "")
                               .field("colour", &Q::colour, "")
                               .field("date_from", &Q::date_from, "")
                               .field("date_to", &Q::date_to, "");
  return made;
}

namespace {

constexpr const char* whole = R"({"bogieNo":"B-12","axles":2,"painted":true,"dateOfIOH":"2023-06-15",
    "seenAt":"2024-01-15T10:00:00+05:30","colour":"dark green","mainPart":{"partName":"spring"},
    "parts":[{"partName":"a","wear":7},{"partName":"b","wear":null}],"inspectedBy":123})";

std::vector<std::string> problems(const Problem& problem) {
  std::vector<std::string> all;
  for (const auto& field : problem.fields) all.push_back(field.path + ": " + field.code);
  return all;
}

/// `path: code` of everything that is wrong.
std::vector<std::string> wrong(std::string_view text) {
  const auto decoded = decode<Bogie>(text);
  if (decoded) return {};
  EXPECT_EQ(decoded.error().code, Code::validation_failed) << in_english(message_of(decoded.error()));
  return problems(decoded.error());
}

/// `whole` with members replaced, added or (undefined) removed.
std::string changed(const std::string& members) {
  auto value = boost::json::parse(whole).as_object();
  const auto changes = boost::json::parse(members).as_object();
  for (const auto& member : changes) {
    if (member.value() == "REMOVE")
      value.erase(member.key());
    else
      value[member.key()] = member.value();
  }
  return boost::json::serialize(value);
}

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

class PatchTest : public testing::Test {
 protected:
  Outcome<Bogie> patched(std::string_view text) {
    const auto patch = decode<Patch<Bogie>>(text);
    return patch->applied_to(*decode<Bogie>(whole));
  }
};

TEST_F(PatchTest, ChangesOnlyWhatIsNamed) {
  auto expected = *decode<Bogie>(whole);
  expected.axles = 3;
  expected.seen_at = std::nullopt;
  expected.main_part.wear = 9;
  EXPECT_EQ(*patched(R"({"axles":3,"seen_at":null,"main_part":{"wear":9}})"), expected);
  EXPECT_EQ(*patched("{}"), *decode<Bogie>(whole));
}

TEST_F(PatchTest, KnowsMembersOfMembersInBothSpellings) {
  EXPECT_EQ(patched(R"({"mainPart":{"part_name":"bolster"}})")->main_part.part_name, "bolster");
  EXPECT_EQ(patched(R"({"main_part":{"partName":"bolster"}})")->main_part.part_name, "bolster");
}

TEST_F(PatchTest, ReplacesListsAsAWhole) { EXPECT_THAT(patched(R"({"parts":[]})")->parts, IsEmpty()); }

TEST_F(PatchTest, IsCheckedAsPartOfTheWholeUnderTheNamesThatTheClientUsed) {
  EXPECT_THAT(problems(patched(R"({"axles":0})").error()), ElementsAre("axles: too_small"));
  EXPECT_THAT(
      problems(
          patched(R"({"bogie_no":"x","main_part":{"part_name":""},"date_of_ioh":null,"extra":1})").error()),
      UnorderedElementsAre("bogie_no: pattern", "main_part.part_name: blank", "date_of_ioh: wrong_type",
                           "extra: unknown_field"));
  EXPECT_THAT(problems(patched(R"({"bogieNo":"B-1","bogie_no":"B-2"})").error()),
              ElementsAre("bogie_no: repeated"));
  EXPECT_THAT(problems(decode<Patch<Bogie>>("[]").error()), ElementsAre(": wrong_type"));
}

/// A stored part as it is answered: what a client sends of it, and more.
struct StoredPart : Part {
  std::string maker;
};
struct StoredBogie : Bogie {
  std::int64_t id = 0;
  StoredPart main_part;
};
/// One that a member was forgotten in.
struct ForgetfulPart {
  std::string part_name;
};

}  // namespace

template <>
const Object<StoredPart>& describe() {
  using S = StoredPart;
  static const auto made = object<S>("StoredPart")
                               .field("maker", &S::maker, "")
                               .field("partName", &S::part_name, "")
                               .field("wear", &S::wear, "");
  return made;
}

template <>
const Object<StoredBogie>& describe() {
  using S = StoredBogie;
  static const auto made = object<S>("StoredBogie")
                               .field("id", &S::id, "")
                               .field("mainPart", &S::main_part, "")
                               .field("parts", &S::parts, "")
                               .field("inspectedBy", &S::inspected_by, "")
                               .field("colour", &S::colour, "")
                               .field("seenAt", &S::seen_at, "")
                               .field("dateOfIOH", &S::date_of_ioh, "")
                               .field("painted", &S::painted, "")
                               .field("axles", &S::axles, "")
                               .field("bogieNo", &S::bogie_no, "");
  return made;
}

template <>
const Object<ForgetfulPart>& describe() {
  static const auto made =
      object<ForgetfulPart>("ForgetfulPart").field("partName", &ForgetfulPart::part_name, "");
  return made;
}

namespace {

TEST_F(PatchTest, OfAStoredRecordKeepsEveryMemberThatAClientSends) {
  const auto sent = *decode<Bogie>(whole);
  StoredBogie stored{sent, 7, {{"bolster", 5}, "RDSO"}};
  auto expected = sent;
  expected.main_part = {"bolster", 5};
  EXPECT_EQ(*Patch<Bogie>{}.applied_to(stored), expected);
  expected.axles = 3;
  expected.main_part.wear = std::nullopt;
  EXPECT_EQ(*decode<Patch<Bogie>>(R"({"axles":3,"main_part":{"wear":null}})")->applied_to(stored), expected);
  EXPECT_THAT(
      problems(decode<Patch<Bogie>>(R"({"id":8,"mainPart":{"maker":"ICF"}})")->applied_to(stored).error()),
      UnorderedElementsAre("id: unknown_field", "mainPart.maker: unknown_field"));
}

TEST_F(PatchTest, IsABugWhereTheStoredRecordLacksAMember) {
  EXPECT_THROW(Patch<Part>{}.applied_to(ForgetfulPart{"bolster"}), std::logic_error);
}

TEST(Document, DescribesTheTypeOnce) {
  Components components;
  EXPECT_EQ(boost::json::serialize(Codec<Bogie>::document(components)),
            R"({"$ref":"#/components/schemas/Bogie"})");
  ASSERT_EQ(components.size(), 2U);
  const auto& bogie = components.at("Bogie");
  EXPECT_EQ(bogie.at("additionalProperties"), false);
  EXPECT_EQ(bogie.at("required").as_array().size(), 7U);
  const auto& properties = bogie.at("properties").as_object();
  EXPECT_EQ(properties.at("seenAt").at("type"), (boost::json::array{"string", "null"}));
  EXPECT_EQ(properties.at("colour").at("enum"), (boost::json::array{"red", "dark green"}));
  EXPECT_EQ(properties.at("bogieNo").at("pattern"), "^(?:[A-Z]-[0-9]+)$");
  EXPECT_EQ(properties.at("parts").at("items").at("$ref"), "#/components/schemas/Part");
  EXPECT_EQ(components.at("Part").at("properties").at("wear").at("maximum"), 100);
}

TEST(Document, OfAPatchRequiresNothingOfTheMembersNorOfTheirMembers) {
  Components components;
  EXPECT_EQ(boost::json::serialize(Codec<Patch<Bogie>>::document(components)),
            R"({"$ref":"#/components/schemas/BogieChanges"})");
  const auto& bogie = components.at("BogieChanges");
  EXPECT_FALSE(bogie.contains("required"));
  EXPECT_FALSE(bogie.contains("minProperties")) << "a patch that changes nothing is one";
  const auto& properties = bogie.at("properties").as_object();
  EXPECT_EQ(properties.at("mainPart").at("$ref"), "#/components/schemas/PartChanges");
  EXPECT_EQ(properties.at("mainPart").at("description"), "The part");
  EXPECT_EQ(properties.at("parts").at("items").at("$ref"), "#/components/schemas/Part")
      << "lists are replaced as a whole";
  const auto& part = components.at("PartChanges");
  EXPECT_FALSE(part.contains("required"));
  EXPECT_EQ(part.at("additionalProperties"), false);
  EXPECT_TRUE(part.at("properties").as_object().contains("partName"));
  EXPECT_TRUE(components.at("Part").contains("required")) << "a whole one is still described";
}

TEST(Document, ItsExamplesAreValid) {
  EXPECT_THAT(wrong(boost::json::serialize(Codec<Bogie>::example())), IsEmpty());
  EXPECT_TRUE(decode_value<Part>(Codec<Part>::example()).has_value());
  const auto patch = decode_value<Patch<Bogie>>(Codec<Patch<Bogie>>::example());
  ASSERT_TRUE(patch.has_value());
  EXPECT_TRUE(patch->applied_to(*decode<Bogie>(whole)).has_value());
}

/// What JSON Schema's keywords for texts say of one, with the regular expressions of ICU.
bool fits(const json::object& schema, const std::string& text) {
  const std::size_t length = characters(text);
  if (const auto* min = schema.if_contains("minLength"); min && length < min->to_number<std::size_t>())
    return false;
  if (const auto* max = schema.if_contains("maxLength"); max && length > max->to_number<std::size_t>())
    return false;
  if (const auto* choices = schema.if_contains("enum"))
    return std::ranges::find(choices->as_array(), json::value(text)) != choices->as_array().end();
  UErrorCode error = U_ZERO_ERROR;
  const auto unicode = [](std::string_view utf8) {
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
  };
  std::string expression(schema.at("pattern").as_string());
  expression.replace(expression.size() - 1, 1, "\\z");  // ICU's `$` would be before a last line end too
  icu::RegexMatcher pattern(unicode(expression), 0, error);
  const icu::UnicodeString subject = unicode(text);
  pattern.reset(subject);
  const bool found = pattern.find(0, error) != 0;
  EXPECT_TRUE(U_SUCCESS(error)) << u_errorName(error);
  return found;
}

RC_GTEST_PROP(Document, SaysOfATextWhatIsRefused, (const std::vector<std::uint8_t>& chosen)) {
  static const std::vector<std::string> pieces = {"",
                                                  "a",
                                                  "Z",
                                                  "7",
                                                  "-",
                                                  "_",
                                                  ".",
                                                  "@",
                                                  ",",
                                                  "<",
                                                  " ",
                                                  "\t",
                                                  "\n",
                                                  "\r",
                                                  "\v",
                                                  "\f",
                                                  std::string(1, '\0'),
                                                  "\x01",
                                                  "\x1B",
                                                  "\x1F",
                                                  "\x7F",
                                                  "\u0080",
                                                  "\u0085",
                                                  "\u00A0",
                                                  "\u00E9",
                                                  "\u1680",
                                                  "\u200B",
                                                  "\u2003",
                                                  "\u2028",
                                                  "\u202F",
                                                  "\u3000",
                                                  "\uFEFF",
                                                  "\u0915",
                                                  "\U0001F600",
                                                  "a@b.c",
                                                  "red"};
  std::string text;
  for (const auto piece : chosen) text += pieces[piece % pieces.size()];
  static const std::vector<Constraint<std::string>> constraints = {
      schema::text(0, 5),
      schema::text(1, 5),
      schema::text(3, 8),
      matching("[A-Z0-9-]{1,20}", i18n::text("1 to 20 capital letters, digits and hyphens")),
      schema::text(1, 6) & matching("[A-Za-z0-9_/.-]+", i18n::text("letters")),
      email(),
      one_of({"red", "a@b.c"})};
  const auto good = [&](const auto& read) {
    Issues issues;
    return read(issues) && issues.empty();
  };
  for (const auto& constraint : constraints) {
    json::object documented = {{"type", "string"}};
    constraint.document(documented);
    const bool taken = good([&](Issues& issues) {
      const auto value = Codec<std::string>::read(json::string(text), Path(), issues);
      return value && !constraint.check(*value);
    });
    RC_LOG() << json::serialize(documented) << ' ' << json::serialize(json::string(text));
    RC_ASSERT(fits(documented, text) == taken);
  }
  Components components;
  const bool identifies = good([&](Issues& issues) {
    return Codec<Identifier>::read(json::string(text), Path(), issues).has_value();
  });
  RC_ASSERT(fits(Codec<Identifier>::document(components), text) == identifies);
}

TEST(Document, OfAnIdentifierNamesOneTypeThoughNumbersAreReadToo) {
  Components components;
  EXPECT_EQ(Codec<Identifier>::document(components).at("type"), "string");
  for (const auto* number : {"7", "7.0", "\"7\""}) EXPECT_EQ(decode<Identifier>(number)->text, "7") << number;
  for (const auto* none : {"7.5", "true", "\"\"", "\" \"", "\"\\u00a0\"", "\"a\\u0007\"", "[]"})
    EXPECT_FALSE(decode<Identifier>(none).has_value()) << none;
}

TEST(Names, AreSpelledBothWays) {
  const std::vector<std::pair<std::string, std::string>> pairs = {{"formNumber", "form_number"},
                                                                  {"bogieNo", "bogie_no"},
                                                                  {"axles", "axles"},
                                                                  {"addressLine1", "address_line1"}};
  for (const auto& [camel, snake] : pairs) {
    EXPECT_EQ(snake_case(camel), snake);
    EXPECT_EQ(camel_case(snake), camel);
  }
  EXPECT_EQ(snake_case("dateOfIOH"), "date_of_ioh");
  EXPECT_EQ(snake_case("intermediateWWP"), "intermediate_wwp");
  EXPECT_EQ(camel_case("address_line_1"), "addressLine1");
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

struct Choice {
  std::optional<std::string> name;
  std::optional<std::string> stock;
  std::int64_t count = 3;
  std::optional<Part> part;
  std::vector<Part> more;
};
/// The same, as a later version declares it.
struct LaterChoice : Choice {
  std::optional<std::int64_t> added;
};

}  // namespace

template <>
const Object<Choice>& describe() {
  using C = Choice;
  static const auto made = object<C>("Choice")
                               .field("name", &C::name, "")
                               .field("stock", &C::stock, "")
                               .left_out_means("ICF")
                               .field("count", &C::count, "")
                               .or_default()
                               .field("part", &C::part, "")
                               .field("more", &C::more, "")
                               .or_default();
  return made;
}

template <>
const Object<LaterChoice>& describe() {
  using L = LaterChoice;
  static const auto made = object<L>("LaterChoice")
                               .field("added", &L::added, "")
                               .field("more", &L::more, "")
                               .or_default()
                               .field("part", &L::part, "")
                               .field("count", &L::count, "")
                               .or_default()
                               .field("stock", &L::stock, "")
                               .left_out_means("ICF")
                               .field("name", &L::name, "");
  return made;
}

namespace {

template <class T>
std::string meaning(std::string_view text) {
  std::string out;
  write_meaning(decode<T>(text).value(), out);
  return out;
}

TEST(Meaning, IsTheSameForEveryWayOfSayingIt) {
  EXPECT_EQ(meaning<Choice>("{}"), "{}");
  for (const auto* const same :
       {R"({"name":null,"count":3,"stock":"ICF","part":null,"more":[]})", R"({"stock":null})", " {\n} "})
    EXPECT_EQ(meaning<Choice>(same), "{}") << same;
  const std::string said =
      R"({"count":4,"more":[{"partName":"y"}],"name":"n","part":{"partName":"x","wear":5}})";
  for (const auto* const same :
       {R"({"part":{"wear":5,"part_name":"x"},"name":"n","count":4,"more":[{"wear":null,"partName":"y"}]})",
        R"({"more":[{"partName":"y"}],"count":4,"name":"\u006e","part":{"partName":"x","wear":5}})"}) {
    EXPECT_EQ(meaning<Choice>(same), said) << same;
    EXPECT_EQ(meaning<LaterChoice>(same), said) << "a later version knows the request of an earlier one";
  }
  for (const auto* const other : {R"({"name":"n"})", R"({"name":""})", R"({"count":0})", R"({"stock":"LHB"})",
                                  R"({"more":[{"partName":"y"}]})", R"({"part":{"partName":"y"}})"})
    EXPECT_NE(meaning<Choice>(other), "{}") << other;
}

}  // namespace
}  // namespace kpa::schema
