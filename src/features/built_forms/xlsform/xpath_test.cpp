#include "features/built_forms/xlsform/xpath.hpp"

#include <map>

#include <gtest/gtest.h>

namespace kpa::built_forms::xlsform {
namespace {

struct Row {
  const char* xpath;
  const char* here;  ///< or the code of what it is refused for
};

std::string translated(std::string_view xpath, std::optional<Kind> wanted = {}) {
  static const std::map<std::string, Reference, std::less<>> fields = {
      {"age", {"age", Kind::number}},   {"name", {"name", Kind::text}},
      {"side", {"side", Kind::text}},   {"marks", {"marks", Kind::texts}},
      {"seen", {"seen", Kind::date}},   {"load", {"axles.load", Kind::many}},
      {"axles", {"axles", Kind::rows}}, {"gauge", {"wheel.gauge", Kind::number}}};
  const Names names{[](std::string_view name) -> std::optional<Reference> {
                      const auto found = fields.find(name);
                      if (found == fields.end()) return std::nullopt;
                      return found->second;
                    },
                    Reference{"age", Kind::number}};
  const auto made = from_xpath(xpath, names, wanted);
  if (const auto* refused = std::get_if<Untranslatable>(&made)) return refused->code;
  const auto& good = std::get<Translated>(made);
  return good.text + (good.pattern ? " ~" + *good.pattern : "");
}

TEST(XPath, IsTranslated) {
  for (const auto& [xpath, here] :
       std::vector<Row>{{"${age} > 18", "age > 18"},
                        {"  ${ age }>=18 and ${age}<=60", "age >= 18 and age <= 60"},
                        {". > 0 and . < 1.5", "age > 0 and age < 1.5"},
                        {"${name} = 'Meera'", "name = \"Meera\""},
                        {"${name} = \"say \\\"", "name = \"say \\\\\""},
                        {"${name} = ‘Meera’", "name = \"Meera\""},
                        {"${name} = ''", "name = null"},
                        {"'' != ${name}", "name != null"},
                        {"${side} = 1", "side = \"1\""},
                        {"${age} = '5'", "age = 5"},
                        {"${age} > '5'", "age > 5"},
                        {"${side} != 'left'", "side = null or side != \"left\""},
                        {"${side} != ${name}", "side != name"},
                        {"${seen} <= today()", "seen <= today()"},
                        {"${seen} < '2024-01-15'", "seen < date(\"2024-01-15\")"},
                        {"${seen} < date('2024-01-15')", "seen < date(\"2024-01-15\")"},
                        {"not(${side} = 'left')", "if side = \"left\" then false else true"},
                        {"not(${age} > 1) or true()", "(if age > 1 then false else true) or true"},
                        {"selected(${side}, 'left')", "side = \"left\""},
                        {"selected(${marks}, 'bent')", "list contains(marks, \"bent\")"},
                        {"selected(${marks}, 2)", "list contains(marks, \"2\")"},
                        {"count-selected(${marks}) > 2", "count(marks) > 2"},
                        {"if(${age} > 1, 'a', 'b')", "if age > 1 then \"a\" else \"b\""},
                        {"if(${age} > 1, 1, if(${age} > 2, 2, 3)) + 1",
                         "(if age > 1 then 1 else (if age > 2 then 2 else 3)) + 1"},
                        {"coalesce(${age}, 0)", "if age != null then age else 0"},
                        {"(${age} + 1) * 2 - 3 div 4", "(age + 1) * 2 - 3 / 4"},
                        {"1 - (2 - 3)", "1 - (2 - 3)"},
                        {"${age} mod 2 = 0", "modulo(age, 2) = 0"},
                        {"-${age} + -(1 + 2)", "-age + -(1 + 2)"},
                        {"pow(${age}, 2) + pow(-1, 2)", "age ** 2 + (-1) ** 2"},
                        {"round(${age} div 3, 2)", "round half up(age / 3, 2)"},
                        {"int(${age})", "if age >= 0 then floor(age) else ceiling(age)"},
                        {"sum(${load}) > 10", "sum(axles.load) > 10"},
                        {"count(${axles}) = 4", "count(axles) = 4"},
                        {"max(${age}, ${gauge})", "max(age, wheel.gauge)"},
                        {"string-length(${name}) <= 5", "string length(name) <= 5"},
                        {"substr(${name}, 0, 3)", "substring(name, 1, 3)"},
                        {"substr(${name}, 2)", "substring(name, 3)"},
                        {"concat(${name}, '-', ${age})", "name + \"-\" + string(age)"},
                        {"contains(${name}, 'a') or starts-with(${name}, 'b')",
                         "contains(name, \"a\") or starts with(name, \"b\")"},
                        {"regex(., '[0-9]+')", " ~[0-9]+"},
                        {"regex(., '[0-9]+') and . > 0", "age > 0 ~[0-9]+"},
                        {"(${age} > 1 or ${age} < 0) and true()", "(age > 1 or age < 0) and true"}})
    EXPECT_EQ(translated(xpath), here) << xpath;
}

TEST(XPath, IsRefusedWhereThereIsNoCounterpart) {
  for (const auto& [xpath, code] :
       std::vector<Row>{{"", "unexpected_end"},
                        {"${age} >", "unexpected_end"},
                        {"${age", "unexpected"},
                        {"'open", "unexpected"},
                        {"${age} > 1)", "unexpected"},
                        {"${age} ${age}", "unexpected"},
                        {"${aeg} > 1", "unknown_name"},
                        {"age > 1", "word_alone"},
                        {"pulldata('a', 'b', 'c', ${age})", "not_translatable"},
                        {"indexed-repeat(${load}, ${axles}, 1)", "not_translatable"},
                        {"position(..)", "not_translatable"},
                        {"../age > 1", "not_translatable"},
                        {"/data/age", "not_translatable"},
                        {"not()", "wrong_arguments"},
                        {"if(${age}, 1)", "wrong_arguments"},
                        {"${marks} = 'a'", "compared_choices"},
                        {"regex(${name}, 'a')", "not_translatable"},
                        {"regex(., 'a') or true()", "pattern_within"},
                        {"not(regex(., 'a'))", "pattern_within"},
                        {"regex(., 'a') and regex(., 'b')", "not_translatable"},
                        {"date(${name})", "not_translatable"},
                        {"number(${name})", "not_translatable"}})
    EXPECT_EQ(translated(xpath), code) << xpath;
  EXPECT_EQ(translated("${age} + 1", Kind::truth), "not_a_condition");
  EXPECT_EQ(translated(std::string(100, '(') + "1" + std::string(100, ')')), "too_deep");
}

}  // namespace
}  // namespace kpa::built_forms::xlsform
