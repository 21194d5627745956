#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
namespace fs = std::filesystem;

/// A folder with a web app that has a worker.
class BuiltApp {
 public:
  BuiltApp() {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "assets");
    std::ofstream(folder_ / "index.html") << "the page";
    std::ofstream(folder_ / "sw.js") << "the worker";
  }
  ~BuiltApp() { fs::remove_all(folder_); }
  const fs::path& folder() const { return folder_; }

 private:
  const fs::path folder_ = fs::path(testing::TempDir()) / "kpa-app-with-a-worker";
};

TEST(WebApp, HasItsWorkerUnlessThatIsSwitchedOff) {
  const BuiltApp app;
  for (const bool is_on : {true, false}) {
    const TestService service([&](kpa::config::Settings& settings) {
      settings.web_dir = app.folder();
      settings.web_worker = is_on;
    });
    const auto worker = service.client().get("/sw.js");
    EXPECT_EQ(worker.status, 200);
    EXPECT_EQ(worker.header("Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(worker.header("Cache-Control"), "no-cache") << "a phone must see the next one";
    EXPECT_EQ(worker.text == "the worker", is_on);
    for (const char* step : {"registration.unregister()", "caches.delete(name)", "page.navigate(page.url)"})
      EXPECT_EQ(worker.text.find(step) == std::string::npos, is_on) << step;
    EXPECT_EQ(worker.text.find("indexedDB"), std::string::npos) << "what people filled in stays";
    EXPECT_EQ(service.client().get("/").text, "the page");
  }
}

TEST(WebApp, SaysWhichAppIsTooOld) {
  const TestService service;
  EXPECT_EQ(service.client().get("/api/installation").at("oldest_app"), 1);
}

}  // namespace
