#include "features/web_app/releases.hpp"

#include <fstream>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace kpa::web_app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class Releases : public testing::Test {
 protected:
  Releases() {
    fs::remove_all(root_);
    fs::create_directories(current_);
  }
  ~Releases() override { fs::remove_all(root_); }

  /// What the release has instead of the one before.
  void release(const std::set<std::string>& names) const {
    fs::remove_all(current_);
    fs::create_directories(current_);
    for (const auto& name : names) std::ofstream(current_ / name) << "of " << name;
  }
  void start(std::chrono::hours at) const { keep_for_a_week(current_, kept_, began_ + at); }
  std::set<std::string> kept() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(kept_ / "assets"))
      names.insert(entry.path().filename().string());
    return names;
  }

  const fs::path root_ = fs::path(testing::TempDir()) / "kpa-releases";
  const fs::path current_ = root_ / "app" / "assets", kept_ = root_ / "var" / "web";
  const fs::file_time_type began_ = fs::file_time_type::clock::now();
};

using Names = std::set<std::string>;

TEST_F(Releases, stay_a_week_after_the_next_one_was_started) {
  release({"a-1.js", "both.js"});
  start(0h);
  EXPECT_EQ(kept(), (Names{"a-1.js", "both.js"}));
  start(24h * 30);  // of a release that runs for long, the age does not count
  release({"a-2.js", "both.js"});
  start(24h * 60);
  EXPECT_EQ(kept(), (Names{"a-1.js", "a-2.js", "both.js"}));
  start(24h * 67);
  EXPECT_EQ(kept(), (Names{"a-1.js", "a-2.js", "both.js"})) << "a week, to the hour";
  start(24h * 67 + 1h);
  EXPECT_EQ(kept(), (Names{"a-2.js", "both.js"}));
}

TEST_F(Releases, come_back_when_an_update_is_undone) {
  release({"a-1.js"});
  start(0h);
  release({"a-2.js"});
  start(1h);
  release({"a-1.js"});
  start(24h * 30);
  EXPECT_EQ(kept(), (Names{"a-1.js", "a-2.js"}));
  start(24h * 60);
  EXPECT_EQ(kept(), (Names{"a-1.js"}));
}

TEST_F(Releases, are_whole_also_after_a_copy_that_was_cut_off) {
  release({"a-1.js"});
  fs::create_directories(kept_ / "assets");
  std::ofstream(kept_ / "assets" / "a-1.js.new") << "of a";
  start(0h);
  std::string content;
  std::getline(std::ifstream(kept_ / "assets" / "a-1.js"), content);
  EXPECT_EQ(content, "of a-1.js");
}

TEST_F(Releases, that_cannot_be_kept_are_told) {
  release({"a-1.js"});
  fs::create_directories(kept_.parent_path());
  std::ofstream{kept_} << "a file where the folder should be";
  EXPECT_THROW(start(0h), fs::filesystem_error);
}

}  // namespace
}  // namespace kpa::web_app
