#include "features/review/differences.hpp"

#include <string>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "core/i18n/catalogue.hpp"
#include "features/review/hints.hpp"

namespace kpa::review {
namespace {

namespace json = boost::json;

std::string between(const std::string& before, const std::string& after) {
  std::string told;
  for (const auto& [field, was, is] : differences(json::parse(before), json::parse(after)))
    told += field + ": " + was.text + " → " + is.text + "; ";
  return told;
}

TEST(Differences, AreNamedByTheirPaths) {
  EXPECT_EQ(between(R"({"a":1,"b":{"c":"x"}})", R"({"b":{"c":"x"},"a":1})"), "");
  EXPECT_EQ(between(R"({"a":1,"b":{"c":"x"}})", R"({"a":2,"b":{"c":"y"}})"), R"(a: 1 → 2; b.c: "x" → "y"; )");
  EXPECT_EQ(between(R"({"a":1})", R"({"b":{"c":2}})"), "a: 1 → null; b.c: null → 2; ");
  EXPECT_EQ(between(R"({"a":null})", "{}"), "") << "nothing is nothing";
  EXPECT_EQ(between(R"({"a":[{"x":1},{"x":2}]})", R"({"a":[{"x":1},{"x":3},{"x":4}]})"),
            "a[1].x: 2 → 3; a[2].x: null → 4; ");
  EXPECT_EQ(between(R"({"a":"x"})", R"({"a":{"b":1}})"), R"(a: "x" → {"b":1}; )");
}

TEST(Differences, FindAFieldByItsPath) {
  const auto content = json::parse(R"({"fields":{"gauge":"1600","root":null},"axles":[{"x":1}]})");
  for (const std::string there : {"fields", "fields.gauge", "fields.root", "axles[0].x", "axles[0]"})
    EXPECT_NE(at_path(content, there), nullptr) << there;
  for (const std::string absent :
       {"gauge", "fields.none", "fields.gauge.x", "axles[1].x", "axles[x]", "axles[0", "axles[-1]", "axles[]",
        "fields[0]", "[0]", "fields..gauge", "axles[99999999999999999999]"})
    EXPECT_EQ(at_path(content, absent), nullptr) << absent;
}

std::string codes(const json::value& content, const json::value& timing) {
  std::string all;
  for (const auto& hint : hints(content, timing)) all += hint.code + ' ' + in_english(hint.message) + "; ";
  return all;
}

json::object with_readings(int same, int different) {
  json::object fields;
  for (int at = 0; at < same; ++at) fields["same" + std::to_string(at)] = "915 (900-1000)";
  for (int at = 0; at < different; ++at) fields["other" + std::to_string(at)] = std::to_string(at);
  return {{"fields", fields}};
}

json::array at_times(int count, std::int64_t apart) {
  json::array times;
  for (int at = 0; at < count; ++at)
    times.push_back(json::object{{"field", "f" + std::to_string(at)}, {"at", 50'000 + at * apart}});
  return times;
}

TEST(Hints, TellOfTenIdenticalReadings) {
  EXPECT_EQ(codes(with_readings(9, 8), nullptr), "");
  EXPECT_EQ(codes(with_readings(10, 5), nullptr),
            "identical_readings 10 readings are the same: 915 (900-1000); ");
  json::object good;
  for (int at = 0; at < 14; ++at) good["part" + std::to_string(at)] = "Good";
  EXPECT_EQ(codes(good, nullptr), "") << "a bogie may well be good all over";
  json::array numbers(12, 7);
  EXPECT_EQ(codes(numbers, nullptr), "identical_readings 12 readings are the same: 7; ");
}

TEST(Hints, TellOfFifteenFieldsInFourSeconds) {
  const json::object none;
  EXPECT_EQ(codes(none, at_times(15, 285)), "filled_in_fast 15 fields were filled in within 4.0 seconds; ");
  EXPECT_EQ(codes(none, at_times(15, 286)), "") << "4.004 seconds";
  EXPECT_EQ(codes(none, at_times(14, 1)), "");
  auto slow_then_fast = at_times(10, 20'000);
  for (const auto& one : at_times(15, 10)) slow_then_fast.push_back(one);
  EXPECT_EQ(codes(none, slow_then_fast), "filled_in_fast 15 fields were filled in within 0.1 seconds; ");
  EXPECT_EQ(codes(none, json::array{1, json::object{{"at", "soon"}}}), "") << "whatever a device sent";
}

}  // namespace
}  // namespace kpa::review
