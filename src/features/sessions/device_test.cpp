#include "features/sessions/device.hpp"

#include <gtest/gtest.h>

namespace kpa::sessions {
namespace {

TEST(Device, IsTheUserAgentInPrintableAsciiAndCut) {
  EXPECT_EQ(device_name("curl/8.0"), "curl/8.0");
  EXPECT_EQ(device_name("a\x01\xff\tb"), "ab");
  EXPECT_EQ(device_name(std::string(1000, 'x')), std::string(200, 'x'));
}

TEST(Device, IsCalledWhatAPersonCallsIt) {
  const struct {
    const char *user_agent, *name;
  } rows[] = {
      {"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile "
       "Safari/537.36",
       "Chrome (Android)"},
      {"Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 "
       "Chrome/122.0.0.0 Mobile Safari/537.36",
       "Samsung Internet (Android)"},
      {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
       "Safari/537.36 Edg/131.0.0.0",
       "Edge (Windows)"},
      {"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0",
       "Firefox (Windows)"},
      {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
       "Version/17.6 Mobile/15E148 Safari/604.1",
       "Safari (iPhone)"},
      {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
       "CriOS/131.0.0.0 Mobile/15E148 Safari/604.1",
       "Chrome (iPhone)"},
      {"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 "
       "Safari/537.36",
       "Chrome (Linux)"},
      {"Mozilla/5.0 (compatible; Something)", ""},
      {"curl/7.88.1", "curl"},
      {"okhttp/4.12.0", "okhttp"},
      {"PostmanRuntime/7.42.0", "PostmanRuntime"},
      {"KPA/1.2 (Android 14)", "KPA (Android)"},
      {"", ""},
      {"/", ""},
  };
  for (const auto& row : rows) EXPECT_EQ(readable_device(row.user_agent), row.name) << row.user_agent;
}

}  // namespace
}  // namespace kpa::sessions
