#include <fstream>
#include <sstream>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/expressions/expressions.hpp"
#include "core/expressions/functions.hpp"
#include "core/i18n/catalogue.hpp"

namespace kpa::expressions {
namespace {

namespace json = boost::json;
using testing::ElementsAre;

const Scope& scope() {
  static const Scope made = [] {
    Scope wheel, axle, form;
    wheel.names = {{"diameter", {Base::number}}};
    axle.names = {{"no", {Base::text}},
                  {"load", {Base::number}},
                  {"wheels", {Base::context, true, std::make_shared<const Scope>(wheel)}}};
    form.names = {{"a", {Base::number}},
                  {"flange_height", {Base::number}},
                  {"s", {Base::text}},
                  {"p", {Base::boolean}},
                  {"readings", list_of(Base::number)},
                  {"axles", {Base::context, true, std::make_shared<const Scope>(axle)}}};
    return form;
  }();
  return made;
}

Tree tree(std::string_view expression) { return std::get<Tree>(parse(expression, scope())); }

std::vector<Fault> faults(std::string_view expression, const std::optional<Type>& wanted = {}) {
  const auto parsed = parse(expression, scope(), wanted);
  const auto* const found = std::get_if<std::vector<Fault>>(&parsed);
  return found == nullptr ? std::vector<Fault>() : *found;
}

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int time = 0; time < times; ++time) all += text;
  return all;
}

TEST(Tree, TellsWhatItDependsOn) {
  const auto names = [](std::string_view expression) { return names_in(tree(expression)); };
  EXPECT_THAT(names("1 + 2"), ElementsAre());
  EXPECT_THAT(names("a > 1 and a < flange_height"), ElementsAre("a", "flange_height"));
  EXPECT_THAT(names("count(axles)"), ElementsAre("axles"));
  EXPECT_THAT(names("sum(axles.load)"), ElementsAre("axles", "axles.load"));
  EXPECT_THAT(names("axles[load > a].no"), ElementsAre("a", "axles", "axles.load", "axles.no"));
  EXPECT_THAT(names("axles[a].wheels[1].diameter"),
              ElementsAre("a", "axles", "axles.wheels", "axles.wheels.diameter"));
  EXPECT_THAT(names("some x in axles satisfies every w in x.wheels satisfies w.diameter > x.load"),
              ElementsAre("axles", "axles.load", "axles.wheels", "axles.wheels.diameter"));
  EXPECT_THAT(names("for a in readings return a"), ElementsAre("readings"));
  EXPECT_THAT(names("if p then a else flange_height"), ElementsAre("a", "flange_height", "p"));
}

TEST(Tree, IsReadBackOnlyAsParsed) {
  const std::vector<std::string> wrong = {
      "null", "1", "\"a\"", "{}", "[]", "[1]", "[\"nonsense\"]",
      // names
      R"(["name"])", R"(["name","a"])", R"(["name","a","string"])", R"(["name","a","list of number"])",
      R"(["name","b","number"])", R"(["name","item","number"])", R"(["name","a","number",1])",
      // literals
      R"(["literal"])", R"(["literal","number"])", R"(["literal","number",1])", R"(["literal","number","x"])",
      R"(["literal","number","1",2])", R"(["literal","string",""])", R"(["literal","date","2026-02-30"])",
      R"(["literal","context",null])", R"(["literal","null","x"])", R"(["literal","boolean","true"])",
      R"(["literal","list of number","1"])", R"(["literal","number",null])",
      // parts
      R"(["+",["name","a","number"]])", R"(["+",["name","a","number"],["name","s","string"]])", R"(["-"])",
      R"(["=",["name","a","number"]])",
      R"(["=",["name","a","number"],["name","a","number"],["name","a","number"]])",
      R"(["if",["name","p","boolean"],["name","a","number"]])",
      R"(["if",["name","p","boolean"],["name","a","number"],["name","p","boolean"],["name","a","number"]])",
      R"(["not",["name","a","number"]])", R"(["not"])", R"(["today",["name","a","number"]])",
      R"(["within","[]",["name","a","number"],["name","a","number"]])",
      R"(["within","[[",["name","a","number"],["name","a","number"],["name","a","number"]])",
      R"(["within",["name","a","number"],["name","a","number"],["name","a","number"]])",
      R"(["member","weight","number",["name","axles","list of context"]])",
      R"(["member","load","number",["name","axles","list of context"]])",
      R"(["member","load","list of number",["name","a","number"]])",
      R"(["filter","item",["name","readings","list of number"],["name","item","number"]])",
      R"(["filter","item",["name","readings","list of number"],[">",["name","it","number"],["literal","number","1"]]])",
      R"(["some","x",["name","a","number"],["literal","boolean",true]])"};
  for (const std::string& text : wrong) EXPECT_FALSE(read_tree(json::parse(text), scope())) << text;
}

TEST(Tree, IsReadBackWithinItsBoundsOnly) {
  const auto nested = [](int levels) {
    json::value made = json::array{"name", "p", "boolean"};
    for (int level = 1; level < levels; ++level) made = json::array{"not", made};
    return made;
  };
  EXPECT_TRUE(read_tree(nested(static_cast<int>(deepest)), scope()));
  EXPECT_FALSE(read_tree(nested(static_cast<int>(deepest) + 1), scope()));
  EXPECT_FALSE(read_tree(nested(100'000 / 100), scope()));

  const auto wide = [](std::size_t parts) {
    json::array made{"and"};
    for (std::size_t part = 0; part < parts; ++part) made.push_back(json::array{"literal", "boolean", true});
    return made;
  };
  EXPECT_TRUE(read_tree(wide(longest - 1), scope()));
  EXPECT_FALSE(read_tree(wide(longest), scope()));
}

TEST(Tree, HasASchemaThatKnowsAllFunctions) {
  std::ifstream file(KPA_SOURCE_DIR "/docs/expression-tree.schema.json");
  std::stringstream text;
  text << file.rdbuf();
  const json::value schema = json::parse(text.str());
  std::vector<std::string> documented, known;
  for (const auto& name : schema.at("$defs").at("function").at("enum").as_array())
    documented.emplace_back(name.as_string());
  for (const Function& function : all_functions()) known.emplace_back(function.name);
  EXPECT_EQ(documented, known);
}

TEST(Parser, KeepsRowsOfAnOperatorFlat) {
  EXPECT_EQ(faults(repeated("a + ", 400) + "a").size(), 0U);
  EXPECT_EQ(faults(repeated("p and ", 300) + "p").size(), 0U);
  EXPECT_EQ(faults(repeated("if p then 1 else ", 100) + "2").size(), 0U);
}

TEST(Parser, RefusesWhatIsTooDeepOrTooLong) {
  const auto levels = [](int count) { return repeated("(", count) + "a" + repeated(")", count); };
  EXPECT_EQ(faults(levels(static_cast<int>(deepest) - 1)).size(), 0U);
  for (const std::string& deep :
       {levels(static_cast<int>(deepest)), levels(900), repeated("not(", 400), repeated("[", 1'900),
        repeated("a[", 900), repeated("-(", 900), repeated("if ", 600), repeated("some x in ", 180)}) {
    const auto found = faults(deep);
    ASSERT_EQ(found.size(), 1U) << deep;
    EXPECT_EQ(found[0].code, "too_deep") << deep;
  }
  EXPECT_EQ(faults(repeated("a ** (", 15) + "a - a + a - a + a - a + a - a" + repeated(")", 15))[0].code,
            "too_deep");
  EXPECT_EQ(faults(std::string(longest, ' ') + "a")[0].code, "too_long");
  EXPECT_EQ(faults("a" + repeated("\xC2\xA0", static_cast<int>(longest) - 1)).size(), 0U);
}

TEST(Parser, TellsLineAndColumn) {
  const auto found = faults("a +\n  गेज\n  + unknown");
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].line, 2U);
  EXPECT_EQ(found[0].column, 3U);
  EXPECT_EQ(found[0].at, 6U);
  EXPECT_TRUE(i18n::in_english(found[0].message).starts_with("2:3: ")) << i18n::in_english(found[0].message);
}

TEST(Parser, SuggestsTheNearestName) {
  EXPECT_EQ(i18n::in_english(faults("flange_hight > 1")[0].message),
            "1:1: There is no field 'flange_hight'. Did you mean 'flange_height'?");
  EXPECT_EQ(i18n::in_english(faults("gauge > 1")[0].message), "1:1: There is no field 'gauge'.");
}

TEST(Parser, WantsTheTypeThatIsWanted) {
  EXPECT_EQ(faults("a", Type{Base::boolean})[0].code, "wrong_type");
  EXPECT_EQ(faults("readings", Type{Base::number})[0].code, "wrong_type");
  EXPECT_EQ(faults("a > 1", Type{Base::boolean}).size(), 0U);
  EXPECT_EQ(faults("null", Type{Base::boolean}).size(), 0U);
  EXPECT_EQ(faults("[]", list_of(Base::number)).size(), 0U);
}

TEST(Parser, KnowsItsWords) {
  EXPECT_TRUE(is_reserved("satisfies"));
  EXPECT_FALSE(is_reserved("count"));
  EXPECT_EQ(faults("some item in readings satisfies item > 1")[0].code, "unexpected");
}

std::optional<Value> evaluated(const Tree& expression, const json::object& answers) {
  return evaluate(expression, [&](std::string_view name) { return answers.if_contains(name); },
                  {parse_date("2026-03-15").value(), parse_instant("2026-03-15T09:30:00Z").value()});
}

TEST(Evaluation, EndsAfterSoManySteps) {
  const Tree all = tree("count(for x in readings return count(for y in readings return x + y))");
  const auto readings = [](int count) {
    json::array list;
    for (int at = 0; at < count; ++at) list.push_back(at);
    return json::object{{"readings", list}};
  };
  EXPECT_TRUE(evaluated(all, readings(100)));
  EXPECT_FALSE(evaluated(all, readings(1'000)));
}

TEST(Evaluation, JoinsNoTextsWithoutBounds) {
  const Tree all = tree("s + s");
  EXPECT_FALSE(evaluated(all, {{"s", std::string(longest_joined / 2, 'x')}})->is_null());
  EXPECT_TRUE(evaluated(all, {{"s", std::string(longest_joined / 2 + 1, 'x')}})->is_null());
}

TEST(Evaluation, GivesAnAnswerForJson) {
  const auto answer = [](std::string_view expression) {
    return json::serialize(answer_of(evaluated(tree(expression), {{"a", 1}}).value()));
  };
  EXPECT_EQ(answer("a + 1"), "2");
  EXPECT_EQ(answer("a / 3"), json::serialize(json::value(0.333333333333333)));
  EXPECT_EQ(answer("10 ** 15"), "null");
  EXPECT_EQ(answer("a > 0"), "true");
  EXPECT_EQ(answer("[today()]"), "[\"2026-03-15\"]");
  EXPECT_EQ(answer("flange_height"), "null");
}

}  // namespace
}  // namespace kpa::expressions
