#include "core/db/postgres_server.hpp"

#include <chrono>

#include <gtest/gtest.h>

#include "tests/support/database.hpp"

namespace kpa::db {
namespace {

TEST(PostgresServer, MayBeGivenUpWhileItStarts) {
  const test::TemporaryDirectory directory;
  bool given_up = true;
  PostgresServer server(directory.path() / "postgres",
                        {.durable = false, .given_up = [&] { return given_up; }});
  EXPECT_THROW(server.start(), GivenUp);
  EXPECT_TRUE(server.stop());
  EXPECT_FALSE(server.running());
  given_up = false;
  server.start();
  EXPECT_TRUE(server.running());
  EXPECT_TRUE(server.stop());
}

/// The process exists before it has written postmaster.pid.
TEST(PostgresServer, IsStoppedAlthoughItHasOnlyJustBeenStarted) {
  const test::TemporaryDirectory directory;
  bool starting = false;
  PostgresServer server(
      directory.path() / "postgres",
      {.durable = false,
       .progress = [&](std::string_view what) { starting = starting || what.starts_with("Starting"); },
       .given_up = [&] { return starting; }});
  EXPECT_THROW(server.start(), GivenUp);
  const auto began = std::chrono::steady_clock::now();
  server.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(30));
  EXPECT_FALSE(server.running());
}

}  // namespace
}  // namespace kpa::db
