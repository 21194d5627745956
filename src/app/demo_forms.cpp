#include "app/demo_forms.hpp"

#include <array>
#include <string_view>
#include <utility>

#include <boost/json/parse.hpp>

namespace kpa::app {
namespace {

namespace json = boost::json;

constexpr int submissions_of_each = 12;

constexpr std::string_view flange_inspection = R"json({
  "title": "Flange inspection", "description": "Once a month, for every bogie", "form_type": "inspection",
  "translations": {"hi": {"title": "फ्लैंज की जाँच", "description": "हर महीने, हर बोगी के लिए"}},
  "fields": [
    {"name": "bogie_no", "label": "Bogie number", "field_type": "text", "is_required": true, "placeholder": "B-12345",
     "validation_rules": {"pattern": "B-[0-9]{5}", "unique": true},
     "translations": {"hi": {"label": "बोगी नंबर"}}},
    {"name": "inspected_on", "label": "Date of inspection", "field_type": "date", "is_required": true,
     "validation_rules": {"max_date": "today"}, "translations": {"hi": {"label": "जाँच का दिनांक"}}},
    {"name": "axles", "label": "Axles", "field_type": "group", "is_required": true,
     "validation_rules": {"min_items": 1, "max_items": 2}, "translations": {"hi": {"label": "धुरियाँ"}},
     "fields": [
       {"name": "flange_height", "label": "Flange height", "field_type": "number", "is_required": true,
        "help_text": "With the gauge, at the thinnest place", "validation_rules": {"min": 20, "max": 45, "decimal_places": 1, "unit": "mm"}},
       {"name": "gauge", "label": "Wheel gauge", "field_type": "measurement",
        "validation_rules": {"low": 1599, "high": 1602}}]},
    {"name": "result", "label": "Result", "field_type": "radio", "is_required": true,
     "options": [{"value": "good", "label": "Good", "translations": {"hi": "अच्छा"}},
                 {"value": "worn", "label": "Worn", "translations": {"hi": "घिसा हुआ"}}]},
    {"name": "remedy", "label": "What is to be done", "field_type": "textarea", "visible_if": "result = \"worn\""}]})json";

constexpr std::string_view tool_room_feedback = R"json({
  "title": "Feedback on the tool room", "form_type": "feedback",
  "fields": [
    {"name": "stars", "label": "How well were you served?", "field_type": "number", "is_required": true,
     "validation_rules": {"min": 1, "max": 5, "decimal_places": 0}},
    {"name": "missing", "label": "What was missing?", "field_type": "checkbox",
     "options": ["gauge", "grease", "torque wrench"], "validation_rules": {"other_allowed": true}},
    {"name": "remarks", "label": "Remarks", "field_type": "textarea", "validation_rules": {"max_length": 1000}},
    {"name": "phone", "label": "Number for questions", "field_type": "tel"},
    {"name": "email", "label": "E-mail for questions", "field_type": "email"}]})json";

constexpr std::string_view safety_walk = R"json({
  "title": "Safety walk", "form_type": "survey",
  "fields": [
    {"name": "area", "label": "Area", "field_type": "select", "is_required": true,
     "options": ["wheel shop", "bogie shop", "paint shop", "yard"]},
    {"name": "started_at", "label": "Begun", "field_type": "time", "is_required": true},
    {"name": "seen_at", "label": "Date and time of what was seen", "field_type": "datetime"},
    {"name": "hazards", "label": "Hazards", "field_type": "checkbox",
     "options": ["oil on the floor", "no helmet", "blocked exit"], "validation_rules": {"other_allowed": true}},
    {"name": "photos", "label": "Photos", "field_type": "file",
     "validation_rules": {"kinds": ["image/*"], "max_size": 10000000, "max_count": 3}},
    {"name": "instruction", "label": "Instruction that applies", "field_type": "url"}]})json";

json::value flange_answers(int number) {
  const bool worn = number % 4 == 0;
  json::object answers{
      {"bogie_no", "B-" + std::to_string(20000 + number)},
      {"inspected_on", "2024-0" + std::to_string(1 + number % 9) + "-15"},
      {"result", worn ? "worn" : "good"},
      {"axles",
       {{{"flange_height", 29 + number % 5}, {"gauge", "1600 (+2,-1)"}},
        {{"flange_height", worn ? 36 : 30}, {"gauge", number % 6 == 0 ? "1603" : "1600.5"}}}}};
  if (worn) answers["remedy"] = "Turn the wheel";
  return answers;
}

json::value feedback_answers(int number) {
  return {{"stars", 1 + number % 5}, {"missing", json::array{"gauge"}}, {"remarks", "Quick and friendly"}};
}

json::value safety_answers(int number) {
  constexpr std::array<const char*, 4> areas = {"wheel shop", "bogie shop", "paint shop", "yard"};
  return {{"area", areas[static_cast<std::size_t>(number) % areas.size()]},
          {"started_at", "0" + std::to_string(6 + number % 3) + ":30"},
          {"hazards", json::array{"oil on the floor"}}};
}

struct DemoForm {
  std::string_view definition;
  json::value (*answers)(int number);
  const char* first_field;  ///< to which a rejection points
};
constexpr std::array<DemoForm, 3> demo_forms = {
    {{flange_inspection, flange_answers, "submission_data.bogie_no"},
     {tool_room_feedback, feedback_answers, "submission_data.stars"},
     {safety_walk, safety_answers, "submission_data.area"}}};

}  // namespace

Task<void> make_forms(Post post, Tokens of, Take take) {
  for (const DemoForm& form : demo_forms) {
    const auto made = co_await post("/api/forms", json::parse(form.definition), of.builder);
    const std::string path = "/api/forms/" + std::to_string(made.at("data").at("id").as_int64());
    co_await post(path + "/publish", json::object(), of.builder);
    for (int number = 0; number < submissions_of_each; ++number) {
      json::object body{{"submission_data", form.answers(number)}};
      auto sent = co_await post(path + "/submissions", std::move(body), of.filler);
      constexpr int states = 4;
      co_await take(std::move(sent), form.first_field, number % states);
    }
  }
}

}  // namespace kpa::app
