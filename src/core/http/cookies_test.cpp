#include "core/http/cookies.hpp"

#include <map>

#include <gtest/gtest.h>

#include "core/http/cross_origin.hpp"

namespace kpa::http {
namespace {

using Fields = std::map<std::string, std::string, std::less<>>;

struct Sent final : Headers {
  Fields fields;
  explicit Sent(Fields given) : fields(std::move(given)) {}
  std::string_view find(std::string_view name) const override {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string_view() : found->second;
  }
  std::size_t count(std::string_view name) const override { return fields.count(name); }
};

TEST(Cookies, AreSetForTheirPathOnly) {
  EXPECT_EQ(set_cookie({.name = "__Host-a", .value = "x.y", .lifetime = std::chrono::hours(1)}),
            "__Host-a=x.y; Path=/; Max-Age=3600; HttpOnly; Secure; SameSite=Strict");
  EXPECT_EQ(set_cookie({.name = "b", .value = "", .path = "/p", .readable = true}),
            "b=; Path=/p; Max-Age=0; Secure; SameSite=Strict");
}

TEST(Cookies, AreFoundByTheirWholeName) {
  const struct {
    const char *field, *value;
  } rows[] = {
      {"", ""},
      {"token=1", "1"},
      {"a=2; token=1; b=3", "1"},
      {"a=2;token=1", "1"},
      {" token=1 ", "1"},
      {"token=a=b", "a=b"},
      {"xtoken=1", ""},
      {"tokenx=1", ""},
      {"Token=1", ""},
      {"token", ""},
      {"token=", ""},
      {"token=1; token=2", ""},
      {";;;", ""},
  };
  for (const auto& row : rows)
    EXPECT_EQ(cookie_of(Sent(Fields{{"Cookie", row.field}}), "token"), row.value) << row.field;
}

TEST(CrossOrigin, IsWhatABrowserSaysOfThePage) {
  const std::vector<std::string> trusted = {"https://erp.example.org"};
  const struct {
    const char *site, *origin, *host;
    bool cross;
  } rows[] = {
      {"", "", "kpa.example.org", false},
      {"same-origin", "", "kpa.example.org", false},
      {"same-origin", "https://kpa.example.org", "behind-a-proxy", false},
      {"none", "", "kpa.example.org", false},
      {"same-site", "https://other.example.org", "kpa.example.org", true},
      {"same-site", "https://erp.example.org", "kpa.example.org", false},
      {"cross-site", "https://evil.example", "kpa.example.org", true},
      {"cross-site", "https://erp.example.org", "kpa.example.org", false},
      {"cross-site", "", "kpa.example.org", true},
      {"", "https://kpa.example.org", "kpa.example.org", false},
      {"", "https://KPA.example.org", "kpa.example.org", false},
      {"", "http://kpa.example.org:8000", "kpa.example.org:8000", false},
      {"", "http://kpa.example.org:8001", "kpa.example.org:8000", true},
      {"", "https://kpa.example.org.evil.example", "kpa.example.org", true},
      {"", "https://erp.example.org", "kpa.example.org", false},
      {"", "null", "kpa.example.org", true},
  };
  for (const auto& row : rows) {
    const Sent sent(Fields{{"Sec-Fetch-Site", row.site}, {"Origin", row.origin}, {"Host", row.host}});
    EXPECT_EQ(is_cross_origin(sent, trusted), row.cross) << row.site << ' ' << row.origin << ' ' << row.host;
  }
}

}  // namespace
}  // namespace kpa::http
