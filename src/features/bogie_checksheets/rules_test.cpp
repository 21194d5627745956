#include "features/bogie_checksheets/rules.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/finding_for_test.hpp"

namespace kpa::bogie_checksheets {
namespace {

using namespace severity;

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Section sections[] = {Section::bogie, Section::bmbc};

std::string with_case(std::string text, int (*change)(int)) {
  for (char& c : text) c = static_cast<char>(change(static_cast<unsigned char>(c)));
  return text;
}

Conditions seen(Section section, const std::map<std::string, std::string>& texts,
                Conditions conditions = {}) {
  for (const auto& [wire, text] : texts)
    conditions[find_component(section, wire).value()] = parse_condition(section, text).value();
  return conditions;
}

/// The conditions and their ratings, written a second time for comparison.
const std::map<std::string, int>& expected(Section section) {
  static const std::map<std::string, int> bogie = {
      {"Good", 1}, {"Fair", 2},     {"Poor", 3},    {"Worn", 3},       {"Worn Out", 3}, {"Overaged", 3},
      {"Bent", 4}, {"Corroded", 3}, {"Damaged", 4}, {"Misaligned", 3}, {"Cracked", 4}};
  static const std::map<std::string, int> bmbc = {{"GOOD", 1}, {"FAIR", 2}, {"WORN OUT", 3}, {"DAMAGED", 4}};
  return section == Section::bogie ? bogie : bmbc;
}

TEST(Conditions, AreTheVocabulariesOfTheSections) {
  for (const Section section : sections) {
    std::map<std::string, int> found;
    int last = good;
    for (const Condition& condition : conditions(section)) {
      found.emplace(condition.name(), condition.severity);
      EXPECT_GE(condition.severity, last) << "from good to bad";
      last = condition.severity;
    }
    EXPECT_EQ(found, expected(section));
    EXPECT_EQ(conditions(section).size(), expected(section).size());
  }
}

TEST(Conditions, AreReadInAnyCaseAndAnsweredInTheSectionsOwn) {
  for (const Section section : sections)
    for (const auto& [name, severity] : expected(section))
      for (const std::string& text : {name, with_case(name, std::toupper), with_case(name, std::tolower),
                                      " \t" + with_case(name, std::tolower) + "  "}) {
        const auto condition = parse_condition(section, text);
        ASSERT_TRUE(condition) << text;
        EXPECT_EQ(condition->name(), name);
        EXPECT_EQ(condition->severity, severity);
      }
}

TEST(Conditions, AreReadWithWhateverStandsBetweenTheirWords) {
  for (const char* text : {"Worn  Out", "worn \t out", " WORN\tOUT ", "WORN_OUT", "Worn-out", "WornOut",
                           "Worn\u00A0Out", "Worn\u2011Out", "Worn \u2013 out", "\u200EWorn Out\u202C",
                           "\u2068Worn\u202FOut\u2069\n", "\uFF37orn\u3000Out"}) {
    EXPECT_EQ(parse_condition(Section::bogie, text)->name(), "Worn Out") << text;
    EXPECT_EQ(parse_condition(Section::bmbc, text)->name(), "WORN OUT") << text;
  }
  for (const char* text : {"Over aged", "OVER_AGED", "over-aged", "OverAged"})
    EXPECT_EQ(parse_condition(Section::bogie, text)->name(), "Overaged") << text;
  for (const char* text : {"Mis-aligned", "mis aligned"})
    EXPECT_EQ(parse_condition(Section::bogie, text)->name(), "Misaligned") << text;
}

TEST(Conditions, UnknownOnesAreNotRead) {
  for (const Section section : sections)
    for (const std::string_view text :
         {std::string_view(""), std::string_view(" "), std::string_view("Excellent"), std::string_view("Goo"),
          std::string_view("Goods"), std::string_view("Not good"), std::string_view("Worn/Out"),
          std::string_view("Good Fair"), std::string_view("Good\0", 5), std::string_view("Göod"),
          std::string_view("-")})
      EXPECT_FALSE(parse_condition(section, text)) << text;
}

TEST(Conditions, OfTheBogieAreNotThoseOfTheBrakeCylinder) {
  for (const char* text : {"Poor", "Worn", "Overaged", "Bent", "Corroded", "Cracked", "Misaligned"})
    EXPECT_FALSE(parse_condition(Section::bmbc, text)) << text;
}

TEST(Components, AreThoseOfTheForm) {
  std::map<std::string, bool> bogie, bmbc;
  for (std::size_t place = 0; place < all_components().size(); ++place) {
    const ComponentInfo& info = all_components()[place];
    (info.section == Section::bogie ? bogie : bmbc).emplace(info.wire, info.required);
    EXPECT_EQ(find_component(info.section, info.wire), place);
  }
  EXPECT_EQ(bogie, (std::map<std::string, bool>{{"bogieFrameCondition", true},
                                                {"bolster", true},
                                                {"bolsterSuspensionBracket", true},
                                                {"lowerSpringSeat", true},
                                                {"axleGuide", true},
                                                {"axleGuideAssembly", false},
                                                {"protectiveTubes", false},
                                                {"anchorLinks", false},
                                                {"sideBearer", false}}));
  EXPECT_EQ(bmbc, (std::map<std::string, bool>{{"cylinderBody", true},
                                               {"pistonTrunnion", true},
                                               {"adjustingTube", true},
                                               {"plungerSpring", true},
                                               {"teeBoltHexNut", false},
                                               {"pawlAndPawlSpring", false},
                                               {"dustExcluder", false}}));
  EXPECT_EQ(find_component(Section::bmbc, "bolster"), std::nullopt);
  EXPECT_EQ(find_component(Section::bogie, ""), std::nullopt);
}

TEST(Evaluate, FindsNothingInTheReferencesExampleWhoseWorstIsFair) {
  auto conditions = seen(Section::bogie, {{"bogieFrameCondition", "Good"},
                                          {"bolster", "Good"},
                                          {"bolsterSuspensionBracket", "Fair"},
                                          {"lowerSpringSeat", "Good"},
                                          {"axleGuide", "Good"}});
  conditions = seen(Section::bmbc,
                    {{"cylinderBody", "GOOD"},
                     {"pistonTrunnion", "GOOD"},
                     {"adjustingTube", "FAIR"},
                     {"plungerSpring", "GOOD"}},
                    conditions);
  const Evaluation evaluation = evaluate(conditions);
  EXPECT_THAT(evaluation.findings, IsEmpty());
  EXPECT_EQ(evaluation.worst, fair);
}

TEST(Evaluate, IsGoodWhenNothingWasInspected) {
  EXPECT_THAT(evaluate(Conditions{}).findings, IsEmpty());
  EXPECT_EQ(evaluate(Conditions{}).worst, good);
}

TEST(Evaluate, JudgesEveryComponentInEveryCondition) {
  for (const ComponentInfo& info : all_components())
    for (const auto& [name, severity] : expected(info.section)) {
      const Evaluation evaluation = evaluate(seen(info.section, {{std::string(info.wire), name}}));
      EXPECT_EQ(evaluation.worst, severity) << info.wire << " " << name;
      ASSERT_EQ(evaluation.findings.size(), severity >= 3 ? 1u : 0u) << info.wire << " " << name;
      if (severity < 3) continue;
      const Finding& finding = evaluation.findings[0];
      EXPECT_EQ(finding.path, std::string(wire_name(info.section)) + "." + std::string(info.wire));
      EXPECT_EQ(finding.code, severity == 3 ? "needs_attention" : "replace_now");
      EXPECT_EQ(finding.severity, severity);
      EXPECT_EQ(finding.params, (Params{{"component", info.title.english()}, {"condition", name}}));
    }
}

TEST(Evaluate, ListsFindingsInTheOrderOfTheForm) {
  auto conditions = seen(Section::bmbc, {{"dustExcluder", "damaged"}, {"cylinderBody", "good"}});
  conditions = seen(Section::bogie, {{"sideBearer", "corroded"}, {"bolster", "worn out"}}, conditions);
  const Evaluation evaluation = evaluate(conditions);
  EXPECT_THAT(evaluation.findings,
              ElementsAre(Finding{"bogieChecksheet.bolster",
                                  "needs_attention",
                                  3,
                                  "Bolster: Worn Out, needs attention",
                                  {{"component", "Bolster"}, {"condition", "Worn Out"}}},
                          Finding{"bogieChecksheet.sideBearer",
                                  "needs_attention",
                                  3,
                                  "Side bearer: Corroded, needs attention",
                                  {{"component", "Side bearer"}, {"condition", "Corroded"}}},
                          Finding{"bmbcChecksheet.dustExcluder",
                                  "replace_now",
                                  4,
                                  "Dust excluder: DAMAGED, replace now",
                                  {{"component", "Dust excluder"}, {"condition", "DAMAGED"}}}));
  EXPECT_EQ(evaluation.worst, replace_now);
}

RC_GTEST_PROP(Evaluate, IsAsBadAsItsWorstCondition, ()) {
  Conditions inspected;
  int worst = good;
  std::size_t faulty = 0;
  for (const ComponentInfo& info : all_components()) {
    if (*rc::gen::arbitrary<bool>()) continue;
    const auto vocabulary = conditions(info.section);
    const Condition condition = vocabulary[*rc::gen::inRange<std::size_t>(0, vocabulary.size())];
    inspected[find_component(info.section, info.wire).value()] = condition;
    worst = std::max(worst, condition.severity);
    faulty += condition.severity >= needs_attention ? 1 : 0;
  }
  const Evaluation evaluation = evaluate(inspected);
  RC_ASSERT(evaluation.worst == worst);
  RC_ASSERT(evaluation.findings.size() == faulty);
}

RC_GTEST_PROP(Conditions, OfAnyTextAreReadOrNot, (const std::string& text)) {
  for (const Section section : sections) parse_condition(section, text);
}

}  // namespace
}  // namespace kpa::bogie_checksheets
