#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/faults/rounds.hpp"
#include "tests/faults/workload.hpp"
#include "tests/faults/world.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/redis_server.hpp"

namespace {

using namespace kpa::test;
using testing::IsEmpty;

/// The status of the whole service and of Redis, as a deep health check reports them.
std::string health(const World& world) {
  const auto answer = world.client().get("/health/?deep=1");
  if (answer.status != 200) return answer.text;
  std::string said(answer.at("status").as_string());
  for (const auto& check : answer.at("checks").as_array())
    if (check.at("name") == "redis") said.append(", redis ").append(check.at("status").as_string());
  return said;
}

/// Asks every I/O thread: each has a connection of its own, and the kernel chooses the thread.
bool always(const World& world, const std::string& redis) {
  for (int asked = 0; asked < 8; ++asked)
    if (!health(world).ends_with(redis)) return false;
  return true;
}

TEST(RedisLost, IsToldWhileRequestsGoOn) {
  RedisServer redis;
  World world({.environment = {{"REDIS_URL", redis.url()}}});
  ASSERT_TRUE(eventually([&] { return always(world, "redis ok"); })) << health(world);
  Workload load(world.server.port(), world.token, 4);
  for (int round = 0; round < rounds(1, 10); ++round) {
    ASSERT_TRUE(load.goes_on(10));
    redis.kill();
    EXPECT_TRUE(eventually([&] { return always(world, "degraded, redis degraded"); })) << health(world);
    ASSERT_TRUE(load.goes_on(10));
    redis.start();
    EXPECT_TRUE(eventually([&] { return always(world, "redis ok"); })) << health(world);
  }
  load.stop();
  EXPECT_EQ(load.failed(), 0);
  EXPECT_THAT(load.wrong_answers(), IsEmpty());
  EXPECT_THAT(load.disagreements(world.conninfo()), IsEmpty());
  EXPECT_EQ(world.stop(), 0) << world.server.output();
}

TEST(RedisLost, IsNoReasonNotToStart) {
  World world({.environment = {{"REDIS_URL", "redis://127.0.0.1:" + free_port() + "/0"}}});
  EXPECT_TRUE(always(world, "degraded, redis degraded")) << health(world);
  EXPECT_TRUE(world.answers());
  EXPECT_EQ(world.stop(), 0) << world.server.output();
}

}  // namespace
