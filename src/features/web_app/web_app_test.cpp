#include "features/web_app/web_app.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kpa::web_app {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class NoFields final : public http::Headers {
 public:
  std::string_view find(std::string_view) const override { return ""; }
  std::size_t count(std::string_view) const override { return 0; }
};

class WebAppTest : public testing::Test {
 protected:
  WebAppTest() {
    fs::remove_all(root_);
    fs::create_directories(root_ / "app/assets");
    settings_.data_dir = root_ / "var";
    settings_.web_dir = root_ / "app";
  }
  ~WebAppTest() override { fs::remove_all(root_); }

  void put(const std::string& name, std::string_view content) const {
    std::ofstream(settings_.web_dir / name) << content;
  }
  /// The answer to a request for a file, or for a page of the app.
  http::Response ask(const http::Pages& app, std::string_view name) const {
    const http::Asset* asset = app.find(name);
    if (asset == nullptr) return {.status = 404};
    const NoFields none;
    return asset->answer(
        {.method = http::Method::get, .path = name, .query = "", .headers = none, .body = {}});
  }
  static std::string field(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
      if (key == name) return value;
    return "";
  }

  const fs::path root_ = fs::path(testing::TempDir()) / "kpa-web-app";
  config::Settings settings_{};
};

TEST_F(WebAppTest, serves_the_folder_without_letting_anything_inline_run) {
  put("index.html", "the page");
  put("assets/a-1.js", "one");
  const auto app = read_app(settings_);
  for (const auto* name : {"", "index.html", "login", "admin/", "admin/people/5"}) {
    const auto page = ask(*app, name);
    EXPECT_EQ(page.asset, "the page") << name;
    EXPECT_EQ(field(page, "Cache-Control"), "no-cache");
    const auto policy = field(page, "Content-Security-Policy");
    EXPECT_THAT(policy, HasSubstr("default-src 'none'; script-src 'self'; style-src 'self';"));
    EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  }
  EXPECT_THAT(field(ask(*app, "assets/a-1.js"), "Cache-Control"), HasSubstr("immutable"));
  EXPECT_EQ(ask(*app, "assets/a-2.js").status, 404);
}

TEST_F(WebAppTest, still_has_the_scripts_of_the_release_before) {
  put("index.html", "first");
  put("assets/a-1.js", "one");
  read_app(settings_);
  fs::remove(settings_.web_dir / "assets/a-1.js");
  put("index.html", "second");
  put("assets/a-2.js", "two");
  const auto app = read_app(settings_);
  EXPECT_EQ(ask(*app, "").asset, "second");
  EXPECT_EQ(ask(*app, "assets/a-1.js").asset, "one");
  EXPECT_THAT(field(ask(*app, "assets/a-1.js"), "Cache-Control"), HasSubstr("immutable"));
  EXPECT_EQ(ask(*app, "assets/a-2.js").asset, "two");
}

TEST_F(WebAppTest, takes_its_worker_off_phones_when_that_is_switched_off) {
  put("index.html", "the page");
  put("sw.js", "the worker");
  EXPECT_EQ(ask(*read_app(settings_), "sw.js").asset, "the worker");
  settings_.web_worker = false;
  const auto worker = ask(*read_app(settings_), "sw.js");
  EXPECT_THAT(worker.body, HasSubstr("registration.unregister()"));
  EXPECT_THAT(worker.body, Not(HasSubstr("indexedDB")));
  EXPECT_EQ(worker.content_type, "text/javascript; charset=utf-8");
}

TEST_F(WebAppTest, is_served_where_nothing_can_be_kept) {
  put("index.html", "the page");
  std::ofstream{settings_.data_dir} << "a file where the folder should be";
  EXPECT_EQ(ask(*read_app(settings_), "").asset, "the page");
}

TEST_F(WebAppTest, says_how_to_build_it_where_it_was_not_built) {
  for (const auto& folder : {settings_.web_dir, settings_.web_dir / "nowhere", fs::path()}) {
    settings_.web_dir = folder;
    const auto app = read_app(settings_);
    const auto page = ask(*app, "");
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("./dev run"));
    EXPECT_THAT(page.body, HasSubstr("/api/docs/"));
    EXPECT_EQ(ask(*app, "login").status, 404);
  }
}

}  // namespace
}  // namespace kpa::web_app
