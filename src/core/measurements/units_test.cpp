#include "core/measurements/units.hpp"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "core/i18n/catalogue.hpp"
#include "core/text.hpp"
#include "core/measurements/measurements.hpp"

namespace kpa::measurements {
namespace {

TEST(Units, AreTakenWithTheirDots) {
  const auto size = [](std::string_view text) {
    const auto unit = unit_at(text);
    return unit && unit->is_millimetre() ? unit->size : 0;
  };
  EXPECT_EQ(size("mm"), 2U);
  EXPECT_EQ(size("M.M. (900-1000)"), 4U);
  EXPECT_EQ(size("Millimetres"), 11U);
  EXPECT_EQ(size("mm\u00B1 1"), 2U);
  EXPECT_EQ(size("mmTO 28"), 2U);
  EXPECT_EQ(size("मिलीमीटर"), std::string_view("मिलीमीटर").size());
  EXPECT_EQ(size("\u339C"), 3U);
  EXPECT_EQ(size("मि.मी. TO"), std::string_view("मि.मी.").size());
  for (const char* text : {"", " mm", ".mm", "mmTO", "mmm", "-mm", "5mm", "cm"})
    EXPECT_EQ(size(text), 0U) << text;
}

TEST(Units, OtherThanMillimetresAreRefusedByTheirName) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> units = {
      {"cm",
       {"cm", "CM", "c.m.", "Cm.", "cms", "centimetre", "Centimeters", "सेमी", "से.मी.", "सेंटीमीटर", "\u339D"}},
      {"dm", {"dm", "decimetre"}},
      {"m", {"m", "M", "m.", "mt", "Mtr", "MTRS", "mtr.", "metre", "meters"}},
      {"km", {"km", "kilometres"}},
      {"µm", {"um", "\u00B5m", "\u03BCm", "\u00B5", "micron", "microns", "Micrometer"}},
      {"nm", {"nm", "n.m.", "nanometre"}},
      {"inch", {"in", "in.", "IN", "inch", "Inches", "\"", "\u2033", "\u201D", "''", "इंच"}},
      {"foot", {"ft", "ft.", "FOOT", "feet", "'", "\u2019", "\u2032"}},
      {"yard", {"yd", "yards"}},
      {"thou", {"thou", "mil", "Mils"}},
  };
  struct Place {
    std::string before, behind;
  };
  const Place places[] = {
      {"0.5 ", ""},
      {"0.5", ""},
      {"1600. ", ""},
      {"0.5\u00A0", " "},
      {"0.5 (", ")"},
      {"20 TO 28 ", ""},
      {"20 ", " TO 28"},
      {"20", "-28"},
      {"915 (900-1000 ", ")"},
      {"915 (900 ", "-1000)"},
      {"915 (900-1000) ", ""},
      {"915 ", " (900-1000)"},
      {"1600 (+2 ", "/-1)"},
      {"1600 (+2/-1 ", ")"},
      {"1600 +2/-1", ""},
      {"1600 \u00B11 ", ""},
  };
  for (const auto& [symbol, spellings] : units)
    for (const std::string& unit : spellings)
      for (const auto& [before, behind] : places) {
        const std::string text = before + unit + behind;
        const auto parsed = parse_measurement(text);
        const auto* fault = std::get_if<Unreadable>(&parsed);
        ASSERT_TRUE(fault) << text;
        EXPECT_EQ(fault->code, "other_unit") << text << ": " << in_english(fault->message);
        EXPECT_EQ(fault->position, characters(before) + 1) << text;
        EXPECT_EQ(in_english(fault->message),
                  symbol + " at character " + std::to_string(fault->position) +
                      " is another unit; write the size in mm, as a number alone");
      }
  for (const char* text :
       {"160cmTO161", "29.4 Flange Thickness cm", "29.4 Flange Thickness in ", "5 cm Rim"}) {
    const auto parsed = parse_measurement(text);
    EXPECT_EQ(std::get<Unreadable>(parsed).code, "other_unit") << text;
  }
}

TEST(Units, AreWholeWords) {
  for (const char* label : {"Inner rim", "Main", "mmm", "Thousandth", "R.H. side", "NM", "into the rim"})
    EXPECT_FALSE(unit_at(label)) << label;
}

}  // namespace
}  // namespace kpa::measurements
