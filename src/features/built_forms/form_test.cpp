#include "features/built_forms/form.hpp"

#include <string>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "core/time.hpp"

namespace kpa::built_forms {
namespace {

namespace json = boost::json;

/// A field with this name, type and further members: `"validation_rules": {…}`.
json::value field(const std::string& type, const std::string& more = "", const std::string& name = "a") {
  return json::parse(R"({"name": ")" + name + R"(", "label": "Name", "field_type": ")" + type + '"' +
                     (more.empty() ? "" : ", " + more) + '}');
}

Outcome<std::shared_ptr<const Form>> built(const json::array& fields) {
  const json::object whole{{"title", "Test"}, {"fields", fields}};
  auto definition = schema::decode_value<Definition>(whole);
  if (!definition) return definition.error();
  return Form::build(std::move(*definition));
}

/// `path code` of everything that is wrong, one per line.
template <class T>
std::string wrong(const Outcome<T>& outcome) {
  if (outcome) return "nothing";
  std::string all;
  for (const auto& problem : outcome.error().fields)
    all.append(all.empty() ? "" : "\n").append(problem.path).append(" ").append(problem.code);
  return all;
}

struct RefusedField {
  std::string type;
  std::string more;
  std::string problem;  ///< below `fields[0]`
};

TEST(Form, RefusesFieldsWhoseRulesMakeNoSense) {
  const std::string options = R"("options": ["good", "worn"])";
  const std::vector<RefusedField> rows = {
      // Of another type.
      {"text", R"("validation_rules": {"min": 3})", ".validation_rules.min no_such_rule"},
      {"number", R"("validation_rules": {"max_length": 3})", ".validation_rules.max_length no_such_rule"},
      {"date", R"("validation_rules": {"min": "2024-01-01"})", ".validation_rules.min no_such_rule"},
      {"select", options + R"(, "validation_rules": {"min_selected": 1})",
       ".validation_rules.min_selected no_such_rule"},
      {"number", options, ".options not_of_this_type"},
      {"text", R"("fields": [{"name": "b", "label": "B", "field_type": "text"}])",
       ".fields not_of_this_type"},
      {"colour", "", ".field_type not_a_choice"},
      // Of the wrong kind.
      {"number", R"("validation_rules": {"min": "3"})", ".validation_rules.min wrong_type"},
      {"text", R"("validation_rules": {"min_length": -1})", ".validation_rules.min_length too_small"},
      {"number", R"("validation_rules": {"step": 0})", ".validation_rules.step not_positive"},
      {"number", R"("validation_rules": {"step": -0.5})", ".validation_rules.step not_positive"},
      {"date", R"("validation_rules": {"min_date": "tomorrow"})",
       ".validation_rules.min_date not_a_day_limit"},
      {"date", R"("validation_rules": {"max_date": "today+99999"})",
       ".validation_rules.max_date not_a_day_limit"},
      {"datetime", R"("validation_rules": {"max_date": "2024-02-30"})",
       ".validation_rules.max_date not_a_day_limit"},
      {"time", R"("validation_rules": {"min_time": "25:00"})", ".validation_rules.min_time not_a_time"},
      {"tel", R"("validation_rules": {"region": "India"})", ".validation_rules.region pattern"},
      {"file", R"("validation_rules": {"kinds": ["pdf"]})", ".validation_rules.kinds[0] pattern"},
      {"file", R"("validation_rules": {"kinds": []})", ".validation_rules.kinds too_few_items"},
      {"measurement", R"("validation_rules": {"low": 1, "condemns": "at_high"})",
       ".validation_rules.condemns no_such_limit"},
      {"text", R"js("validation_rules": {"pattern": "("})js", ".validation_rules.pattern not_a_pattern"},
      // That no answer can satisfy.
      {"number", R"("validation_rules": {"min": 3, "max": 2.5})", ".validation_rules.min no_answer_fits"},
      {"number", R"("validation_rules": {"min": 0.05, "decimal_places": 1})",
       ".validation_rules.min too_precise"},
      {"number", R"("validation_rules": {"step": 0.25, "decimal_places": 1})",
       ".validation_rules.step too_precise"},
      {"text", R"("validation_rules": {"min_length": 5, "max_length": 4})",
       ".validation_rules.min_length no_answer_fits"},
      {"text", R"("validation_rules": {"min_length": 501})", ".validation_rules.min_length no_answer_fits"},
      {"text", R"("validation_rules": {"pattern": "[A-Z]{3}", "max_length": 2})",
       ".validation_rules.pattern no_answer_fits"},
      {"text", R"js("validation_rules": {"pattern": "(ab)*", "min_length": 5, "max_length": 5})js",
       ".validation_rules.pattern no_answer_fits"},
      {"text", R"js("validation_rules": {"pattern": "a{0}"})js", ".validation_rules.pattern no_answer_fits"},
      {"date", R"("validation_rules": {"min_date": "today", "max_date": "today-1"})",
       ".validation_rules.min_date no_answer_fits"},
      {"date", R"("validation_rules": {"min_date": "today", "max_date": "2024-01-01"})",
       ".validation_rules.min_date no_answer_fits"},
      {"time", R"("validation_rules": {"min_time": "10:00", "max_time": "9:59"})",
       ".validation_rules.min_time no_answer_fits"},
      {"checkbox", options + R"(, "validation_rules": {"min_selected": 3})",
       ".validation_rules.min_selected no_answer_fits\nfields[0].validation_rules.min_selected too_large"},
      {"checkbox", options + R"(, "validation_rules": {"min_selected": 2, "max_selected": 1})",
       ".validation_rules.min_selected no_answer_fits"},
      {"checkbox", options + R"(, "validation_rules": {"max_selected": 0})",
       ".validation_rules.max_selected too_small"},
      {"file", R"("validation_rules": {"min_count": 3, "max_count": 2})",
       ".validation_rules.min_count no_answer_fits"},
      {"measurement", R"("validation_rules": {"low": 20, "high": 16})",
       ".validation_rules.low no_answer_fits"},
      {"select", "", ".options too_few_items"},
      {"radio", R"("options": ["Worn out", "worn_out"])", ".options[1].value repeated"},
      {"checkbox", R"("options": ["घिसा", "घिसा"])", ".options[1].value repeated"},
      {"group", "", ".fields too_few_items"},
      {"group",
       R"("fields": [{"name": "b", "label": "B", "field_type": "text"}], "validation_rules": {"min_items": 3, "max_items": 2})",
       ".validation_rules.min_items no_answer_fits"},
      {"group",
       R"("fields": [{"name": "b", "label": "B", "field_type": "text"}], "validation_rules": {"repeats": false, "max_items": 2})",
       ".validation_rules.max_items does_not_repeat"},
      {"group",
       R"("fields": [{"name": "b", "label": "B", "field_type": "text", "validation_rules": {"unique": true}}])",
       ".fields[0].validation_rules.unique unique_in_group"},
      {"group",
       R"("fields": [{"name": "b", "label": "B", "field_type": "number", "validation_rules": {"min": 2, "max": 1}}])",
       ".fields[0].validation_rules.min no_answer_fits"},
      // Parts that belong to something that is not there.
      {"text", R"("rule_message": "Too long")", ".rule_message without_rule"},
      {"number", R"("calculation": "1 + 1", "is_required": true)", ".is_required calculated"},
  };
  for (const auto& row : rows)
    EXPECT_EQ(wrong(built({field(row.type, row.more)})), "fields[0]" + row.problem)
        << row.type << ' ' << row.more;
}

TEST(Form, RefusesNamesThatAreThereTwiceOrAreNoNames) {
  EXPECT_EQ(wrong(built({field("text"), field("number")})), "fields[1].name repeated");
  EXPECT_EQ(wrong(built({field("text"), field("number", "", "A")})), "fields[1].name repeated");
  for (const char* name : {"", "1a", "a b", "a-b", "à", "_a"})
    EXPECT_EQ(wrong(built({field("text", "", name)})), "fields[0].name pattern") << name;
}

TEST(Form, SortsFieldsByTheirOrderOrKeepsThatOfTheList) {
  const auto names = [](const Outcome<std::shared_ptr<const Form>>& form) {
    std::string all;
    for (const Field& one : form.value()->definition().fields) all += one.name + std::to_string(one.order);
    return all;
  };
  EXPECT_EQ(names(built({field("text", "", "b"), field("text", "", "a")})), "b1a2");
  EXPECT_EQ(names(built({field("text", R"("order": 7)", "b"), field("text", R"("order": 3)", "a")})), "a1b2");
  EXPECT_EQ(wrong(built({field("text", R"("order": 7)", "b"), field("text", "", "a")})),
            "fields[1].order order_missing");
  EXPECT_EQ(wrong(built({field("text", R"("order": 7)", "b"), field("text", R"("order": 7)", "a")})),
            "fields[1].order order_taken");
}

TEST(Form, HasNeitherTooManyFieldsNorTooDeepGroups) {
  json::array many;
  for (std::size_t number = 0; number <= most_fields; ++number)
    many.push_back(field("text", "", "f" + std::to_string(number)));
  EXPECT_EQ(wrong(built(many)), "fields too_many_items");
  std::string within = R"({"name": "x", "label": "X", "field_type": "text"})";
  for (std::size_t depth = 0; depth < deepest_group; ++depth)
    within = R"({"name": "g", "label": "G", "field_type": "group", "fields": [)" + within + "]}";
  EXPECT_TRUE(built({json::parse(within)}));
  within = R"({"name": "g", "label": "G", "field_type": "group", "fields": [)" + within + "]}";
  EXPECT_EQ(wrong(built({json::parse(within)})),
            "fields[0].fields[0].fields[0].fields[0].fields[0].fields too_deep");
}

struct Answered {
  std::string type;
  std::string more;
  std::string sent;  ///< JSON
  std::string
      result;  ///< JSON as it is stored, empty when it is no answer; or `!` and the code of the problem
};

TEST(Form, ChecksAndNormalisesAnswersByTheirType) {
  const std::string options = R"("options": ["Good", "Worn Out", "घिसा हुआ"])";
  const std::vector<Answered> rows = {
      {"text", "", R"(" B-12345 ")", R"("B-12345")"},
      {"text", "", R"("  ")", ""},
      {"text", "", "null", ""},
      {"text", "", "5", "!wrong_type"},
      {"text", "", R"("two\nlines")", "!several_lines"},
      {"text", "", R"("bell\u0007")", "!control_character"},
      {"text", R"("validation_rules": {"max_length": 3})", R"("ठीकठाक")", "!too_long"},
      {"text", R"("validation_rules": {"min_length": 3})", R"("ab")", "!too_short"},
      {"text", R"("validation_rules": {"pattern": "B-[0-9]{5}"})", R"("B-12345")", R"("B-12345")"},
      {"text", R"("validation_rules": {"pattern": "B-[0-9]{5}"})", R"("xB-12345")", "!pattern_differs"},
      {"textarea", "", R"("two\r\nlines\rmore")", R"("two\nlines\nmore")"},
      {"email", "", R"("Meera.Das@Railway.EXAMPLE")", R"("Meera.Das@railway.example")"},
      {"email", "", R"("meera")", "!not_an_email"},
      {"number", "", "29.50", "29.5"},
      {"number", "", "930.1", "930.1"},
      {"number", "", R"("29.5")", "!wrong_type"},
      {"number", "", "1e400", "!unreadable"},
      {"number", R"("validation_rules": {"min": 28.5})", "28.5", "28.5"},
      {"number", R"("validation_rules": {"min": 28.5})", "28.49", "!too_small"},
      {"number", R"("validation_rules": {"max": 35})", "35.001", "!too_large"},
      {"number", R"("validation_rules": {"decimal_places": 1})", "1.25", "!too_precise"},
      {"number", R"("validation_rules": {"decimal_places": 0})", "2.0", "2"},
      {"number", R"("validation_rules": {"min": 0.1, "step": 0.2})", "0.7", "0.7"},
      {"number", R"("validation_rules": {"min": 0.1, "step": 0.2})", "0.6", "!off_step"},
      {"number", R"("validation_rules": {"step": 0.01})", "-0.07", "-0.07"},
      {"tel", "", R"("098765 43210")", R"("+919876543210")"},
      {"tel", R"("validation_rules": {"region": "GB"})", R"("020 7946 0958")", R"("+442079460958")"},
      {"tel", "", R"("call me")", "!not_a_phone_number"},
      {"url", "", R"("HTTPS://Example.ORG/Path?q=1")", R"("https://example.org/Path?q=1")"},
      {"url", "", R"j("javascript:alert(1)")j", "!not_a_url"},
      {"url", "", R"("https://user@example.org/")", "!not_a_url"},
      {"url", "", R"("https:///path")", "!not_a_url"},
      {"url", "", R"("https://exa mple.org/")", "!not_a_url"},
      {"select", options, R"("worn_out")", R"("Worn Out")"},
      {"select", options, R"("घिसा हुआ")", R"("घिसा हुआ")"},
      {"select", options, R"("rusty")", "!not_a_choice"},
      {"radio", options + R"(, "validation_rules": {"other_allowed": true})", R"("rusty")", R"("rusty")"},
      {"radio", options + R"(, "validation_rules": {"other_allowed": true})", R"("GOOD")", R"("Good")"},
      {"checkbox", options, R"(["worn-out", "good"])", R"(["Good","Worn Out"])"},
      {"checkbox", options, R"(["good", "GOOD"])", "!repeated"},
      {"checkbox", options, R"([])", ""},
      {"checkbox", options, R"("good")", "!wrong_type"},
      {"checkbox", options + R"(, "validation_rules": {"min_selected": 2})", R"(["good"])", "!too_few_items"},
      {"checkbox", options + R"(, "validation_rules": {"max_selected": 1})", R"(["good", "worn out"])",
       "!too_many_items"},
      {"checkbox", options + R"(, "validation_rules": {"other_allowed": true})", R"(["bent", "good"])",
       R"(["Good","bent"])"},
      {"date", "", R"("2024-02-29")", R"("2024-02-29")"},
      {"date", "", R"("2023-02-29")", "!not_a_date"},
      {"date", R"("validation_rules": {"max_date": "today"})", '"' + format(today()) + '"',
       '"' + format(today()) + '"'},
      {"date", R"("validation_rules": {"max_date": "today"})", R"("2999-01-01")", "!too_late"},
      {"date", R"("validation_rules": {"min_date": "today-30"})", R"("2024-01-01")", "!too_early"},
      {"time", "", R"("9:05")", R"("09:05:00")"},
      {"time", "", R"("23:59:59")", R"("23:59:59")"},
      {"time", "", R"("24:00")", "!not_a_time"},
      {"time", "", R"("9:5")", "!not_a_time"},
      {"time", "", R"("09:05:00Z")", "!not_a_time"},
      {"time", "", R"("09:-5")", "!not_a_time"},
      {"time", R"("validation_rules": {"max_time": "22:00"})", R"("22:00:01")", "!too_late"},
      {"datetime", "", R"("2024-01-15T10:00:00+05:30")", R"("2024-01-15T04:30:00Z")"},
      {"datetime", "", R"("2024-01-15T10:00:00")", "!not_an_instant"},
      {"datetime", R"("validation_rules": {"min_date": "2024-01-16"})", R"("2024-01-15T10:00:00Z")",
       "!too_early"},
      {"measurement", "", R"j("1600 (+2,-1)")j",
       R"j({"text":"1600 (+2,-1)","nominal":1600,"low":1599,"high":1602})j"},
      {"measurement", "", R"({"text": "20 TO 28", "low": 5})", R"({"text":"20 TO 28","low":20,"high":28})"},
      {"measurement", "", R"("wide")", "!number_expected"},
      {"measurement", "", R"({"low": 5})", "!required"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.type + " " + row.more + " " + row.sent);
    const auto form = built({field(row.type, row.more)});
    ASSERT_TRUE(form) << wrong(form);
    const auto sent = schema::parse_json("{\"a\":" + row.sent + "}");
    if (!sent) {
      EXPECT_EQ(row.result, "!unreadable");
      continue;
    }
    const auto judged = (*form)->judge(*sent);
    if (row.result.starts_with('!'))
      EXPECT_TRUE(wrong(judged).ends_with(" " + row.result.substr(1))) << wrong(judged);
    else
      EXPECT_EQ(judged ? judged->answers.text : wrong(judged),
                row.result.empty() ? "{}" : "{\"a\":" + row.result + "}");
  }
}

TEST(Form, TakesFilesByNameKindSizeAndDigest) {
  const auto form = built(
      {field("file", R"("validation_rules": {"kinds": ["image/*"], "max_size": 1000, "max_count": 2})")});
  ASSERT_TRUE(form) << wrong(form);
  const auto judged = [&](const std::string& change) {
    auto file = json::parse(R"({"name": "a.jpg", "media_type": "image/jpeg", "size": 10, "sha256": ")" +
                            std::string(64, 'a') + "\"}")
                    .as_object();
    const json::value changes = json::parse(change);
    for (const auto& [name, value] : changes.as_object()) file[name] = value;
    return (*form)->judge(json::object{{"a", json::array{file}}});
  };
  EXPECT_EQ(wrong(judged("{}")), "nothing");
  EXPECT_EQ(wrong(judged(R"({"media_type": "application/pdf"})")),
            "submission_data.a[0].media_type not_a_choice");
  EXPECT_EQ(wrong(judged(R"({"size": 1001})")), "submission_data.a[0].size too_large");
  EXPECT_EQ(wrong(judged(R"({"name": "../a.jpg"})")), "submission_data.a[0].name pattern");
  EXPECT_EQ(wrong(judged(R"({"sha256": "abc"})")), "submission_data.a[0].sha256 pattern");
  EXPECT_EQ(wrong(judged(R"({"extra": 1})")), "submission_data.a[0].extra unknown_field");
}

TEST(Form, ReadsGroupsRowByRow) {
  const auto form = built({field("group",
                                 R"("validation_rules": {"min_items": 1, "max_items": 2}, "fields": [
        {"name": "axle", "label": "Axle", "field_type": "number", "is_required": true},
        {"name": "gauge", "label": "Gauge", "field_type": "measurement", "validation_rules": {"low": 1599, "high": 1602}}])",
                                 "axles")});
  ASSERT_TRUE(form) << wrong(form);
  const auto judged = [&](const char* rows) {
    return (*form)->judge(schema::parse_json(std::string("{\"axles\":") + rows + "}").value());
  };
  const auto good = judged(R"([{"axle": 1, "gauge": "1600"}, {"axle": 2, "gauge": "1603"}])");
  ASSERT_TRUE(good) << wrong(good);
  EXPECT_EQ(
      good->answers.text,
      R"({"axles":[{"axle":1,"gauge":{"text":"1600","nominal":1600}},{"axle":2,"gauge":{"text":"1603","nominal":1603}}]})");
  ASSERT_EQ(good->findings.size(), 1U);
  EXPECT_EQ(good->findings[0].path, "axles[1].gauge");
  EXPECT_EQ(good->findings[0].code, "above_limit");
  EXPECT_EQ(good->findings[0].message, "Gauge: 1603 mm is above the limit of 1602 mm");
  EXPECT_EQ(good->worst_severity, severity::needs_attention);
  EXPECT_EQ(wrong(judged(R"([{"gauge": "1600"}, {"axle": "x"}])")),
            "submission_data.axles[1].axle wrong_type\nsubmission_data.axles[0].axle required");
  EXPECT_EQ(wrong(judged(R"([{"axle": 1}, {"axle": 2}, {"axle": 3}])")),
            "submission_data.axles too_many_items");
  EXPECT_EQ(wrong(judged(R"({"axle": 1})")), "submission_data.axles wrong_type");
  EXPECT_EQ(wrong(judged("[]")), "nothing") << "a group that is not required may be left out";
}

TEST(Form, TellsAllThatIsWrongAtOnce) {
  const auto form = built({field("text", R"("is_required": true)", "a"), field("number", "", "b")});
  EXPECT_EQ(wrong((*form)->judge(json::object{{"b", "x"}, {"c", 1}})),
            "submission_data.b wrong_type\nsubmission_data.c unknown_field\nsubmission_data.a required");
  EXPECT_EQ(wrong((*form)->judge(json::array())), "submission_data wrong_type");
  EXPECT_EQ(wrong((*form)->judge(json::object{{"a", 5}})), "submission_data.a wrong_type")
      << "not also that it is missing";
}

TEST(Form, ComparesUniqueAnswersByWhatIsRead) {
  const auto form = built({field("text", R"("validation_rules": {"unique": true})")});
  const auto key = [&](const char* text) {
    return (*form)->judge(json::object{{"a", text}}).value().unique.text;
  };
  EXPECT_EQ(key("B-1"), key(" b-1"));
  EXPECT_NE(key("B-1"), key("B-2"));
  EXPECT_EQ((*form)->judge(json::object{}).value().unique.text, "{}");
}

TEST(Form, SaysInJsonSchemaWhatItAccepts) {
  const auto form = built(
      {field("number", R"("is_required": true, "validation_rules": {"min": 20})", "n"),
       field("select", R"("options": ["good", "worn"], "is_required": true, "visible_if": "n > 3")", "s"),
       field("text", "", "t")});
  ASSERT_TRUE(form) << wrong(form);
  const auto schema = (*form)->json_schema();
  EXPECT_EQ(schema.at("$schema").as_string(), "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(json::serialize(schema.at("required")), R"(["n"])") << "what can be hidden is not required";
  EXPECT_EQ(schema.at("properties").at("n").at("minimum"), 20);
  EXPECT_EQ(json::serialize(schema.at("properties").at("s").at("enum")), R"(["good","worn",null])");
  EXPECT_EQ(schema.at("additionalProperties"), false);
}

TEST(Definition, IsTheSameAfterWritingAndReading) {
  const std::string text = R"js({"title": "T", "form_type": "inspection", "language": "hi",
    "translations": {"en": {"title": "In English"}},
    "fields": [{"name": "a", "label": "क", "field_type": "select",
      "options": ["x", {"value": "y", "label": "Y", "translations": {"ta": "ஒய்"}}],
      "translations": {"en": {"label": "A", "help_text": "Help"}}, "visible_if": "b > 1"},
     {"name": "b", "label": "B", "field_type": "number", "validation_rules": {"step": 0.1, "max": 930.1}}]})js";
  const auto once = schema::decode<Definition>(text);
  ASSERT_TRUE(once) << wrong(once);
  const auto again = schema::decode<Definition>(schema::encode(*once));
  ASSERT_TRUE(again) << wrong(again);
  EXPECT_EQ(*again, *once);
  EXPECT_EQ(schema::encode(*again), schema::encode(*once));
  EXPECT_EQ(label_of(once->fields[0], i18n::Language::english), "A");
  EXPECT_EQ(label_of(once->fields[0], i18n::Language::tamil), "क");
  EXPECT_EQ(label_of(once->fields[0].options[1], i18n::Language::tamil), "ஒய்");
  EXPECT_EQ(title_of(*once, i18n::Language::english), "In English");
  EXPECT_EQ(wrong(schema::decode<Definition>(R"({"title": "T", "fields": [], "translations": {"fr": {}}})")),
            "translations.fr unknown_field");
}

}  // namespace
}  // namespace kpa::built_forms
