#include "core/schema/canonical_json.hpp"

#include <gtest/gtest.h>

#include "core/schema/json.hpp"

namespace kpa::schema {
namespace {

std::string canonical(std::string_view text) { return canonical_json(parse_json(text).value()); }

TEST(CanonicalJson, IsTheSameForEqualValues) {
  EXPECT_EQ(canonical(R"( { "b" : [1, {"d":null,"c":true}] , "a":"x" } )"),
            R"({"a":"x","b":[1,{"c":true,"d":null}]})");
  EXPECT_EQ(canonical(R"({"a":"\u0905"})"), canonical("{\"a\":\"\u0905\"}"));
  EXPECT_EQ(canonical("[0.50]"), canonical("[0.5]"));
  for (const char* empty : {"{}", "[]", "null", "\"\"", "[{},[]]"}) EXPECT_EQ(canonical(empty), empty);
}

TEST(CanonicalJson, IsAnotherForOtherValues) {
  EXPECT_NE(canonical("[1,2]"), canonical("[2,1]"));
  EXPECT_NE(canonical("{\"a\":1}"), canonical("{\"a\":\"1\"}"));
  EXPECT_NE(canonical("{\"a\":null}"), canonical("{}"));
}

}  // namespace
}  // namespace kpa::schema
