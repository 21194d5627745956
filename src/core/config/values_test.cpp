#include "core/config/values.hpp"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/config/declarations.hpp"
#include "core/config/reference.hpp"

namespace kpa::config {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Values, ReadsDurations) {
  EXPECT_EQ(parse_duration("500ms"), 500ms);
  EXPECT_EQ(parse_duration("30s"), 30s);
  EXPECT_EQ(parse_duration("15m"), 15min);
  EXPECT_EQ(parse_duration("1h30m"), 90min);
  EXPECT_EQ(parse_duration("7d"), 168h);
  EXPECT_EQ(parse_duration("0"), 0ms);
  for (const char* text : {"", "30", "s", "-1s", "1.5h", "1 h", "1H", "1h30", "99999999999999999999s",
                           "9999999999d", "36500d1ms"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

TEST(Values, ReadsSizes) {
  EXPECT_EQ(parse_size("65536"), 65536U);
  EXPECT_EQ(parse_size("64KiB"), 65536U);
  EXPECT_EQ(parse_size("1MiB"), 1U << 20);
  EXPECT_EQ(parse_size("2GB"), 2'000'000'000U);
  for (const char* text : {"", "MiB", "1 MiB", "1mib", "-1", "1.5MiB", "99999999999GiB"}) {
    EXPECT_EQ(parse_size(text), std::nullopt) << text;
  }
}

TEST(Values, ReadsFlagsIntegersAndLists) {
  EXPECT_EQ(parse_flag("True"), true);
  EXPECT_EQ(parse_flag("off"), false);
  EXPECT_EQ(parse_flag("maybe"), std::nullopt);
  EXPECT_EQ(parse_integer("42"), 42U);
  EXPECT_EQ(parse_integer("+42"), std::nullopt);
  EXPECT_EQ(parse_integer("42 "), std::nullopt);
  EXPECT_THAT(parse_list(" a , b,,c "), ElementsAre("a", "b", "c"));
  EXPECT_THAT(parse_list(""), ElementsAre());
}

TEST(Values, ReadsRateLimits) {
  const auto limit = parse_rate_limit("600/min burst 200 grace 10s").value();
  EXPECT_EQ(limit.per_minute, 600);
  EXPECT_EQ(limit.burst, 200U);
  EXPECT_EQ(limit.grace, 10s);
  EXPECT_EQ(parse_rate_limit(" 5/s  burst 7 ")->per_minute, 300);
  EXPECT_EQ(parse_rate_limit("5/s burst 7")->grace, 0s);
  EXPECT_EQ(parse_rate_limit("30/h burst 1")->per_minute, 0.5);
  EXPECT_TRUE(parse_rate_limit("off")->off());
  for (const char* text : {"", "600", "600/min", "600/min burst", "600 /min burst 2", "600/min burst 0",
                           "0/min burst 5", "-1/s burst 5", "600/day burst 5", "600/min burst 2000000",
                           "600/min burst 5 grace", "600/min burst 5 grace 10", "600/min grace 10s",
                           "600/min burst 5 grace 2h", "600/min burst 5 or more", "OFF"})
    EXPECT_FALSE(parse_rate_limit(text)) << text;
}

TEST(Values, KnowsNetworksAndOrigins) {
  for (const char* text : {"10.0.0.0/8", "127.0.0.1", "::1", "fd00::/8"})
    EXPECT_TRUE(is_network(text)) << text;
  for (const char* text : {"", "10.0.0", "10.0.0.0/33", "::/129", "host", "10.0.0.0/"})
    EXPECT_FALSE(is_network(text)) << text;
  for (const char* text : {"https://a.b", "http://localhost:5173"}) EXPECT_TRUE(is_origin(text)) << text;
  for (const char* text : {"a.b", "https://", "https://a.b/", "https://*.b", "ftp://a"})
    EXPECT_FALSE(is_origin(text)) << text;
}

TEST(Values, MasksPasswordsInUrls) {
  const std::pair<const char*, const char*> cases[] = {
      {"redis://host:6379/1", "redis://host:6379/1"},
      {"redis://:s3cret@host", "redis://:***@host"},
      {"postgresql://u:p@ss@host/db", "postgresql://u:***@host/db"},
      {"postgresql://u:p/ss@host/db", "***"},
      {"postgresql://host/db?password=x", "***"},
      {"host=a password=b", "***"},
      {"postgresql://u@host/db", "postgresql://u@host/db"},
  };
  for (const auto& [url, shown] : cases) EXPECT_EQ(without_password(url), shown);
}

TEST(Settings, QuoteTheConnectionString) {
  DatabaseSettings database{};
  EXPECT_EQ(database_url(database), "");
  database.name = "kpa erp";
  database.password = R"(it's \ "hard")";
  database.port = 5433;
  EXPECT_EQ(database_url(database), R"(port='5433' dbname='kpa erp' password='it\'s \\ "hard"')");
  database.url = "postgresql://x/y";
  EXPECT_EQ(database_url(database), "postgresql://x/y");
}

TEST(Declarations, AreCompleteAndUnambiguous) {
  std::set<std::string> names;
  for (const Declaration& declared : declarations()) {
    EXPECT_TRUE(names.insert(declared.name).second) << declared.name;
    for (const auto& variable : declared.environment) EXPECT_TRUE(names.insert(variable).second) << variable;
    EXPECT_FALSE(declared.description.empty()) << declared.name;
    EXPECT_EQ(declared.description.back(), '.') << declared.name;
    Settings settings;
    for (const auto& text : declared.defaults)
      EXPECT_TRUE(declared.assign(settings, text)) << declared.name << " " << text;
    if (declared.secret) {
      EXPECT_THAT(declared.defaults, ElementsAre("", "", "")) << declared.name;
    } else {
      EXPECT_TRUE(declared.assign(settings, declared.example)) << declared.name;
    }
  }
}

TEST(Reference, NamesEverySetting) {
  for (const Declaration& declared : declarations()) {
    EXPECT_THAT(reference_markdown(), HasSubstr("| `" + declared.name + "` |"));
    EXPECT_THAT(reference_text(), HasSubstr("  " + declared.environment.back() + " "));
  }
}

}  // namespace
}  // namespace kpa::config
