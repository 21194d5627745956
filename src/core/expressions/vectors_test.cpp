#include <fstream>
#include <sstream>

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "core/expressions/expressions.hpp"
#include "core/i18n/catalogue.hpp"
#include "core/schema/json.hpp"

// tests/expressions/vectors.json is also for whoever evaluates trees in another language.

namespace kpa::expressions {
namespace {

namespace json = boost::json;

const json::object& vectors() {
  static const json::object all = [] {
    std::ifstream file(KPA_SOURCE_DIR "/tests/expressions/vectors.json");
    std::stringstream text;
    text << file.rdbuf();
    return schema::parse_json(text.str()).value().as_object();
  }();
  return all;
}

/// {"a": "number", "marks": "list of string", "axles": {"load": "number"}}: an object is a group that
/// repeats.
Scope scope_of(const json::object& names) {
  Scope scope;
  for (const auto& [name, type] : names) {
    constexpr std::string_view of_many = "list of ";
    if (type.is_object()) {
      scope.names[name] = {Base::context, true, std::make_shared<const Scope>(scope_of(type.get_object()))};
    } else {
      std::string_view word = type.as_string();
      const bool is_list = word.starts_with(of_many);
      if (is_list) word.remove_prefix(of_many.size());
      scope.names[name] = {named<Base>(word).value(), is_list};
    }
  }
  return scope;
}

/// Truth and null are themselves, all else is text: numbers have more digits than JSON's readers keep.
json::value shown(const Value& value) {
  if (value.is_null()) return nullptr;
  if (const auto* const truth = std::get_if<bool>(&value)) return *truth;
  const auto* const list = std::get_if<List>(&value);
  if (list == nullptr) return json::string(text_of(value));
  json::array elements;
  for (const Value& element : **list) elements.push_back(shown(element));
  return elements;
}

Moment moment() {
  return {parse_date(vectors().at("today").as_string()).value(),
          parse_instant(vectors().at("now").as_string()).value()};
}

std::string about(const std::vector<Fault>& faults) {
  std::string all;
  for (const Fault& fault : faults) all += i18n::in_english(fault.message) + "\n";
  return all;
}

class Vectors : public testing::Test {
 protected:
  const Scope scope_ = scope_of(vectors().at("names").as_object());
};

TEST_F(Vectors, AreParsedToTheirTrees) {
  for (const auto& vector : vectors().at("vectors").as_array()) {
    const std::string expression(vector.at("expression").as_string());
    const auto parsed = parse(expression, scope_);
    ASSERT_TRUE(std::holds_alternative<Tree>(parsed)) << expression << "\n" << about(std::get<1>(parsed));
    const Tree& tree = std::get<Tree>(parsed);
    EXPECT_EQ(json::serialize(tree_json(tree)), json::serialize(vector.at("tree"))) << expression;
    EXPECT_EQ(name_of(tree.type()), vector.at("type").as_string()) << expression;
  }
}

TEST_F(Vectors, HaveTheirValues) {
  for (const auto& vector : vectors().at("vectors").as_array()) {
    const auto tree = read_tree(vector.at("tree"), scope_);
    ASSERT_TRUE(tree) << json::serialize(vector.at("tree"));
    EXPECT_EQ(tree_json(*tree), vector.at("tree"));
    const auto& given = vector.at("answers").as_object();
    const auto value =
        evaluate(*tree, [&](std::string_view name) { return given.if_contains(name); }, moment());
    ASSERT_TRUE(value);
    EXPECT_EQ(json::serialize(shown(*value)), json::serialize(vector.at("result")))
        << json::serialize(vector.at("expression")) << " " << json::serialize(given);
  }
}

TEST_F(Vectors, AreRefusedWithEveryFaultAndItsPlace) {
  for (const auto& vector : vectors().at("refused").as_array()) {
    const std::string expression(vector.at("expression").as_string());
    const auto parsed = parse(expression, scope_);
    ASSERT_TRUE(std::holds_alternative<std::vector<Fault>>(parsed)) << expression;
    json::array faults;
    for (const Fault& fault : std::get<1>(parsed))
      faults.push_back({{"code", fault.code}, {"at", fault.at}, {"length", fault.length}});
    EXPECT_EQ(json::serialize(faults), json::serialize(vector.at("faults"))) << expression << "\n"
                                                                             << about(std::get<1>(parsed));
  }
}

}  // namespace
}  // namespace kpa::expressions
