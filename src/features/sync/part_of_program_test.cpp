#include <gtest/gtest.h>

#include "features/sync/sync.hpp"

namespace kpa::sync {
namespace {

TEST(PartOfProgram, HasAnotherStateWhenItSaysSomethingElse) {
  const PartOfProgram one("rules", {R"({"low":16})"}), same("rules", {R"({"low":16})"}),
      other("rules", {R"({"low":17})"});
  EXPECT_EQ(one.state(), same.state());
  EXPECT_NE(one.state(), other.state());
  EXPECT_FALSE(one.state().empty());
}

}  // namespace
}  // namespace kpa::sync
