#include "core/measurements/measurements.hpp"

#include <ostream>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/i18n/catalogue.hpp"

namespace kpa::measurements {

static void PrintTo(const Measurement& m, std::ostream* out) {
  const auto text = [](const auto& length) { return length ? format(*length) : "-"; };
  *out << '"' << m.text << "\" notation " << static_cast<int>(m.notation) << " nominal " << text(m.nominal)
       << " low " << text(m.low) << " high " << text(m.high) << " label '" << m.label << "'";
}

namespace {

Measurement read(const std::string& text) {
  const auto parsed = parse_measurement(text);
  if (const auto* fault = std::get_if<Unreadable>(&parsed)) {
    ADD_FAILURE() << text << ": " << in_english(fault->message);
    return {};
  }
  return std::get<Measurement>(parsed);
}

Measurement values_of(Measurement measurement) {
  measurement.text.clear();
  return measurement;
}

const Measurement value = {"", Notation::value, 0.5_mm, {}, {}, ""};
const Measurement thickness = {"", Notation::labelled_value, 29.4_mm, {}, {}, "Flange Thickness"};
const Measurement range = {"", Notation::range, {}, 130.043_mm, 130.068_mm, ""};
const Measurement tread = {"", Notation::nominal_and_range, 915_mm, 900_mm, 1000_mm, ""};
const Measurement gauge = {"", Notation::nominal_and_deviations, 1600_mm, 1599_mm, 1602_mm, ""};

TEST(ParseMeasurement, ReadsEveryNotationOfTheForm) {
  const auto deviations = [](Micrometres nominal, Micrometres low, Micrometres high) {
    return Measurement{"", Notation::nominal_and_deviations, nominal, low, high, ""};
  };
  const std::pair<std::string, Measurement> rows[] = {
      {"915 (900-1000)", tread},
      {"1600 (+2,-1)", gauge},
      {"0.5", value},
      {"29.4 Flange Thickness", thickness},
      {"130.043 TO 130.068", range},
      {"20 TO 28", {"", Notation::range, {}, 20_mm, 28_mm, ""}},
      {"280 (+0.0/-0.035)", deviations(280_mm, 279.965_mm, 280_mm)},
      {"130 (+0.0/-0.025)", deviations(130_mm, 129.975_mm, 130_mm)},
      {"93 (+0/-0.250)", deviations(93_mm, 92.75_mm, 93_mm)},
      {"280 (+0.030/+0.052)", deviations(280_mm, 280.03_mm, 280.052_mm)},
      {"127 (+4/-0)", deviations(127_mm, 127_mm, 131_mm)},
      {"50 (-0.1/-0.2)", deviations(50_mm, 49.8_mm, 49.9_mm)},
  };
  for (const auto& [text, expected] : rows) EXPECT_EQ(values_of(read(text)), expected) << text;
}

// Each notation as tokens: between two of them any blanks are allowed, or none where `glued` says so.
struct Spelling {
  Measurement expected;
  std::vector<std::string> tokens;
  bool glued = true;
};

const std::vector<Spelling>& spellings() {
  static const std::vector<Spelling> all = {
      {value, {"0.5"}},
      {value, {".5"}},
      {value, {"0.500000", "mm"}},
      {value, {"0.5", "MM"}},
      {value, {"0.5", "(", "mm", ")"}},
      {value, {"\u0966.\u096B", "मि.मी."}},
      {{"", Notation::value, 1600_mm, {}, {}, ""}, {"1600."}},
      {{"", Notation::value, 1600_mm, {}, {}, ""}, {"1600.", "M.M."}},
      {thickness, {"29.4", "Flange", "Thickness"}, false},
      {thickness, {"29.4", "mm", "Flange", "Thickness"}, false},
      {range, {"130.043", "TO", "130.068"}},
      {range, {"130.043", "to", "130.068", "mm"}},
      {range, {"130.043", "mm", "To", "130.068", "Mm"}},
      {range, {"130.043", "-", "130.068"}},
      {range, {"130.043", "\u2013", "130.068"}},
      {range, {"130.043", "\u2014", "130.068"}},
      {range, {"130.043", "m.m.", "TO", "130.068", "millimetres"}},
      {tread, {"915", "(", "900", "-", "1000", ")"}},
      {tread, {"915", "(", "900", "\u2013", "1000", ")"}},
      {tread, {"915", "(", "900", "\u2212", "1000", ")"}},
      {tread, {"915", "(", "900", "\u2010", "1000", ")"}},
      {tread, {"915", "(", "900", "\u2011", "1000", ")"}},
      {tread, {"915", "(", "900", "tO", "1000", ")"}},
      {tread, {"915", "mm", "(", "900", "mm", "-", "1000", "mm", ")", "mm"}},
      {tread, {"915.0", "(", "0900", "-", "1000.000", ")", "mm"}},
      {gauge, {"1600", "(", "+", "2", ",", "-", "1", ")"}},
      {gauge, {"1600", "(", "-", "1", ",", "+", "2", ")"}},
      {gauge, {"1600", "(", "+", "2", "/", "-", "1", ")"}},
      {gauge, {"1600", "(", "-", "1", "/", "+", "2", ")"}},
      {gauge, {"1600", "(", "+", "2", "/", "\u2212", "1", ")"}},
      {gauge, {"1600", "(", "\u2013", "1", "/", "+", "2", ")"}},
      {gauge, {"1600", "mm", "(", "+", "2", "mm", "/", "-", "1", "mm", ")", "mm"}},
      {gauge, {"1600", "(", "+", "2", "-", "1", ")"}},
      {gauge, {"1600", "(", "-", "1", "+", "2", ")"}},
      {gauge, {"1600", "+", "2", "/", "-", "1"}},
      {gauge, {"1600", "+", "2", ",", "-", "1"}},
      {gauge, {"1600", "+", "2", "-", "1"}},
      {gauge, {"1600", "+", "2", "\u2014", "1"}},
      {gauge, {"1600", "-", "1", "/", "+", "2"}},
      {gauge, {"1600", "-", "1", ",", "+", "2"}},
      {gauge, {"1600", "\u2212", "1", "+", "2"}},
      {gauge, {"1600.", "mm", "+", "2.", "mm", "/", "-", "1", "mm"}},
      {{"", Notation::nominal_and_deviations, 1600_mm, 1599_mm, 1601_mm, ""}, {"1600", "\u00B1", "1"}},
      {{"", Notation::nominal_and_deviations, 1600_mm, 1599_mm, 1601_mm, ""},
       {"1600", "mm", "(", "\u00B1", "1", "mm", ")"}},
      {{"", Notation::nominal_and_deviations, 1600_mm, 1599_mm, 1601_mm, ""}, {"1600", "+/-", "1"}},
      {{"", Notation::nominal_and_deviations, 1600_mm, 1599_mm, 1601_mm, ""}, {"1600", "(", "+-", "1", ")"}},
      {{"", Notation::nominal_and_deviations, 915_mm, 914.5_mm, 915_mm, ""},
       {"915", "+", "0", "/", "-", "0.5"}},
      {{"", Notation::nominal_and_deviations, 915_mm, 914.5_mm, 915_mm, ""},
       {"915", "-", "0.5", "/", "+", "0"}},
      {{"", Notation::nominal_and_deviations, 127_mm, 127_mm, 131_mm, ""}, {"127", "+", "4", "/", "0"}},
      {{"", Notation::nominal_and_deviations, 127_mm, 127_mm, 131_mm, ""},
       {"127", "(", "+", "4", "/", "0", ")"}},
      {{"", Notation::nominal_and_deviations, 280_mm, 279.965_mm, 280_mm, ""},
       {"280", "(", "0", "/", "-", "0.035", ")"}},
      {{"", Notation::nominal_and_deviations, 280_mm, 280_mm, 280_mm, ""},
       {"280", "(", "+", "0", ",", "-", "0", ")"}},
      {{"", Notation::range, {}, 20_mm, 20_mm, ""}, {"20", "TO", "20"}},
      {{"", Notation::nominal_and_range, 3_mm, 0_mm, 5_mm, ""}, {"3", "(", "0", "-", "5", ")"}},
  };
  return all;
}

TEST(ParseMeasurement, ReadsEveryNotationWithAnySpacing) {
  for (const Spelling& spelling : spellings())
    for (const std::string blank : {"", " ", "  ", "\t", " \t ", "\u00a0"}) {
      if (blank.empty() && !spelling.glued) continue;
      std::string text;
      for (const std::string& token : spelling.tokens) text += blank + token;
      text += blank;
      EXPECT_EQ(values_of(read(text)), spelling.expected) << text;
    }
}

TEST(ParseMeasurement, ReadsWhatPhonesAndSpreadsheetsMakeOfIt) {
  const std::pair<std::string, Measurement> rows[] = {
      {"915\u00A0(900\u2013\u2060 1000)", tread},
      {"\u200E915 (900\u20111000)\u202C", tread},
      {"\u2068915 (900\u22121000)\u2069", tread},
      {"\uFEFF9\u200B15 (900\u20141000)", tread},
      {"\uFF19\uFF11\uFF15 \uFF08900\uFF0D1000\uFF09", tread},
      {"१६०० (+२,-१)", gauge},
      {"১৬০০ (+২,-১)", gauge},
      {"௧௬௦௦ (+௨,-௧)", gauge},
      {"౧౬౦౦ (+౨,-౧)", gauge},
      {"०.५", value},
      {"०.५ मिमी", value},
      {"०.५ मि.मी.", value},
      {"०.५मिमी", value},
      {"௦.௫ மி.மீ.", value},
      {"০.৫ মিমি", value},
      {"౦.౫ మి.మీ", value},
      {"29.4 Flange\u00A0Thickness\u200E", thickness},
  };
  for (const auto& [text, expected] : rows) {
    EXPECT_EQ(values_of(read(text)), expected) << text;
    EXPECT_EQ(read(text).text, text);
  }
  EXPECT_EQ(read("5 Driver\u2019s side").label, "Driver's side");
}

TEST(ParseMeasurement, KeepsTheTextExactlyAsItCame) {
  for (const std::string text : {"0.5\n", "\r\n915 (900-1000)\r\n", "  915(900 \u2013 1000)\t",
                                 "29.40  flange   THICKNESS", "1600 ( -1 , +2 )"})
    EXPECT_EQ(read(text).text, text);
}

TEST(ParseMeasurement, KeepsTheLabelsCaseAndOneSpaceBetweenItsWords) {
  EXPECT_EQ(read("29.4flange").label, "flange");
  EXPECT_EQ(read("29.4 mm  Flange \t THICKNESS  ").label, "Flange THICKNESS");
  EXPECT_EQ(read("5 Driver's side - L.H.").label, "Driver's side - L.H.");
  EXPECT_EQ(read("5 Tonnage").label, "Tonnage");
  EXPECT_EQ(read("5 rail TO rail").label, "rail TO rail");
  EXPECT_EQ(read("5 L.H./R.H.").label, "L.H./R.H.");
  EXPECT_EQ(read("0.5 N/A").label, "N/A");
  EXPECT_EQ(read("29.4mm( Flange  Thickness ) mm").label, "Flange Thickness");
  EXPECT_EQ(read("0.5 NM").label, "NM");
  EXPECT_EQ(read("5 (mm) rim mm").label, "rim mm");
}

TEST(ParseMeasurement, SaysWhatIsUnreadableAndWhere) {
  struct Row {
    std::string text;
    std::string code;
    std::size_t position;
  };
  const Row rows[] = {
      {"", "empty", 0},
      {" \t ", "empty", 0},
      {"\u200E \uFEFF", "empty", 0},
      {"\u00a0", "empty", 0},
      {std::string(101, '1'), "too_long", 0},
      {std::string(1000, ' ') + "5", "too_long", 0},
      {"5 " + std::string(81, 'x'), "too_long", 3},
      {std::string("5\0", 2), "control_character", 2},
      {std::string("\0", 1), "control_character", 1},
      {"5\v", "control_character", 2},
      {"20 \u2013 2\x7f", "control_character", 7},
      {"abc", "number_expected", 1},
      {"-5", "number_expected", 1},
      {"+5", "number_expected", 1},
      {"\u22125", "number_expected", 1},
      {"1.2.3", "number_expected", 1},
      {".", "number_expected", 1},
      {"(900-1000)", "number_expected", 1},
      {"TO 28", "number_expected", 1},
      {"mm", "number_expected", 1},
      {"nan", "number_expected", 1},
      {"0.0005", "too_precise", 1},
      {"130 (+0.0/-0.0251)", "too_precise", 12},
      {"130.043 TO 130.0685", "too_precise", 12},
      {"100000.001", "too_large", 1},
      {"99999999999999999999", "too_large", 1},
      {"100000 (+1/-1)", "too_large", 9},
      {"28 TO 20", "range_reversed", 7},
      {"28-20", "range_reversed", 4},
      {"130.068 TO 130.043", "range_reversed", 12},
      {"915 (1000-900)", "range_reversed", 11},
      {"915 (1000 \u2013 900)", "range_reversed", 13},
      {"20 TO", "number_expected", 6},
      {"20 TO ", "number_expected", 7},
      {"20 TO x", "number_expected", 7},
      {"20 TO -28", "number_expected", 7},
      {"20 TO 28 TO 30", "unexpected_text", 10},
      {"20 TO 28 Rim", "unexpected_text", 10},
      {"20 T0 28", "unexpected_text", 5},
      {"20 28", "unexpected_text", 4},
      {"1 600", "unexpected_text", 3},
      {"0,5", "decimal_comma", 2},
      {"0,5 mm", "decimal_comma", 2},
      {"1,600", "decimal_comma", 2},
      {"0\uFF0C5", "decimal_comma", 2},
      {"०,५", "decimal_comma", 2},
      {"20 TO 28,5", "decimal_comma", 9},
      {"20,5 TO 28", "decimal_comma", 3},
      {"915 (900,5-1000)", "decimal_comma", 9},
      {"915 (900-1000,5)", "decimal_comma", 14},
      {"1600 (+0,5/-0,5)", "decimal_comma", 9},
      {"1600 (+1/-0,5)", "decimal_comma", 12},
      {"1600 (+2,0/-1,0)", "decimal_comma", 9},
      {"1600 +0,5 -0,5", "decimal_comma", 8},
      {"1600 \u00B10,5", "decimal_comma", 8},
      {"29,4 Flange Thickness", "decimal_comma", 3},
      {"1e3", "unexpected_text", 3},
      {"0x10", "unexpected_text", 3},
      {"5 +", "number_expected", 4},
      {"5 \u00B1", "number_expected", 4},
      {"1600 +2", "separator_expected", 8},
      {"1600 +2 1", "separator_expected", 9},
      {"1600 \u00B1 1/-1", "unexpected_text", 9},
      {"1600 +2/-1 Gauge", "unexpected_text", 12},
      {"1600 +2/1", "sign_expected", 9},
      {"1600 (\u00B1-1)", "number_expected", 8},
      {"1600 (+2 \u00B11)", "number_expected", 10},
      {"20-28-30", "unexpected_text", 6},
      {"\u200E20 \u2013 \u200Ex", "number_expected", 8},
      {"5 mm mm", "unexpected_text", 6},
      {"5 mm mm Rim", "unexpected_text", 6},
      {"5 Rim (new)", "unexpected_text", 7},
      {"5 R\u00fcm", "unexpected_text", 4},
      {"5 \xff", "unexpected_text", 3},
      {"5)", "unexpected_text", 2},
      {"915 (", "number_expected", 6},
      {"29.4 (Flange Thickness", "bracket_expected", 23},
      {"29.4 (Flange) (Thickness)", "unexpected_text", 15},
      {"29.4 Flange)", "unexpected_text", 12},
      {"29.4 (Flange 5)", "unexpected_text", 14},
      {"915 ()", "number_expected", 6},
      {"915 (900)", "sign_expected", 6},
      {"915 (900", "sign_expected", 6},
      {"915 (900-)", "number_expected", 10},
      {"915 (900-1000", "bracket_expected", 14},
      {"915 (900-1000))", "unexpected_text", 15},
      {"915 (900-1000) Tread", "unexpected_text", 16},
      {"915 (900-1000-1100)", "bracket_expected", 14},
      {"16 00 +2", "unexpected_text", 4},
      {"1 000 +2", "unexpected_text", 3},
      {"1600\n2", "unexpected_text", 6},
      {"1600 (+2)", "separator_expected", 9},
      {"1600 (0)", "separator_expected", 8},
      {"1600 (+2;-1)", "separator_expected", 9},
      {"1600 (2,-1)", "sign_expected", 7},
      {"1600 (+2,1)", "sign_expected", 10},
      {"1600 (+2,-1", "bracket_expected", 12},
      {"1600 (+2,-1,+3)", "bracket_expected", 12},
      {"1600 (+,-1)", "number_expected", 8},
      {"1600 (++2,-1)", "number_expected", 8},
      {"1600 (+2,--1)", "number_expected", 11},
      {"1600 (+2,)", "number_expected", 10},
      {"1 (+2,-1.001)", "negative_length", 4},
  };
  for (const Row& row : rows) {
    const auto parsed = parse_measurement(row.text);
    const auto* fault = std::get_if<Unreadable>(&parsed);
    ASSERT_TRUE(fault) << row.text;
    EXPECT_EQ(fault->code, row.code) << row.text;
    EXPECT_EQ(fault->position, row.position) << row.text << ": " << in_english(fault->message);
    for (const char* notation :
         {"915 (900-1000)", "1600 (+2,-1)", "20 TO 28", "0.5", "29.4 Flange Thickness"})
      EXPECT_NE(in_english(fault->message).find(notation), std::string::npos) << in_english(fault->message);
    const std::string where = row.position > 0 ? "at character " + std::to_string(row.position) + ";" : ";";
    EXPECT_NE(in_english(fault->message).find(where), std::string::npos) << in_english(fault->message);
  }
}

TEST(ParseMeasurement, AsksForAPointInsteadOfAComma) {
  const auto parsed = parse_measurement("0,5");
  EXPECT_TRUE(in_english(std::get<Unreadable>(parsed).message)
                  .starts_with("a decimal point expected instead of the comma at character 2;"));
}

TEST(ParseMeasurement, ReadsAZeroDeviationBehindAComma) {
  EXPECT_EQ(read("127 (+4,0)").high, 131_mm);
  EXPECT_EQ(read("127 (+4,0)").low, 127_mm);
}

TEST(ParseMeasurement, CountsCharactersNotBytes) {
  const std::string dash = "\u2013";
  const std::string hundred = "20" + std::string(95, ' ') + dash + "28";
  EXPECT_EQ(read(hundred).high, 28_mm);
  EXPECT_TRUE(std::holds_alternative<Unreadable>(parse_measurement(hundred + " ")));
}

TEST(ParseMeasurement, TakesTheLargestAndTheSmallest) {
  EXPECT_EQ(read("100000").nominal, 100000_mm);
  EXPECT_EQ(read("0 TO 100000").high, 100000_mm);
  EXPECT_EQ(read("99999 (+1/-99999)").high, 100000_mm);
  EXPECT_EQ(read("99999 (+1/-99999)").low, 0_mm);
  EXPECT_EQ(read("0.001").nominal, 0.001_mm);
  EXPECT_EQ(read("0").nominal, 0_mm);
}

TEST(PrintMeasurement, WritesTheCanonicalNotation) {
  EXPECT_EQ(print(read(" 915.00mm(900\u20131000) ")), "915 (900-1000)");
  EXPECT_EQ(print(read("1600(-1,+2)")), "1600 (+2/-1)");
  EXPECT_EQ(print(read("93 (-0.250/0)")), "93 (+0/-0.25)");
  EXPECT_EQ(print(read("127 (0/+4)")), "127 (+4/-0)");
  EXPECT_EQ(print(read("280 (+0.030/+0.052)")), "280 (+0.052/+0.03)");
  EXPECT_EQ(print(read("50 (-0.2/-0.1)")), "50 (-0.1/-0.2)");
  EXPECT_EQ(print(read("5 (0/0)")), "5 (+0/-0)");
  EXPECT_EQ(print(read("20to28")), "20 TO 28");
  EXPECT_EQ(print(read("1600 +2 -1")), "1600 (+2/-1)");
  EXPECT_EQ(print(read("1600 \u00B1 1.")), "1600 (+1/-1)");
  EXPECT_EQ(print(read("१६००.")), "1600");
  EXPECT_EQ(print(read(".50 mm")), "0.5");
  EXPECT_EQ(print(read("29.40Flange  Thickness")), "29.4 Flange Thickness");
  EXPECT_EQ(print(read("29.4 (to be measured)")), "29.4 (to be measured)");  // not a range without its end
  EXPECT_EQ(print(read("5(TO)")), "5 (TO)");
}

rc::Gen<Micrometres> length_between(Micrometres low, Micrometres high) {
  return rc::gen::map(rc::gen::inRange(low.count, high.count + 1),
                      [](std::int64_t n) { return Micrometres{n}; });
}

// Any measurement that can be written, with an empty text.
Measurement any_measurement() {
  Measurement m;
  m.notation = *rc::gen::element(Notation::value, Notation::labelled_value, Notation::range,
                                 Notation::nominal_and_range, Notation::nominal_and_deviations);
  if (m.notation != Notation::range) m.nominal = *length_between(0_mm, longest_length);
  if (m.notation == Notation::labelled_value)
    m.label = *rc::gen::element<std::string>("Flange Thickness", "a", "R.H. side", "too", "mmm", "x to y",
                                             "O'k - x");
  if (m.nominal && (m.notation == Notation::value || m.notation == Notation::labelled_value)) return m;
  m.low = *length_between(0_mm, longest_length);
  m.high = *length_between(*m.low, longest_length);
  return m;
}

RC_GTEST_PROP(PrintMeasurement, ReadsBackToTheSameValues, ()) {
  const Measurement original = any_measurement();
  const std::string text = print(original);
  const auto parsed = parse_measurement(text);
  const auto* again = std::get_if<Measurement>(&parsed);
  RC_ASSERT(again);
  RC_ASSERT(again->text == text);
  RC_ASSERT(values_of(*again) == original);
  RC_ASSERT(print(*again) == text);
}

RC_GTEST_PROP(ParseMeasurement, KeepsItsPromisesForAnyText, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(
      rc::gen::elementOf(std::vector<std::string>{"1",      "20",
                                                  "0",      ".5",
                                                  "915.04", "100000",
                                                  "(",      ")",
                                                  "+",      "-",
                                                  "\u2013", "\u2212",
                                                  ",",      "/",
                                                  " ",      "\t",
                                                  "TO",     "to",
                                                  "mm",     "MM",
                                                  "Flange", "in",
                                                  "cm",     "\u00B1",
                                                  "\u0967", "\u200E",
                                                  "\u2014", "m.m.",
                                                  "NM",     "\"",
                                                  "\u00B5", "x",
                                                  "'",      ".",
                                                  "\u00a0", "\xe2",
                                                  "\x80",   std::string(1, '\0'),
                                                  "\n"}));
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  const auto parsed = parse_measurement(text);
  if (const auto* fault = std::get_if<Unreadable>(&parsed)) {
    RC_ASSERT(!fault->code.empty() && !fault->message.empty() && fault->position <= text.size() + 1);
    return;
  }
  const auto& m = std::get<Measurement>(parsed);
  RC_ASSERT(m.text == text);
  RC_ASSERT(m.nominal.has_value() == (m.notation != Notation::range));
  RC_ASSERT(m.low.has_value() == m.high.has_value());
  if (m.low) RC_ASSERT(0_mm <= *m.low && *m.low <= *m.high && *m.high <= longest_length);
  const auto again = parse_measurement(print(m));
  RC_ASSERT(std::holds_alternative<Measurement>(again));
  RC_ASSERT(values_of(std::get<Measurement>(again)) == values_of(m));
}

RC_GTEST_PROP(ParseMeasurement, IgnoresHowItIsSpaced, ()) {
  const Spelling spelling = *rc::gen::elementOf(spellings());
  std::string text;
  for (const std::string& token : spelling.tokens) {
    text += *rc::gen::element<std::string>(spelling.glued ? "" : " ", " ", "  ", "\t", "\u00a0 ");
    text += token;
  }
  const auto parsed = parse_measurement(text);
  RC_ASSERT(std::holds_alternative<Measurement>(parsed));
  RC_ASSERT(values_of(std::get<Measurement>(parsed)) == spelling.expected);
}

}  // namespace
}  // namespace kpa::measurements
