#include "features/sync/merge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/schema/canonical_json.hpp"
#include "core/schema/json.hpp"

namespace kpa::sync {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Row {
  const char *base, *mine, *theirs, *content;
};

boost::json::value value(const char* text) { return schema::parse_json(text).value(); }
Merged merge(const Row& row) { return sync::merge(value(row.base), value(row.mine), value(row.theirs)); }

TEST(Merge, TakesWhatEachOfTheTwoChanged) {
  const Row rows[] = {
      {R"({"a":1,"b":1})", R"({"a":2,"b":1})", R"({"a":1,"b":1})", R"({"a":2,"b":1})"},
      {R"({"a":1,"b":1})", R"({"a":1,"b":1})", R"({"a":1,"b":2})", R"({"a":1,"b":2})"},
      {R"({"a":1,"b":1})", R"({"a":2,"b":1})", R"({"a":1,"b":2})", R"({"a":2,"b":2})"},
      {R"({"a":1})", R"({"a":2})", R"({"a":2})", R"({"a":2})"},
      {R"({"a":1})", R"({"a":null})", R"({"a":1})", R"({"a":null})"},
      {R"({"f":{"a":1,"b":1}})", R"({"f":{"a":2,"b":1}})", R"({"f":{"a":1,"b":2}})",
       R"({"f":{"a":2,"b":2}})"},
      {R"({"f":null})", R"({"f":{"a":1}})", R"({"f":{"b":1}})", R"({"f":{"a":1,"b":1}})"},
      // Left out is null: an earlier version of the program did not know the member.
      {R"({"a":1})", R"({"a":1})", R"({"a":1,"new":null})", R"({"a":1,"new":null})"},
      {R"({"a":1})", R"({"a":1,"new":5})", R"({"a":1,"new":null})", R"({"a":1,"new":5})"},
      // Members in another order, digits written otherwise.
      {R"({"a":0.50,"b":{"c":1,"d":2}})", R"({"b":{"d":2,"c":1},"a":0.5})", R"({"a":7,"b":8})",
       R"({"a":7,"b":8})"},
  };
  for (const auto& row : rows) {
    const auto merged = merge(row);
    EXPECT_EQ(schema::canonical_json(merged.content), schema::canonical_json(value(row.content)))
        << row.mine << row.theirs;
    EXPECT_THAT(merged.conflicts, IsEmpty()) << row.mine << row.theirs;
  }
}

TEST(Merge, TellsEachFieldThatBothChanged) {
  const auto merged = merge({R"({"a":1,"f":{"b":"x","c":1,"d":1}})", R"({"a":2,"f":{"b":"y","c":2,"d":2}})",
                             R"({"a":3,"f":{"b":"z","c":1,"d":2}})", ""});
  EXPECT_EQ(schema::canonical_json(merged.content), R"({"a":3,"f":{"b":"z","c":2,"d":2}})");
  EXPECT_THAT(merged.conflicts, ElementsAre(Conflict{"a", {"1"}, {"2"}, {"3"}},
                                            Conflict{"f.b", {"\"x\""}, {"\"y\""}, {"\"z\""}}));
}

TEST(Merge, ComparesListsAsAWhole) {
  const auto merged = merge({R"({"a":[1]})", R"({"a":[1,2]})", R"({"a":[0,1]})", ""});
  EXPECT_THAT(merged.conflicts, ElementsAre(Conflict{"a", {"[1]"}, {"[1,2]"}, {"[0,1]"}}));
}

TEST(Merge, TakesNothingForGrantedWithoutABase) {
  const auto merged =
      merge({"null", R"({"a":1,"b":2,"c":null,"d":4})", R"({"a":1,"b":3,"c":3,"d":null})", ""});
  EXPECT_EQ(schema::canonical_json(merged.content), R"({"a":1,"b":3,"c":3,"d":4})");
  EXPECT_THAT(merged.conflicts, ElementsAre(Conflict{"b", {"null"}, {"2"}, {"3"}}));
}

TEST(Merge, TellsWhatDiffers) {
  EXPECT_THAT(differences(value(R"({"a":1,"b":{"c":1,"d":1}})"), value(R"({"a":1,"b":{"c":2,"d":1},"e":3})")),
              ElementsAre(Conflict{"b.c", {"1"}, {"1"}, {"2"}}, Conflict{"e", {"null"}, {"null"}, {"3"}}));
  EXPECT_THAT(differences(value(R"({"a":1})"), value(R"({"a":1,"b":null})")), IsEmpty());
}

}  // namespace
}  // namespace kpa::sync
