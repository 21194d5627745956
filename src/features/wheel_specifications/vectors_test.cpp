#include <set>
#include <string>
#include <variant>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include "core/i18n/catalogue.hpp"
#include "core/vectors_for_test.hpp"
#include "features/wheel_specifications/explain.hpp"
#include "features/wheel_specifications/rules.hpp"

// tests/wheel_specifications/vectors.json is also for whoever judges wheels in another language.

namespace kpa::wheel_specifications {
namespace {

namespace json = boost::json;

const json::object& wheel_vectors() {
  static const json::object all = vectors_in("wheel_specifications/vectors.json");
  return all;
}

json::value shown(const Finding& finding) {
  json::object params;
  for (const auto& [name, value] : finding.params) params[name] = value.english();
  return json::object{{"path", finding.path},
                      {"code", finding.code},
                      {"severity", finding.severity},
                      {"params", std::move(params)},
                      {"message", finding.message}};
}

/// What is found in a form's fields.
json::value found(const json::object& fields) {
  Measurements measured;
  for (const auto& [name, text] : fields)
    measured[find_field(name).value()] =
        std::get<Measurement>(measurements::parse_measurement(text.as_string()));
  const auto findings = evaluate(*newest_rule_set(), measured);
  json::array all;
  for (const Finding& finding : findings) all.push_back(shown(finding));
  return json::object{{"fields", fields}, {"findings", std::move(all)}, {"worst", worst_severity(findings)}};
}

TEST(WheelVectors, AreJudgedLikeThis) {
  for (const auto& vector : wheel_vectors().at("vectors").as_array())
    EXPECT_EQ(found(vector.at("fields").as_object()), vector);
}

TEST(WheelVectors, HaveEveryFieldAndEveryFinding) {
  std::set<std::string> fields, codes;
  for (const auto& vector : wheel_vectors().at("vectors").as_array()) {
    for (const auto& field : vector.at("fields").as_object()) fields.emplace(field.key());
    for (const auto& finding : vector.at("findings").as_array())
      codes.emplace(finding.at("code").as_string());
  }
  EXPECT_GE(wheel_vectors().at("vectors").as_array().size(), 60U);
  EXPECT_EQ(fields.size(), all_fields().size());
  EXPECT_EQ(codes, (std::set<std::string>{"below_limit", "above_limit", "condemned", "stated_range_differs",
                                          "nominal_out_of_range", "label_differs", "not_measured", "rejected",
                                          "order_violated"}));
}

TEST(WheelVectors, SayHowMessagesAreMade) {
  const auto& sentences = wheel_vectors().at("messages").as_object();
  for (const auto& vector : wheel_vectors().at("vectors").as_array())
    for (const auto& finding : vector.at("findings").as_array()) {
      Finding bare{.path = std::string(finding.at("path").as_string()),
                   .code = std::string(finding.at("code").as_string()),
                   .severity = 0,
                   .message = {},
                   .params = {}};
      for (const auto& [name, value] : finding.at("params").as_object())
        bare.params.push_back({name, std::string(value.as_string())});
      const auto message = explain(bare);
      const bool at_high = message.text.english().find("limit of {high}") != std::string_view::npos &&
                           bare.code == "condemned";
      EXPECT_EQ(message.text.english(),
                std::string_view(sentences.at(at_high ? "condemned at high" : bare.code).as_string()));
      EXPECT_EQ(in_english(message), finding.at("message").as_string());
    }
}

}  // namespace
}  // namespace kpa::wheel_specifications
