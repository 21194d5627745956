#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unicode/regex.h>

#include "core/schema/bogie_for_test.hpp"
#include "core/schema/object.hpp"
#include "core/schema/patch.hpp"
#include "core/text.hpp"

namespace kpa::schema {
namespace {

using namespace test;
using testing::IsEmpty;

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

/// Whether a text satisfies the JSON Schema's keywords, with ICU's regular expressions.
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
      schema::of_length(0, 5),
      schema::of_length(1, 5),
      schema::of_length(3, 8),
      matching("[A-Z0-9-]{1,20}", i18n::text("1 to 20 capital letters, digits and hyphens")),
      schema::of_length(1, 6) & matching("[A-Za-z0-9_/.-]+", i18n::text("letters")),
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

}  // namespace
}  // namespace kpa::schema
