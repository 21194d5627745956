#include "features/built_forms/logic.hpp"

#include <stdexcept>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/i18n/catalogue.hpp"
#include "core/schema/object.hpp"

namespace kpa::built_forms {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::IsEmpty;

/// Fields from JSON; their labels are their names, and their type is text where none is given.
std::vector<Field> fields_of(std::string_view text) {
  const std::function<void(json::value&)> complete = [&](json::value& list) {
    for (json::value& field : list.as_array()) {
      json::object& members = field.as_object();
      members["label"] = members["name"];
      if (!members.contains("field_type")) members["field_type"] = "text";
      if (auto* const inner = members.if_contains("fields")) complete(*inner);
    }
  };
  json::value list = json::parse(text);
  complete(list);
  const json::value whole{{"title", "Form"}, {"fields", list}};
  return schema::decode_value(schema::describe<Definition>(), whole).value().fields;
}

/// What is wrong with the logic of the fields: "fields[0].visible_if: unknown_name".
std::vector<std::string> refused(std::string_view fields) {
  const auto list = fields_of(fields);
  schema::Issues issues;
  const Logic logic(list, issues);
  std::vector<std::string> told;
  for (const FieldProblem& problem : issues.all()) told.push_back(problem.path + ": " + problem.code);
  return told;
}

const expressions::Moment moment{parse_date("2026-03-15").value(),
                                 parse_instant("2026-03-15T09:30:00Z").value()};

/// Settles by what was stored of the logic, as a published form does.
Settled settled(std::string_view fields, std::string_view answers) {
  const auto list = fields_of(fields);
  schema::Issues issues;
  const Logic logic(list, issues);
  EXPECT_THAT(issues.all(), IsEmpty());
  const Logic stored(list, json::parse(json::serialize(logic.json())));
  EXPECT_EQ(stored.json(), logic.json());
  return stored.settled(json::parse(answers).as_object(), moment);
}

std::string answers(const Settled& settled) { return json::serialize(settled.answers); }

std::vector<std::string> problems(const Settled& settled) {
  std::vector<std::string> told;
  for (const FieldProblem& problem : settled.problems) told.push_back(problem.path + ": " + problem.code);
  return told;
}

TEST(Logic, CalculatesInTheOrderOfWhatDependsOnWhat) {
  constexpr auto fields = R"j([{"name": "title", "calculation": "\"load \" + string(total)"},
                              {"name": "total", "field_type": "number", "calculation": "twice + a"},
                              {"name": "twice", "field_type": "number", "calculation": "a * 2"},
                              {"name": "a", "field_type": "number"}])j";
  EXPECT_EQ(answers(settled(fields, R"j({"a": 1})j")), R"j({"a":1,"twice":2,"total":3,"title":"load 3"})j");
  EXPECT_EQ(answers(settled(fields, R"j({"a": 1, "twice": 9, "title": "x"})j")),
            R"j({"a":1,"twice":2,"title":"load 3","total":3})j");
  EXPECT_EQ(answers(settled(fields, R"j({"total": 5})j")), "{}");
}

TEST(Logic, HidesWhatIsNotTrueAndPrunesIt) {
  constexpr auto fields = R"j([{"name": "material"},
                              {"name": "kind", "visible_if": "material != \"steel\""},
                              {"name": "detail", "visible_if": "kind = \"x\""},
                              {"name": "count", "field_type": "number", "calculation": "string length(kind)"}])j";
  const auto unanswered = settled(fields, R"j({"kind": "x", "detail": "y"})j");
  EXPECT_EQ(answers(unanswered), "{}");
  EXPECT_THAT(unanswered.pruned, ElementsAre("kind", "detail"));

  const auto hidden = settled(fields, R"j({"material": "steel", "detail": "y"})j");
  EXPECT_EQ(answers(hidden), R"j({"material":"steel"})j");
  EXPECT_THAT(hidden.pruned, ElementsAre("detail"));
  EXPECT_THAT(hidden.hidden, ElementsAre("kind", "detail"));

  const auto shown = settled(fields, R"j({"material": "iron", "kind": "x", "detail": "y"})j");
  EXPECT_EQ(answers(shown), R"j({"material":"iron","kind":"x","detail":"y","count":1})j");
  EXPECT_THAT(shown.pruned, IsEmpty());
}

constexpr auto axles = R"j([
  {"name": "worst", "field_type": "number", "calculation": "max(axles.share)"},
  {"name": "limit", "field_type": "number"},
  {"name": "share", "field_type": "number", "calculation": "limit / 10"},
  {"name": "axles", "field_type": "group", "fields": [
    {"name": "load", "field_type": "number"},
    {"name": "reason", "visible_if": "load > limit", "is_required": true},
    {"name": "part", "field_type": "number", "validation_rules": {"decimal_places": 2}, "calculation": "load / total"},
    {"name": "share", "field_type": "number", "calculation": "load * 2"},
    {"name": "check", "field_type": "number", "calculation": "share + 1"}]},
  {"name": "total", "field_type": "number", "calculation": "sum(axles.load)"}])j";

TEST(Logic, GoesThroughTheRowsOfGroups) {
  const auto some =
      settled(axles, R"j({"limit": 20, "axles": [{"load": 10, "reason": "x"}, {"load": 20.5}]})j");
  EXPECT_EQ(some.answers.at("axles"), json::parse(R"j([{"load": 10, "part": 0.33, "share": 20, "check": 21},
                                                       {"load": 20.5, "part": 0.67, "share": 41, "check": 42}])j"));
  EXPECT_EQ(some.answers.at("share"), json::value(2));
  EXPECT_EQ(some.answers.at("worst"), json::value(41));
  EXPECT_THAT(some.pruned, ElementsAre("axles[0].reason"));
  EXPECT_THAT(problems(some), ElementsAre("axles[1].reason: required"));

  // One axle was not weighed, so there is no total; a name of the row is not looked for around it.
  const auto one = settled(axles, R"j({"limit": 20, "axles": [{"load": 10}, {}]})j");
  EXPECT_EQ(one.answers.at("axles"), json::parse(R"j([{"load": 10, "share": 20, "check": 21}, {}])j"));
  EXPECT_FALSE(one.answers.contains("total"));
  EXPECT_EQ(answers(settled(axles, R"j({"limit": 20})j")), R"j({"limit":20,"share":2})j");
}

TEST(Logic, HidesWholeGroups) {
  constexpr auto fields = R"j([{"name": "more"},
      {"name": "axles", "field_type": "group", "visible_if": "more = \"yes\"",
       "fields": [{"name": "load", "field_type": "number", "is_required": true, "rule": "load < 5"}]},
      {"name": "count", "field_type": "number", "calculation": "count(axles)"}])j";
  const auto hidden = settled(fields, R"j({"axles": [{"load": 9}, {}]})j");
  EXPECT_EQ(answers(hidden), "{}");
  EXPECT_THAT(hidden.pruned, ElementsAre("axles"));
  EXPECT_THAT(problems(hidden), IsEmpty());
  EXPECT_THAT(problems(settled(fields, R"j({"more": "yes", "axles": [{"load": 9}, {}]})j")),
              ElementsAre("axles[0].load: rule_violated", "axles[1].load: required"));
}

TEST(Logic, TakesAGroupThatDoesNotRepeatForThere) {
  constexpr auto fields = R"j([{"name": "a", "field_type": "number"},
      {"name": "engine", "field_type": "group", "validation_rules": {"repeats": false}, "fields": [
        {"name": "power", "field_type": "number", "calculation": "a * 2"}, {"name": "maker", "is_required": true}]},
      {"name": "empty", "visible_if": "engine = null"},
      {"name": "sum", "field_type": "number", "calculation": "engine.power + 1"}])j";
  const auto none = settled(fields, R"j({"empty": "x"})j");
  EXPECT_EQ(answers(none), R"j({"empty":"x"})j");
  EXPECT_THAT(problems(none), ElementsAre("engine.maker: required"));
  EXPECT_EQ(answers(settled(fields, R"j({"a": 1})j")), R"j({"a":1,"engine":{"power":2},"sum":3})j");
}

TEST(Logic, WantsAnswersThatMustBeThere) {
  constexpr auto fields = R"j([{"name": "a", "is_required": true}, {"name": "b", "required_if": "a = \"x\""},
                              {"name": "c", "is_required": true, "visible_if": "a = \"x\""}])j";
  EXPECT_THAT(problems(settled(fields, "{}")), ElementsAre("a: required"));
  EXPECT_THAT(problems(settled(fields, R"j({"a": "x"})j")), ElementsAre("b: required", "c: required"));
  EXPECT_THAT(problems(settled(fields, R"j({"a": "y"})j")), IsEmpty());
}

TEST(Logic, HoldsRulesThatAreNotFalse) {
  constexpr auto fields = R"j([{"name": "a", "field_type": "number"},
      {"name": "b", "field_type": "number", "rule": "b > a", "rule_message": "b is the larger one"},
      {"name": "c", "field_type": "number", "rule": "c != 0", "read_only_if": "a > 1"}])j";
  EXPECT_THAT(problems(settled(fields, R"j({"b": 1})j")), IsEmpty());
  EXPECT_THAT(problems(settled(fields, R"j({"a": 1})j")), IsEmpty());
  const auto violated = settled(fields, R"j({"a": 2, "b": 1, "c": 0})j");
  EXPECT_THAT(problems(violated), ElementsAre("b: rule_violated", "c: rule_violated"));
  const auto text = [&](std::size_t number) {
    return i18n::in_english({violated.problems[number].message, violated.problems[number].params});
  };
  EXPECT_EQ(text(0), "Violates a rule of the form: b is the larger one");
  EXPECT_EQ(text(1), "Violates a rule of the form: c != 0");
  EXPECT_THAT(violated.read_only, ElementsAre("c"));
}

TEST(Logic, ReadsMeasurementsAndTheDay) {
  constexpr auto fields = R"j([{"name": "gauge", "field_type": "measurement"},
      {"name": "day", "field_type": "date", "rule": "day <= today()"},
      {"name": "wide", "visible_if": "gauge.nominal > 1602"}])j";
  const auto wide =
      settled(fields, R"j({"gauge": {"text": "1603", "nominal": 1603}, "day": "2026-03-16", "wide": "x"})j");
  EXPECT_THAT(wide.pruned, IsEmpty());
  EXPECT_THAT(problems(wide), ElementsAre("day: rule_violated"));
}

TEST(Logic, TellsWhatTakesTooLong) {
  std::string rows;
  for (int row = 0; row < 200; ++row) rows += (row == 0 ? "" : ",") + std::string(R"j({"a": 1})j");
  const auto slow = settled(
      R"j([{"name": "rows", "field_type": "group", "fields": [{"name": "a", "field_type": "number"}]},
          {"name": "b", "rule": "every x in rows satisfies every y in rows satisfies every z in rows satisfies x.a = z.a"}])j",
      R"j({"rows": [)j" + rows + "]}");
  EXPECT_THAT(problems(slow), ElementsAre("b: takes_too_long"));
}

TEST(Logic, RefusesFaultsWithTheirPlaces) {
  EXPECT_THAT(refused(R"j([{"name": "a", "field_type": "number", "visible_if": "b > 1 and a", "rule": "a +"},
                          {"name": "g", "field_type": "group", "fields": [{"name": "c", "calculation": "a + 1"}]}])j"),
              ElementsAre("fields[0].visible_if: unknown_name", "fields[0].visible_if: wrong_type",
                          "fields[0].rule: ends_too_early", "fields[1].fields[0].calculation: wrong_type"));
  EXPECT_THAT(
      refused(
          R"j([{"name": "g", "field_type": "group", "fields": [{"name": "c"}]}, {"name": "d", "rule": "c = \"\""}])j"),
      ElementsAre("fields[1].rule: unknown_name"));
  EXPECT_THAT(refused(R"j([{"name": "satisfies"}])j"), ElementsAre("fields[0].name: reserved_name"));
  EXPECT_THAT(refused(R"j([{"name": "a", "field_type": "measurement", "calculation": "null"}])j"),
              ElementsAre("fields[0].calculation: not_calculable"));
}

TEST(Logic, RefusesWhatDependsOnItself) {
  EXPECT_THAT(refused(R"j([{"name": "a", "field_type": "number", "calculation": "a + 1"}])j"),
              ElementsAre("fields[0].calculation: cycle"));
  EXPECT_THAT(refused(R"j([{"name": "a", "visible_if": "a = null"}])j"),
              ElementsAre("fields[0].visible_if: cycle"));
  EXPECT_THAT(refused(R"j([{"name": "a", "calculation": "b"}, {"name": "b", "visible_if": "c = null"},
                          {"name": "c", "calculation": "a"}])j"),
              ElementsAre("fields[0].calculation: cycle"));
  EXPECT_THAT(refused(R"j([{"name": "rows", "field_type": "group", "visible_if": "count(rows) > 0",
                           "fields": [{"name": "a", "field_type": "number"}]}])j"),
              ElementsAre("fields[0].visible_if: cycle"));
  EXPECT_THAT(refused(R"j([{"name": "rows", "field_type": "group", "visible_if": "total > 0",
                           "fields": [{"name": "a", "field_type": "number"}]},
                          {"name": "total", "field_type": "number", "calculation": "sum(rows.a)"}])j"),
              ElementsAre("fields[0].visible_if: cycle"));
  // Rules, and whether something must be answered, come after everything.
  EXPECT_THAT(
      refused(
          R"j([{"name": "a", "rule": "a != b", "required_if": "b = null"}, {"name": "b", "read_only_if": "a = null"}])j"),
      IsEmpty());

  const auto list = fields_of(R"j([{"name": "a", "calculation": "b"}, {"name": "b", "calculation": "a"}])j");
  schema::Issues issues;
  const Logic logic(list, issues);
  EXPECT_EQ(i18n::in_english({issues.all()[0].message, issues.all()[0].params}),
            "This depends on itself: a → b → a");
}

TEST(Logic, IsRestoredOnlyForItsOwnFields) {
  const auto list = fields_of(R"j([{"name": "a", "field_type": "number", "rule": "a > 1"}])j");
  schema::Issues issues;
  const json::array stored = Logic(list, issues).json();
  EXPECT_EQ(json::serialize(stored),
            R"j([{"field":"a","rule":[">",["name","a","number"],["literal","number","1"]]}])j");
  const auto others = fields_of(R"j([{"name": "a", "field_type": "text", "rule": "a > \"1\""}])j");
  EXPECT_THROW(Logic(others, json::value(stored)), std::runtime_error);
  EXPECT_THROW(Logic(list, json::value(json::array())), std::runtime_error);
}

}  // namespace
}  // namespace kpa::built_forms
