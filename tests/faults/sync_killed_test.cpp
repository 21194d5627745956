#include <atomic>
#include <set>
#include <string>
#include <thread>

#include <boost/json/object.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/faults/rounds.hpp"
#include "tests/faults/workload.hpp"
#include "tests/faults/world.hpp"
#include "tests/support/eventually.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;

constexpr int batch_size = 50;

std::string uuid_of(int round, int form) {
  const std::string digits = std::to_string(round * 1'000 + form);
  return "71110000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

json::object batch_of(int round) {
  json::array operations;
  for (int form = 1; form <= batch_size; ++form)
    operations.push_back({{"sequence", round * batch_size + form},
                          {"kind", "wheel-specifications"},
                          {"operation", "create"},
                          {"uuid", uuid_of(round, form)},
                          {"content", distinct_form(round * batch_size + form)}});
  return {
      {"device", uuid_of(0, 999)}, {"sentAt", "2024-01-15T10:05:00Z"}, {"operations", std::move(operations)}};
}

/// Sends the batch until there is an answer; the verdicts.
json::array sent_until_answered(const HttpClient& client, const json::object& batch, std::atomic<int>& lost) {
  const auto deadline = kpa::Clock::now() + long_enough;
  while (kpa::Clock::now() < deadline) {
    try {
      const auto answer = client.post("/api/sync", batch);
      if (answer.status == 200) return answer.at("data.verdicts").as_array();
      EXPECT_EQ(answer.status, 503) << answer.text;
    } catch (const std::exception&) {
      ++lost;  // refused, or closed without an answer: the server was killed
    }
    // A client's pause before it tries again.
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ADD_FAILURE() << "no answer in time";
  return {};
}

TEST(SyncKilled, InTheMiddleOfABatchLosesAndDoublesNothing) {
  World world;
  std::atomic<int> lost = 0;
  int in_the_middle = 0;
  const int times = rounds(3, 100);
  for (int round = 1; round <= times; ++round) {
    const std::string stored = "SELECT count(*) FROM wheel_specifications WHERE uuid >= '" +
                               uuid_of(round, 0) + "' AND uuid < '" + uuid_of(round + 1, 0) + "'";
    json::array verdicts;
    std::thread device([&] { verdicts = sent_until_answered(world.client(), batch_of(round), lost); });
    EXPECT_TRUE(eventually([&] { return std::stoi(world.sql(stored)) > round % 20; }));
    world.server.kill();
    if (std::stoi(world.sql(stored)) < batch_size) ++in_the_middle;
    world.server.start();
    device.join();
    ASSERT_EQ(verdicts.size(), batch_size);
    std::set<std::int64_t> ids;
    for (const auto& verdict : verdicts) {
      EXPECT_THAT(std::string(verdict.at("verdict").as_string()), testing::AnyOf("stored", "already_stored"));
      ids.insert(verdict.at("id").as_int64());
    }
    EXPECT_EQ(ids.size(), batch_size);
    EXPECT_EQ(world.sql(stored), std::to_string(batch_size));
  }
  EXPECT_GT(in_the_middle, 0) << "the server was always killed too late";
  EXPECT_GT(lost, 0);
  EXPECT_EQ(world.sql("SELECT count(*) FROM events WHERE entity_type = 'wheel_specification'"),
            std::to_string(times * batch_size));
  EXPECT_EQ(world.sql("SELECT count(*) FROM sync_operations"), std::to_string(times * batch_size));
}

}  // namespace
