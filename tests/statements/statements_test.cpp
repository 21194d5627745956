#include "tests/support/statements.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/database.hpp"

namespace kpa::test {
namespace {

TEST(Statements, AllAgreeWithTheSchema) {
  const TestDatabase database;
  ASSERT_GT(db::AnyStatement::all().size(), 20U) << "they are not linked into this program";
  ASSERT_GT(db::ListText::all().size(), 0U);
  EXPECT_THAT(all_disagreements(database.conninfo()), testing::IsEmpty());
}

}  // namespace
}  // namespace kpa::test
