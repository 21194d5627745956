#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/postgres_programs.hpp"
#include "core/db/process.hpp"
#include "tests/support/database.hpp"

namespace kpa::app {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* nobody_listens = "postgresql://kpa@127.0.0.1:1/kpa";

/// The real program with one command, in a data directory of its own.
class Program : public testing::Test {
 protected:
  db::Finished kpa(const std::string& command, const std::vector<std::string>& environment) const {
    db::Launch launch{.arguments = {"/usr/bin/env", "KPA_PROFILE=test", "KPA_DATA_DIR=" + data.string()}};
    launch.arguments.insert(launch.arguments.end(), environment.begin(), environment.end());
    launch.arguments.insert(launch.arguments.end(), {KPA_PROGRAM, command});
    return db::run(launch);
  }

  test::TemporaryDirectory directory;
  std::filesystem::path data = directory.path() / "var";
};

TEST_F(Program, ChecksEverythingAlthoughMuchIsWrong) {
  std::filesystem::create_directories(data);
  std::ofstream(data / "secret") << "half\n";
  std::filesystem::permissions(data / "secret", std::filesystem::perms(0644));
  const auto checked =
      kpa("check", {std::string("DATABASE_URL=") + nobody_listens, "REDIS_URL=redis://127.0.0.1:1"});
  EXPECT_EQ(checked.exit, 1);
  EXPECT_THAT(checked.output,
              AllOf(HasSubstr("ok      data directory"), HasSubstr("ok      media directory"),
                    HasSubstr("MiB free in " + data.string()), HasSubstr("FAILED  secret: "),
                    HasSubstr("FAILED  PostgreSQL: "), HasSubstr("FAILED  Redis: does not answer")));
}

TEST_F(Program, SaysThatARedisAddressIsWrongBeforeItDoesAnything) {
  const auto refused = kpa("check", {"REDIS_URL=redis://localhost:abc"});
  EXPECT_EQ(refused.exit, 78);
  EXPECT_THAT(refused.output,
              AllOf(HasSubstr("redis.url (environment variable REDIS_URL)"),
                    HasSubstr("such as redis://localhost:6379/1"), Not(HasSubstr("PostgreSQL"))));
  EXPECT_FALSE(std::filesystem::exists(data));
}

TEST_F(Program, PrintsTheSameDocumentWhateverIsConfigured) {
  const auto usual = kpa("openapi", {});
  const auto configured =
      kpa("openapi", {"KPA_PROFILE=prod", "API_TITLE=Another", "SECRET_KEY=short", "PORT=none"});
  EXPECT_EQ(usual.exit, 0);
  EXPECT_EQ(configured.exit, 0);
  EXPECT_EQ(configured.output, usual.output);
}

}  // namespace
}  // namespace kpa::app
