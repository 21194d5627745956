#include "features/wheel_specifications/rules.hpp"

#include <algorithm>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/finding_for_test.hpp"
#include "core/i18n/catalogue.hpp"
#include "features/wheel_specifications/explain.hpp"

namespace kpa::wheel_specifications {
namespace {

using namespace severity;

using testing::ElementsAre;
using testing::IsEmpty;
using Codes = std::vector<std::string>;

const RuleSet& rules() { return *newest_rule_set(); }

Measurement understood(const std::string& text) {
  return std::get<Measurement>(measurements::parse_measurement(text));
}

Measurements measured(const std::map<std::string, std::string>& texts) {
  Measurements measurements;
  for (const auto& [wire, text] : texts) measurements[find_field(wire).value()] = understood(text);
  return measurements;
}

std::vector<Finding> judge(const std::map<std::string, std::string>& texts) {
  return evaluate(rules(), measured(texts));
}

/// `below_limit 3` for each finding.
Codes codes(const std::vector<Finding>& findings) {
  Codes all;
  for (const Finding& finding : findings)
    all.push_back(finding.code + " " + std::to_string(finding.severity));
  return all;
}

const std::map<std::string, std::string>& printed_example() {
  static const std::map<std::string, std::string> example = {
      {"treadDiameterNew", "915 (900-1000)"},
      {"lastShopIssueSize", "837 (800-900)"},
      {"condemningDia", "825 (800-900)"},
      {"wheelGauge", "1600 (+2,-1)"},
      {"variationSameAxle", "0.5"},
      {"variationSameBogie", "5"},
      {"variationSameCoach", "13"},
      {"wheelProfile", "29.4 Flange Thickness"},
      {"intermediateWWP", "20 TO 28"},
      {"bearingSeatDiameter", "130.043 TO 130.068"},
      {"rollerBearingOuterDia", "280 (+0.0/-0.035)"},
      {"rollerBearingBoreDia", "130 (+0.0/-0.025)"},
      {"rollerBearingWidth", "93 (+0/-0.250)"},
      {"axleBoxHousingBoreDia", "280 (+0.030/+0.052)"},
      {"wheelDiscWidth", "127 (+4/-0)"},
  };
  return example;
}

/// The engineering limits, written a second time as text, for comparison.
struct Expected {
  std::string wire;
  std::string low, high;
  std::string at_low = "";  ///< codes found exactly at the low limit
  std::string at_high = "";
};
const std::vector<Expected>& expected_limits() {
  static const std::vector<Expected> all = {
      {"treadDiameterNew", "900", "1000"},
      {"lastShopIssueSize", "800", "900"},
      {"condemningDia", "800", "900"},
      {"wheelGauge", "1599", "1602"},
      {"variationSameAxle", "0", "0.5"},
      {"variationSameBogie", "0", "5"},
      {"variationSameCoach", "0", "13"},
      {"wheelProfile", "16", "29.4", "condemned 4"},
      {"intermediateWWP", "20", "28"},
      {"bearingSeatDiameter", "130.043", "130.068"},
      {"rollerBearingOuterDia", "279.965", "280"},
      {"rollerBearingBoreDia", "129.975", "130"},
      {"rollerBearingWidth", "92.75", "93"},
      {"axleBoxHousingBoreDia", "280.03", "280.052"},
      {"wheelDiscWidth", "127", "131"},
      {"flangeHeight", "28.5", "35", "", "condemned 4"},
      {"rootRadius", "13", "14", "condemned 4"},
  };
  return all;
}

Micrometres mm(const std::string& text) { return std::get<Micrometres>(parse_millimetres(text)); }

TEST(WheelFields, StandInTheOrderOfTheForm) {
  ASSERT_EQ(expected_limits().size(), all_fields().size());
  for (std::size_t i = 0; i < all_fields().size(); ++i) {
    const FieldInfo& info = all_fields()[i];
    EXPECT_EQ(info.wire, expected_limits()[i].wire);
    EXPECT_EQ(info.required, printed_example().contains(std::string(info.wire)));
    EXPECT_EQ(find_field(info.wire), i);
    EXPECT_TRUE(std::holds_alternative<Measurement>(measurements::parse_measurement(info.example)))
        << info.example;
  }
  EXPECT_EQ(find_field("wheel_gauge"), std::nullopt);
  EXPECT_EQ(find_field(""), std::nullopt);
}

TEST(RuleSets, AreFoundByStockType) {
  ASSERT_TRUE(newest_rule_set());
  EXPECT_EQ(newest_rule_set()->stock_type, "ICF");
  EXPECT_EQ(newest_rule_set()->version, 1);
  EXPECT_EQ(newest_rule_set("ICF"), newest_rule_set());
  EXPECT_EQ(newest_rule_set("LHB"), nullptr);
  EXPECT_EQ(newest_rule_set(""), nullptr);
}

TEST(RuleSets, HaveUniqueVersionsAndLimitsInOrder) {
  std::vector<std::pair<std::string_view, int>> seen;
  for (const RuleSet& set : all_rule_sets()) {
    seen.emplace_back(set.stock_type, set.version);
    ASSERT_EQ(set.limits.size(), all_fields().size());
    for (std::size_t i = 0; i < set.limits.size(); ++i) {
      EXPECT_EQ(set.limits[i].field, i);
      EXPECT_LT(set.limits[i].low, set.limits[i].high);
    }
  }
  std::ranges::sort(seen);
  EXPECT_EQ(std::ranges::adjacent_find(seen), seen.end());
}

TEST(Evaluate, FindsNothingInTheReferencesExample) {
  EXPECT_THAT(judge(printed_example()), IsEmpty());
  EXPECT_EQ(worst_severity({}), good);
}

TEST(Evaluate, FindsNothingInAnEmptyForm) { EXPECT_THAT(judge({}), IsEmpty()); }

TEST(Evaluate, JudgesAValueAtEveryLimit) {
  for (const Expected& row : expected_limits()) {
    const auto at = [&](Micrometres value) { return codes(judge({{row.wire, format(value)}})); };
    const auto only = [](const std::string& code) { return code.empty() ? Codes{} : Codes{code}; };
    const Micrometres low = mm(row.low), high = mm(row.high);
    // Beyond the limit that condemns it is still condemned; lengths cannot be negative.
    if (low > 0_mm) {
      EXPECT_EQ(at(low - 0.001_mm), only(row.at_low.empty() ? "below_limit 3" : row.at_low)) << row.wire;
    }
    EXPECT_EQ(at(low), only(row.at_low)) << row.wire;
    EXPECT_EQ(at(low + 0.001_mm), Codes{}) << row.wire;
    EXPECT_EQ(at(high - 0.001_mm), Codes{}) << row.wire;
    EXPECT_EQ(at(high), only(row.at_high)) << row.wire;
    EXPECT_EQ(at(high + 0.001_mm), only(row.at_high.empty() ? "above_limit 3" : row.at_high)) << row.wire;
  }
}

TEST(Evaluate, JudgesBothEndsOfARangeAndOfDeviationsAtEveryLimit) {
  for (const Expected& row : expected_limits()) {
    const Micrometres low = mm(row.low), high = mm(row.high), step = 0.001_mm;
    for (const Micrometres from : {low - step, low, low + step})
      for (const Micrometres to : {high - step, high, high + step}) {
        if (from < 0_mm) continue;
        Codes expected;
        if (!row.at_low.empty() && from <= low) expected.push_back(row.at_low);
        if (row.at_low.empty() && from < low) expected.push_back("below_limit 3");
        if (!row.at_high.empty() && to >= high) expected.push_back(row.at_high);
        if (row.at_high.empty() && to > high) expected.push_back("above_limit 3");
        const std::string range = format(from) + " TO " + format(to);
        EXPECT_EQ(codes(judge({{row.wire, range}})), expected) << row.wire << " " << range;
        const std::string deviations = format(from) + " (+" + format(to - from) + "/-0)";
        EXPECT_EQ(codes(judge({{row.wire, deviations}})), expected) << row.wire << " " << deviations;
      }
  }
}

TEST(Evaluate, JudgesTheNominalBeforeTheRuleSetsRangeAtEveryLimit) {
  for (const Expected& row : expected_limits()) {
    const Micrometres low = mm(row.low), high = mm(row.high), step = 0.001_mm;
    for (const Micrometres nominal : {low - step, low, low + step, high - step, high, high + step}) {
      if (nominal < 0_mm) continue;
      const std::string text = format(nominal) + " (" + row.low + "-" + row.high + ")";
      EXPECT_EQ(judge({{row.wire, text}}), judge({{row.wire, format(nominal)}})) << row.wire << " " << text;
    }
  }
}

TEST(Evaluate, TakesDeviationsNotTheNominalForWhatIsMeasured) {
  EXPECT_THAT(judge({{"axleBoxHousingBoreDia", "280 (+0.030/+0.052)"}}), IsEmpty());
  EXPECT_EQ(codes(judge({{"axleBoxHousingBoreDia", "280"}})), Codes{"below_limit 3"});
  EXPECT_EQ(codes(judge({{"wheelGauge", "1600 (+3,-2)"}})), (Codes{"below_limit 3", "above_limit 3"}));
  EXPECT_THAT(judge({{"wheelGauge", "1600 (+1,-0.5)"}}), IsEmpty());
}

TEST(Evaluate, TellsWhenTheRangeWrittenIsNotTheRuleSets) {
  EXPECT_EQ(codes(judge({{"treadDiameterNew", "915 (900-1000.001)"}})), Codes{"stated_range_differs 2"});
  EXPECT_EQ(codes(judge({{"treadDiameterNew", "915 (900.001-1000)"}})), Codes{"stated_range_differs 2"});
  EXPECT_EQ(codes(judge({{"treadDiameterNew", "915 (920-1000)"}})),
            (Codes{"stated_range_differs 2", "nominal_out_of_range 3"}));
  EXPECT_EQ(codes(judge({{"treadDiameterNew", "920 (920-1000)"}})), Codes{"stated_range_differs 2"});
  EXPECT_EQ(codes(judge({{"treadDiameterNew", "920 (900-920)"}})), Codes{"stated_range_differs 2"});
  EXPECT_EQ(codes(judge({{"treadDiameterNew", "920.001 (900-920)"}})),
            (Codes{"stated_range_differs 2", "nominal_out_of_range 3"}));
  EXPECT_EQ(codes(judge({{"treadDiameterNew", "850 (800-900)"}})),
            (Codes{"below_limit 3", "stated_range_differs 2"}));
}

TEST(Evaluate, TellsWhenTheLabelNamesAnotherQuantity) {
  EXPECT_THAT(judge({{"wheelProfile", "29.4 FLANGE  thickness"}}), IsEmpty());
  EXPECT_EQ(codes(judge({{"wheelProfile", "28.5 Flange Height"}})), Codes{"label_differs 2"});
  EXPECT_EQ(codes(judge({{"wheelProfile", "14 Root Radius"}})), (Codes{"condemned 4", "label_differs 2"}));
  EXPECT_THAT(judge({{"flangeHeight", "28.5 flange height"}, {"rootRadius", "14 Root Radius"}}), IsEmpty());
  EXPECT_EQ(codes(judge({{"wheelGauge", "1600 at the rail"}})), Codes{"label_differs 2"});
  EXPECT_EQ(codes(judge({{"variationSameAxle", "0.5 OK"}})), Codes{"label_differs 2"});
  EXPECT_EQ(codes(judge({{"variationSameAxle", "0.5 variation on the same bogie"}})),
            Codes{"label_differs 2"});
}

TEST(Evaluate, KnowsALabelThatIsTheFieldsOwnName) {
  for (const FieldInfo& info : all_fields()) {
    const Expected& row = expected_limits()[find_field(info.wire).value()];
    const std::string number = format(mm(row.high) - 0.001_mm);
    std::string title(info.title.english());
    std::erase_if(title, [](char c) { return c == '(' || c == ')'; });
    for (const std::string& label : {title, title + " mm", title + " in mm", std::string(info.wire)})
      EXPECT_THAT(judge({{row.wire, number + " " + label}}), IsEmpty()) << label;
    EXPECT_EQ(codes(judge({{row.wire, number + " rim"}})), Codes{"label_differs 2"}) << row.wire;
  }
  EXPECT_THAT(judge({{"treadDiameterNew", "915 TREAD DIAMETER"}}), IsEmpty());
  EXPECT_THAT(judge({{"wheelProfile", "29.4 wheel profile"}}), IsEmpty());
  EXPECT_THAT(judge({{"condemningDia", "825 Condemning Dia."}}), IsEmpty());
  EXPECT_THAT(judge({{"condemningDia", "825 Condemn Dia"}}), IsEmpty());
  EXPECT_THAT(judge({{"condemningDia", "825 condemned dia"}}), IsEmpty());
  EXPECT_EQ(codes(judge({{"condemningDia", "825 condemned wheel"}})), Codes{"rejected 4"});
}

TEST(Evaluate, TellsWhenTheLabelSaysThatNothingWasMeasured) {
  for (const std::string remark :
       {"NOT MEASURED", "not-measured", "Not  Taken", "not available", "NM", "N.M.", "NA", "N.A.", "n/a",
        "nil", "missing", "(NM)", "Flange Thickness not measured", "unavailable"}) {
    EXPECT_EQ(codes(judge({{"variationSameAxle", "0.5 " + remark}})), Codes{"not_measured 3"}) << remark;
    EXPECT_EQ(codes(judge({{"wheelProfile", "29 " + remark}})), Codes{"not_measured 3"}) << remark;
  }
  EXPECT_THAT(
      judge({{"variationSameAxle", "0.5 NOT MEASURED"}}),
      ElementsAre(Finding{
          "fields.variationSameAxle",
          "not_measured",
          needs_attention,
          "Variation on the same axle: \"NOT MEASURED\" is written behind 0.5 mm, so it was not measured",
          {{"measured", "0.5"}, {"low", "0"}, {"high", "0.5"}, {"label", "NOT MEASURED"}}}));
}

TEST(Evaluate, TellsWhenTheLabelRejects) {
  for (const std::string remark :
       {"rejected", "REJECT", "Rej.", "condemned", "scrap", "unfit", "not fit", "not OK", "failed",
        "rejected - not measured", "not serviceable", "NG", "rejection"}) {
    EXPECT_EQ(codes(judge({{"condemningDia", "825 " + remark}})), Codes{"rejected 4"}) << remark;
    EXPECT_EQ(codes(judge({{"flangeHeight", "29 " + remark}})), Codes{"rejected 4"}) << remark;
  }
  EXPECT_EQ(codes(judge({{"condemningDia", "825 not rejected"}})), Codes{"label_differs 2"});
  EXPECT_EQ(codes(judge({{"condemningDia", "825 scraped"}})), Codes{"label_differs 2"});
  EXPECT_EQ(codes(judge({{"wheelProfile", "16 rejected"}})), (Codes{"condemned 4", "rejected 4"}));
  EXPECT_EQ(judge({{"condemningDia", "825 rejected"}}).at(0).message,
            "Condemning diameter: \"rejected\" is written behind 825 mm, replace now");
}

TEST(Evaluate, ChecksThatDiametersShrinkTowardsCondemning) {
  const auto at = [](const std::string& tread, const std::string& issue, const std::string& condemning) {
    return judge({{"treadDiameterNew", tread}, {"lastShopIssueSize", issue}, {"condemningDia", condemning}});
  };
  EXPECT_THAT(at("915", "837", "825"), IsEmpty());
  EXPECT_THAT(at("900", "899.999", "899.998"), IsEmpty());
  EXPECT_EQ(codes(at("900", "900", "825")), Codes{"order_violated 3"});
  EXPECT_EQ(codes(at("915", "825.001", "825")), Codes{});
  EXPECT_EQ(codes(at("915", "825", "825")), Codes{"order_violated 4"});
  EXPECT_EQ(codes(at("915", "824.999", "825")), Codes{"order_violated 4"});
  EXPECT_EQ(codes(at("900", "900", "900")), (Codes{"order_violated 3", "order_violated 4"}));
  EXPECT_EQ(codes(at("900", "900.001", "825")), (Codes{"above_limit 3", "order_violated 3"}));

  const auto findings = at("915", "820", "825");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].path, "fields.lastShopIssueSize");
  EXPECT_EQ(findings[0].message,
            "Last shop issue size: 820 mm is not larger than the Condemning diameter of 825 mm");
  EXPECT_EQ(findings[0].params,
            (Params{{"measured", "820"}, {"other", "condemningDia"}, {"other_measured", "825"}}));
}

TEST(Evaluate, ChecksTheOrderOfNominalsAndOfTheMostSuitableEndsOfRanges) {
  const auto at = [](const std::string& issue, const std::string& condemning) {
    return codes(judge({{"lastShopIssueSize", issue}, {"condemningDia", condemning}}));
  };
  EXPECT_EQ(at("825 (800-900)", "825 (800-900)"), Codes{"order_violated 4"});
  EXPECT_EQ(at("830 (+1/-10)", "826 (+9/-1)"), Codes{});
  EXPECT_EQ(at("830 TO 840", "835"), Codes{});
  EXPECT_EQ(at("830 TO 835", "835"), Codes{"order_violated 4"});
  EXPECT_EQ(at("830 TO 835", "835 TO 840"), Codes{"order_violated 4"});
  EXPECT_EQ(at("800 TO 900", "800 TO 900"), Codes{});
}

TEST(Evaluate, ChecksTheOrderOnlyOfWhatWasMeasured) {
  EXPECT_THAT(judge({{"treadDiameterNew", "900"}, {"condemningDia", "900"}}), IsEmpty());
  EXPECT_THAT(judge({{"lastShopIssueSize", "800"}}), IsEmpty());
}

TEST(Evaluate, SaysEverythingThatAReaderNeeds) {
  EXPECT_THAT(judge({{"wheelGauge", "1600 (+3,-1)"}}),
              ElementsAre(Finding{"fields.wheelGauge",
                                  "above_limit",
                                  needs_attention,
                                  "Wheel gauge: 1603 mm is above the limit of 1602 mm",
                                  {{"measured", "1603"}, {"low", "1599"}, {"high", "1602"}}}));
  EXPECT_THAT(judge({{"bearingSeatDiameter", "130.042 TO 130.05"}}),
              ElementsAre(Finding{"fields.bearingSeatDiameter",
                                  "below_limit",
                                  needs_attention,
                                  "Bearing seat diameter: 130.042 mm is below the limit of 130.043 mm",
                                  {{"measured", "130.042"}, {"low", "130.043"}, {"high", "130.068"}}}));
  EXPECT_THAT(
      judge({{"wheelProfile", "16 Flange Thickness"}}),
      ElementsAre(Finding{
          "fields.wheelProfile",
          "condemned",
          replace_now,
          "Wheel profile (flange thickness): 16 mm has reached the condemning limit of 16 mm, replace now",
          {{"measured", "16"}, {"low", "16"}, {"high", "29.4"}}}));
  EXPECT_THAT(
      judge({{"treadDiameterNew", "915 (920-1000)"}}),
      ElementsAre(
          Finding{
              "fields.treadDiameterNew",
              "stated_range_differs",
              fair,
              "Tread diameter (new): the range written, 920 to 1000 mm, is not the limits of 900 to 1000 mm",
              {{"measured", "915"},
               {"low", "900"},
               {"high", "1000"},
               {"stated_low", "920"},
               {"stated_high", "1000"}}},
          Finding{"fields.treadDiameterNew",
                  "nominal_out_of_range",
                  needs_attention,
                  "Tread diameter (new): 915 mm is outside the range written, 920 to 1000 mm",
                  {{"measured", "915"},
                   {"low", "900"},
                   {"high", "1000"},
                   {"stated_low", "920"},
                   {"stated_high", "1000"}}}));
  EXPECT_THAT(judge({{"wheelProfile", "28.5 Flange Height"}}),
              ElementsAre(Finding{
                  "fields.wheelProfile",
                  "label_differs",
                  fair,
                  "Wheel profile (flange thickness): labelled \"Flange Height\" where Flange Thickness "
                  "is measured",
                  {{"measured", "28.5"},
                   {"low", "16"},
                   {"high", "29.4"},
                   {"label", "Flange Height"},
                   {"quantity", "Flange Thickness"}}}));
  EXPECT_EQ(judge({{"wheelGauge", "1600 rim"}}).at(0).message,
            "Wheel gauge: labelled \"rim\" where Wheel gauge is measured");
}

TEST(Evaluate, IsExplainedInOtherLanguages) {
  const auto hindi = [](const std::string& gauge) {
    return i18n::in(i18n::Language::hindi, explain(judge({{"wheelGauge", gauge}}).at(0)));
  };
  for (const char* gauge : {"1600 rim", "1600 rejected", "1600 NM"})
    for (const char* english : {"Wheel gauge", "labelled", "written", "{"})
      EXPECT_EQ(hindi(gauge).find(english), std::string::npos) << hindi(gauge);
}

TEST(Evaluate, KeepsFindingsInTheOrderOfTheForm) {
  auto texts = printed_example();
  texts["rootRadius"] = "12";
  texts["wheelGauge"] = "1500";
  texts["lastShopIssueSize"] = "820 (800-900)";
  const auto findings = judge(texts);
  EXPECT_EQ(codes(findings), (Codes{"below_limit 3", "condemned 4", "order_violated 4"}));
  EXPECT_EQ(findings[0].path, "fields.wheelGauge");
  EXPECT_EQ(worst_severity(findings), replace_now);
  texts.erase("rootRadius");
  texts["lastShopIssueSize"] = "837";
  EXPECT_EQ(worst_severity(judge(texts)), needs_attention);
}

RC_GTEST_PROP(Evaluate, FindsAValueFaultyExactlyOutsideItsLimits, ()) {
  const Expected row = *rc::gen::elementOf(expected_limits());
  const Micrometres low = mm(row.low), high = mm(row.high);
  const auto around = std::max<std::int64_t>(0, low.count - 2'000);
  const Micrometres value{*rc::gen::inRange(around, high.count + 2'000)};
  const bool within = (row.at_low.empty() ? low <= value : low < value) &&
                      (row.at_high.empty() ? value <= high : value < high);
  RC_ASSERT(judge({{row.wire, format(value)}}).empty() == within);
}

}  // namespace
}  // namespace kpa::wheel_specifications
