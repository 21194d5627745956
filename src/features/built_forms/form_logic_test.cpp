#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/built_forms/form.hpp"

// What the expressions of a form mean for what somebody sends; the expressions themselves: logic_test.cpp.

namespace kpa::built_forms {
namespace {

using testing::ElementsAre;

std::shared_ptr<const Form> form() {
  const auto whole = boost::json::parse(R"j({"title": "Wheel", "fields": [
    {"name": "load", "label": "Load", "field_type": "number"},
    {"name": "count", "label": "Count", "field_type": "number", "visible_if": "load > 20", "is_required": true},
    {"name": "day", "label": "Day", "field_type": "date", "rule": "day <= today()"},
    {"name": "twice", "label": "Twice", "field_type": "number", "validation_rules": {"max": 100}, "calculation": "load * 2", "read_only_if": "true"}
  ]})j");
  return Form::build(schema::decode_value(schema::describe<Definition>(), whole).value()).value();
}

Outcome<Judged> judged(std::string_view sent) {
  return form()->judge(boost::json::parse(sent),
                       {parse_date("2026-03-15").value(), parse_instant("2026-03-15T09:30:00Z").value()});
}

std::vector<std::string> wrong(std::string_view sent) {
  std::vector<std::string> told;
  const auto result = judged(sent);
  if (!result)
    for (const FieldProblem& problem : result.error().fields)
      told.push_back(problem.path + ": " + problem.code);
  return told;
}

TEST(FormLogic, StoresWhatIsVisibleAndCalculated) {
  const auto result = judged(R"({"load": 20, "count": 3, "twice": 7})");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->answers.text, R"({"load":20,"twice":40})");
  EXPECT_THAT(result->pruned, ElementsAre("count"));
  EXPECT_EQ(judged(R"({"load": 21.5, "count": 3})")->answers.text, R"({"load":21.5,"count":3,"twice":43})");
}

TEST(FormLogic, TellsOnceWhatIsWrong) {
  EXPECT_THAT(wrong(R"({"load": 21})"), ElementsAre("submission_data.count: required"));
  EXPECT_THAT(wrong(R"({"load": 21, "count": "many"})"), ElementsAre("submission_data.count: wrong_type"));
  EXPECT_THAT(wrong(R"({"load": 21, "count": 1, "day": "2026-03-16"})"),
              ElementsAre("submission_data.day: rule_violated"));
  EXPECT_THAT(wrong(R"({"load": 51, "count": 1})"), ElementsAre("submission_data.twice: too_large"));
}

TEST(FormLogic, DoesNotMindWhatIsHidden) {
  const auto result = judged(R"({"load": 1, "count": "many"})");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->answers.text, R"({"load":1,"twice":2})");
  EXPECT_THAT(result->pruned, ElementsAre("count"));
}

TEST(FormLogic, IsRestoredWithItsTrees) {
  const auto built = form();
  const auto restored = Form::restore(built->definition(), built->logic());
  EXPECT_EQ(restored->logic(), built->logic());
  EXPECT_THROW(Form::restore(built->definition(), RawJson{"[]"}), std::runtime_error);
}

TEST(FormLogic, IsNotReadWhereTheDefinitionIsWrong) {
  const auto refused = [](std::string_view fields) {
    const auto list = boost::json::parse(fields);
    const boost::json::value whole{{"title", "Wheel"}, {"fields", list}};
    return !Form::build(schema::decode_value(schema::describe<Definition>(), whole).value());
  };
  EXPECT_TRUE(refused(R"j([{"name": "a", "label": "A", "field_type": "text",
                            "fields": [{"name": "b", "label": "B", "field_type": "text", "rule": "b = a"}]}])j"));
  EXPECT_TRUE(refused(R"j([{"name": "a", "label": "A", "field_type": "group", "fields": [
                             {"name": "b", "label": "B", "field_type": "group",
                              "fields": [{"name": "c", "label": "C", "field_type": "text", "rule": "c = \"\""}]}]},
                           {"name": "a", "label": "A", "field_type": "group",
                            "fields": [{"name": "d", "label": "D", "field_type": "text"}]}])j"));
  EXPECT_TRUE(refused(R"j([{"name": "a", "label": "A", "field_type": "nonsense", "rule": "a = 1"}])j"));
}

}  // namespace
}  // namespace kpa::built_forms
