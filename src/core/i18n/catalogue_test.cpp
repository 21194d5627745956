#include "core/i18n/catalogue.hpp"

#include <gtest/gtest.h>

#include "core/i18n/speech.hpp"

namespace kpa::i18n {
namespace {

constexpr Text at_least = plural("Must have at least {min} item", "Must have at least {min} items", "min");

std::string min_of(Language language, const char* min) { return in(language, at_least, {{"min", min}}); }

TEST(Catalogue, FillsTheEnglishText) {
  const Text text = i18n::text("{a} and {b}, {a}{c} {");
  EXPECT_EQ(in_english(text, {{"a", "1"}, {"b", "{a}"}}), "1 and {a}, 1{c} {")
      << "values are left as they are";
  EXPECT_EQ(in_english(Text()), "");
}

TEST(Catalogue, ChoosesThePluralByTheLanguagesRules) {
  EXPECT_EQ(min_of(Language::english, "1"), "Must have at least 1 item");
  EXPECT_EQ(min_of(Language::english, "0"), "Must have at least 0 items");
  EXPECT_EQ(min_of(Language::english, "many"), "Must have at least many items");
  EXPECT_EQ(min_of(Language::hindi, "1"), "कम से कम 1 आइटम होना चाहिए");
  EXPECT_EQ(min_of(Language::hindi, "0"), "कम से कम 0 आइटम होना चाहिए") << "zero is singular in Hindi";
  EXPECT_EQ(min_of(Language::hindi, "2"), "कम से कम 2 आइटम होने चाहिए");
  EXPECT_EQ(min_of(Language::marathi, "0"), "किमान 0 घटक असावेत") << "and plural in Marathi";
}

TEST(Catalogue, TranslatesWordsAmongTheValues) {
  const Message message(i18n::text("{component}: {condition}, replace now"),
                        {{"component", i18n::text("Bolster")}, {"condition", "Cracked"}});
  EXPECT_EQ(in(Language::hindi, message), "बोल्स्टर: Cracked, तुरंत बदलें")
      << "a plain value is the same everywhere";
  EXPECT_EQ(in_english(message), "Bolster: Cracked, replace now");
}

TEST(Catalogue, KeepsEnglishWhereThereIsNoTranslation) {
  EXPECT_EQ(in(Language::tamil, i18n::text("Only this test says {this}"), {{"this", "so"}}),
            "Only this test says so");
}

TEST(Catalogue, KnowsEveryLanguage) {
  for (const auto& [language, code] : EnumNames<Language>::table)
    EXPECT_EQ(in(language, i18n::text("Bolster")) == "Bolster", language == Language::english) << code;
}

TEST(Speech, HasItsLanguageWhileItLives) {
  EXPECT_EQ(speak(), Language::english);
  {
    const Speech speech(Language::bengali);
    EXPECT_FALSE(speech.said_something());
    EXPECT_EQ(speak(), Language::bengali);
    EXPECT_TRUE(speech.said_something());
  }
  EXPECT_EQ(speak(), Language::english);
}

}  // namespace
}  // namespace kpa::i18n
