#include "tests/faults/workload.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/faults/world.hpp"

namespace {

using namespace kpa::test;
using testing::Contains;
using testing::EndsWith;
using testing::IsEmpty;

/// Tests the checks on which all fault tests rely.
TEST(Workload, NoticesFormsThatAreMissingDoubledOrWithoutEvent) {
  World world;
  Workload load(world.server.port(), world.token);
  ASSERT_TRUE(load.goes_on(10));
  load.stop();
  EXPECT_EQ(load.failed(), 0);
  EXPECT_THAT(load.wrong_answers(), IsEmpty());
  ASSERT_THAT(load.disagreements(world.conninfo()), IsEmpty());

  const auto profiles = world.sql("SELECT count(DISTINCT wheel_profile) FROM wheel_specifications");
  EXPECT_EQ(profiles, std::to_string(load.acknowledged()));
  world.sql("CREATE TABLE kept AS SELECT * FROM wheel_specifications ORDER BY id LIMIT 1");
  world.sql("DELETE FROM wheel_specifications WHERE id = (SELECT id FROM kept)");
  EXPECT_THAT(load.disagreements(world.conninfo()),
              Contains(EndsWith("acknowledged, but missing or another")));
  world.sql("INSERT INTO wheel_specifications OVERRIDING SYSTEM VALUE SELECT * FROM kept");
  ASSERT_THAT(load.disagreements(world.conninfo()), IsEmpty());
  world.sql(
      "UPDATE kept SET id = 1000000, form_number = 'another';"
      "INSERT INTO wheel_specifications OVERRIDING SYSTEM VALUE SELECT * FROM kept");
  EXPECT_THAT(load.disagreements(world.conninfo()), Contains(EndsWith("stored 2 times")));
  EXPECT_THAT(load.disagreements(world.conninfo()), Contains("form 1000000 has not one event"));
  world.sql("UPDATE wheel_specifications SET wheel_profile = 'nobody''s' WHERE id = 1000000");
  EXPECT_THAT(load.disagreements(world.conninfo()), Contains("nobody's: stored, but never sent"));
}

}  // namespace
