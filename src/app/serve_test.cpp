#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>

#include "app/commands.hpp"
#include "app/installation.hpp"
#include "core/db/process.hpp"
#include "tests/support/database.hpp"
#include "tests/support/eventually.hpp"

namespace kpa::app {
namespace {

using namespace std::chrono_literals;
using test::eventually;

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The steps of a first start, identified by what the program prints at their beginning.
class Interrupted : public testing::TestWithParam<const char*> {};

TEST_P(Interrupted, LeavesNoPostgresqlBehind) {
  const test::TemporaryDirectory directory;
  const auto log = directory.path() / "log";
  const auto data = directory.path() / "var";
  const db::Descriptor output(open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  const pid_t kpa = db::launch({.arguments = {"/usr/bin/env", "KPA_PROFILE=test", KPA_PROGRAM, "serve",
                                              "--demo", "--data-dir", data.string()},
                                .output = output.get(),
                                .ends_with_us = true});
  std::optional<int> exit;
  const auto ended = [&] {
    if (!exit) exit = db::exit_of(kpa, false);
    return exit.has_value();
  };
  EXPECT_TRUE(eventually([&] { return content(log).find(GetParam()) != std::string::npos || ended(); }));
  if (!ended()) kill(kpa, SIGINT);
  const bool over = eventually(ended);
  if (!over) kill(kpa, SIGKILL);
  ASSERT_TRUE(over) << content(log);
  EXPECT_EQ(*exit, 0) << content(log);
  EXPECT_EQ(content(log).find("is ready at"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(data / "postgres" / "data" / "postmaster.pid"));
}

INSTANTIATE_TEST_SUITE_P(Serve, Interrupted,
                         testing::Values("Creating the database", "Starting PostgreSQL",
                                         "migrating: ", "making people and forms"));

TEST(PlaceOptions, LeadOtherCommandsToTheSameInstallation) {
  EXPECT_EQ(place_options(config::load({})), "");
  EXPECT_EQ(place_options(config::load({.environment = {{"KPA_DATA_DIR", "/srv/kpa"}}})),
            " --data-dir /srv/kpa");
  EXPECT_EQ(place_options(config::load({.options = {{"data_dir", {"--data-dir", "my data"}}}})),
            " --data-dir '" + (std::filesystem::current_path() / "my data").string() + "'");
  const test::TemporaryDirectory directory;
  const auto file = directory.path() / "kpa.toml";
  std::ofstream(file) << "data_dir = \"/srv/kpa\"\n";
  EXPECT_EQ(place_options(config::load({.file = file})),
            " --config " + file.string() + " --data-dir /srv/kpa");
}

}  // namespace
}  // namespace kpa::app
