#include <algorithm>
#include <iterator>
#include <set>
#include <string>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include "core/i18n/catalogue.hpp"
#include "core/vectors_for_test.hpp"
#include "features/bogie_checksheets/details.hpp"
#include "features/bogie_checksheets/explain.hpp"
#include "features/bogie_checksheets/rules.hpp"

// tests/bogie_checksheets/vectors.json is also for whoever judges bogies in another language.

namespace kpa::bogie_checksheets {
namespace {

namespace json = boost::json;

const json::object& bogie_vectors() {
  static const json::object all = vectors_in("bogie_checksheets/vectors.json");
  return all;
}

std::string text_in(const json::object& object, std::string_view name) {
  const auto* text = object.if_contains(name);
  return text == nullptr ? "" : std::string(text->as_string());
}

template <class T>
json::value or_null(const std::optional<T>& text) {
  return text ? json::value_from(*text) : json::value();
}
json::value or_null(const std::optional<Date>& date) {
  return date ? json::value(json::string(format(*date))) : json::value();
}

json::value shown(const std::vector<Finding>& findings) {
  json::array all;
  for (const Finding& finding : findings) {
    json::object params;
    for (const auto& [name, value] : finding.params) params[name] = value.english();
    all.push_back(json::object{{"path", finding.path},
                               {"code", finding.code},
                               {"severity", finding.severity},
                               {"params", std::move(params)},
                               {"message", finding.message}});
  }
  return all;
}

/// A checksheet with what is understood and found in it.
json::value judged(const json::object& vector) {
  json::object sheet;
  for (const char* part : {"inspectionDate", "bogieDetails", "bogieChecksheet", "bmbcChecksheet"})
    sheet[part] = vector.at(part);
  const auto& details = vector.at("bogieDetails").as_object();
  Life life{.built = split_maker(text_in(details, "makerYearBuilt")),
            .incoming = split_incoming(text_in(details, "incomingDivAndDate")),
            .overhauled = parse_date(text_in(details, "dateOfIOH")),
            .inspected = parse_date(vector.at("inspectionDate").as_string()).value()};
  Conditions conditions;
  json::object normalised;
  for (const Section section : {Section::bogie, Section::bmbc}) {
    const std::string name(wire_name(section));
    auto& inspected = normalised[name].emplace_object();
    for (const auto& [component, text] : vector.at(name).as_object()) {
      const auto condition = parse_condition(section, text.as_string()).value();
      conditions[find_component(section, component).value()] = condition;
      inspected[component] = condition.name();
    }
  }
  auto [findings, worst] = evaluate(life);
  auto seen = evaluate(conditions);
  std::ranges::move(seen.findings, std::back_inserter(findings));
  sheet["understood"] = json::object{{"maker", or_null(life.built.maker)},
                                     {"yearBuilt", or_null(life.built.year)},
                                     {"incomingDivision", or_null(life.incoming.division)},
                                     {"incomingDate", or_null(life.incoming.date)}};
  sheet["normalised"] = std::move(normalised);
  sheet["findings"] = shown(findings);
  sheet["worst"] = std::max(worst, seen.worst);
  return sheet;
}

TEST(BogieVectors, AreReadLikeThis) {
  for (const auto& vector : bogie_vectors().at("conditions").as_array()) {
    const Section section = vector.at("section") == "bogieChecksheet" ? Section::bogie : Section::bmbc;
    const auto read = parse_condition(section, vector.at("text").as_string());
    const json::value name = read ? json::value(json::string(read->name())) : json::value();
    EXPECT_EQ(name, vector.at("condition")) << vector;
  }
}

TEST(BogieVectors, AreJudgedLikeThis) {
  for (const auto& vector : bogie_vectors().at("vectors").as_array())
    EXPECT_EQ(judged(vector.as_object()), vector);
}

TEST(BogieVectors, HaveEveryComponentAndEveryFinding) {
  std::set<std::string> components, codes;
  for (const auto& vector : bogie_vectors().at("vectors").as_array()) {
    for (const char* section : {"bogieChecksheet", "bmbcChecksheet"})
      for (const auto& component : vector.at(section).as_object()) components.emplace(component.key());
    for (const auto& finding : vector.at("findings").as_array())
      codes.emplace(finding.at("code").as_string());
  }
  EXPECT_EQ(components.size(), all_components().size());
  EXPECT_EQ(codes, (std::set<std::string>{"needs_attention", "replace_now", "impossible_date",
                                          "after_inspection", "before_built"}));
}

TEST(BogieVectors, SayHowMessagesAreMade) {
  const auto& sentences = bogie_vectors().at("messages").as_object();
  for (const auto& vector : bogie_vectors().at("vectors").as_array())
    for (const auto& finding : vector.at("findings").as_array()) {
      Finding bare{.path = std::string(finding.at("path").as_string()),
                   .code = std::string(finding.at("code").as_string()),
                   .severity = 0,
                   .message = {},
                   .params = {}};
      for (const auto& [name, value] : finding.at("params").as_object())
        bare.params.push_back({name, std::string(value.as_string())});
      const auto message = explain(bare);
      EXPECT_EQ(message.text.english(), std::string_view(sentences.at(bare.code).as_string()));
      EXPECT_EQ(in_english(message), finding.at("message").as_string());
    }
}

}  // namespace
}  // namespace kpa::bogie_checksheets
