#include <set>
#include <string>
#include <variant>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

#include "core/i18n/catalogue.hpp"
#include "core/measurements/measurements.hpp"
#include "core/vectors_for_test.hpp"

// tests/measurements/vectors.json is also for whoever reads measurements in another language.

namespace kpa::measurements {
namespace {

namespace json = boost::json;

const json::object& vectors() {
  static const json::object all = vectors_in("measurements/vectors.json");
  return all;
}

std::string_view name_of_notation(Notation notation) {
  switch (notation) {
    case Notation::value: return "value";
    case Notation::labelled_value: return "labelled_value";
    case Notation::range: return "range";
    case Notation::nominal_and_range: return "nominal_and_range";
    case Notation::nominal_and_deviations: return "nominal_and_deviations";
  }
  return "";
}

json::value shown(const std::optional<Micrometres>& length) {
  return length ? json::value(json::string(format(*length))) : json::value();
}

/// A text with what is understood of it, or why nothing is.
json::value understood(const std::string& text) {
  const auto parsed = parse_measurement(text);
  if (const auto* fault = std::get_if<Unreadable>(&parsed))
    return json::object{{"text", text},
                        {"code", fault->code},
                        {"position", fault->position},
                        {"message", in_english(fault->message)}};
  const auto& read = std::get<Measurement>(parsed);
  return json::object{{"text", text},
                      {"notation", name_of_notation(read.notation)},
                      {"nominal", shown(read.nominal)},
                      {"low", shown(read.low)},
                      {"high", shown(read.high)},
                      {"label", read.label},
                      {"canonical", print(read)}};
}

TEST(MeasurementVectors, AreUnderstoodLikeThis) {
  for (const auto& vector : vectors().at("vectors").as_array())
    EXPECT_EQ(understood(std::string(vector.at("text").as_string())), vector);
}

TEST(MeasurementVectors, HaveEveryNotationAndEveryFault) {
  std::set<std::string> texts, notations, codes;
  for (const auto& vector : vectors().at("vectors").as_array()) {
    const json::object& one = vector.as_object();
    EXPECT_TRUE(texts.emplace(one.at("text").as_string()).second) << "twice: " << one.at("text");
    if (const auto* code = one.if_contains("code"))
      codes.emplace(code->as_string());
    else
      notations.emplace(one.at("notation").as_string());
  }
  EXPECT_GE(texts.size(), 150U);
  EXPECT_EQ(notations, (std::set<std::string>{"value", "labelled_value", "range", "nominal_and_range",
                                              "nominal_and_deviations"}));
  EXPECT_EQ(codes, (std::set<std::string>{"empty", "too_long", "control_character", "number_expected",
                                          "too_precise", "too_large", "decimal_comma", "separator_expected",
                                          "sign_expected", "range_reversed", "negative_length",
                                          "bracket_expected", "unexpected_text", "other_unit"}));
}

}  // namespace
}  // namespace kpa::measurements
