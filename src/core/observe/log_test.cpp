#include "core/observe/log.hpp"

#include <chrono>
#include <cstdlib>
#include <future>
#include <limits>
#include <sstream>
#include <thread>
#include <vector>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/observe/line.hpp"
#include "core/observe/metrics.hpp"

namespace kpa::observe {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

const Instant moment = *parse_instant("2024-01-15T10:00:00.123456Z");

std::string printed(LogFormat format, std::string_view message, std::initializer_list<Field> fields = {}) {
  return to_string({moment, Level::info, "db", message, {fields.begin(), fields.size()}}, format);
}

/// Starts logging, records the lines, and stops it.
class Recording {
 public:
  explicit Recording(const LogSettings& settings) {
    start_logs(settings, [this](std::string_view line) { lines_.emplace_back(line); });
  }
  ~Recording() { stop_logs(); }
  std::vector<std::string> lines() {
    stop_logs();
    return lines_;
  }

 private:
  std::vector<std::string> lines_;
};

TEST(LogLine, IsReadableAsText) {
  EXPECT_EQ(
      printed(LogFormat::text, "reconnected",
              {{"attempt", 3}, {"host", "a b"}, {"after", 0.25}, {"ok", true}}),
      R"(2024-01-15T10:00:00.123Z INFO     db       reconnected attempt=3 host="a b" after=0.25 ok=true)");
}

TEST(LogLine, IsOneJsonObject) {
  const std::string name = "x";
  EXPECT_EQ(printed(LogFormat::json, "reconnected",
                    {{"attempt", -3},
                     {"bytes", std::uint64_t{1} << 63},
                     {"host", name},
                     {"after", 0.25},
                     {"ok", false}}),
            R"({"time":"2024-01-15T10:00:00.123Z","level":"INFO","category":"db","message":"reconnected",)"
            R"("attempt":-3,"bytes":9223372036854775808,"host":"x","after":0.25,"ok":false})");
  EXPECT_THAT(printed(LogFormat::json, "", {{"n", std::numeric_limits<double>::infinity()}}),
              HasSubstr(R"("n":null)"));
}

TEST(LogLine, CannotBeForgedByItsText) {
  const std::string evil =
      "a\r\nERROR fake\x1b[31m\t\x7f\xc2\x85\xe2\x80\xa8\xe2\x80\xae\\\"" + std::string(1, '\0');
  for (const LogFormat format : {LogFormat::text, LogFormat::json}) {
    const std::string line = printed(format, evil, {{"value", evil}, {"plain", "x\ny"}, {evil, 1}});
    for (const char c : line) EXPECT_GE(static_cast<unsigned char>(c), 0x20) << line;
    EXPECT_THAT(line, Not(HasSubstr("\x7f")));
    EXPECT_THAT(line, Not(HasSubstr("\xc2\x85")));
    EXPECT_THAT(line, Not(HasSubstr("\xe2\x80")));
  }
  const auto object = boost::json::parse(printed(LogFormat::json, evil, {{"value", evil}})).as_object();
  EXPECT_EQ(object.at("message").as_string(), evil);
  EXPECT_EQ(object.at("value").as_string(), evil);
}

TEST(LogLine, ReplacesBrokenUtf8AndKeepsTheRest) {
  const std::pair<const char*, const char*> cases[] = {
      {"\xe0\xa4\xb0\xe0\xa5\x87\xe0\xa4\xb2 \xf0\x9f\x9a\x82",
       "\xe0\xa4\xb0\xe0\xa5\x87\xe0\xa4\xb2 \xf0\x9f\x9a\x82"},
      {"a\xff"
       "b",
       "a\xef\xbf\xbd"
       "b"},
      {"\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd"},
      {"\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd"},
      {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
      {"\xf4\x90\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
      {"\x80", "\xef\xbf\xbd"},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(boost::json::parse(printed(LogFormat::json, text)).at("message").as_string(), expected);
  }
}

TEST(LogLine, CutsWhatIsTooLongBetweenCharacters) {
  std::string text(8 * 1024 - 1, 'x');
  for (int i = 0; i < 100; ++i) text += "\xe0\xa4\xb0";
  const std::string line = printed(LogFormat::json, text);
  EXPECT_LT(line.size(), 8 * 1024 + 200U);
  EXPECT_THAT(line, HasSubstr("x…\""));
}

TEST(Log, ReadsLevelsInAnyCase) {
  EXPECT_EQ(parse_level("warning"), Level::warning);
  EXPECT_EQ(parse_level("WARN"), Level::warning);
  EXPECT_EQ(parse_level("Critical"), Level::critical);
  EXPECT_EQ(parse_level("loud"), std::nullopt);
  EXPECT_EQ(parse_level(""), std::nullopt);
}

TEST(Log, WritesWhatItsCategoryWants) {
  const Log db("django.db.backends"), users("users"), other("other");
  Recording recording(
      {.level = Level::warning, .levels = {{"db", Level::debug}, {"apps.users", Level::off}}});
  db.debug("one");
  users.critical("two");
  other.info("three");
  other.warning("four");
  Log("later").error("five");
  EXPECT_TRUE(db.enabled(Level::debug));
  EXPECT_FALSE(other.enabled(Level::info));
  EXPECT_FALSE(users.enabled(Level::critical));
  EXPECT_THAT(recording.lines(),
              ElementsAre(HasSubstr("DEBUG    db       one"), HasSubstr("WARNING  other    four"),
                          HasSubstr("ERROR    later    five")));
}

TEST(Log, PassesFormatCharactersThrough) {
  Recording recording({.format = LogFormat::json});
  Log("x").info("{} %s {0}", {{"braces", "{}"}});
  EXPECT_THAT(recording.lines(), ElementsAre(HasSubstr(R"("message":"{} %s {0}","braces":"{}")")));
}

TEST(Log, KeepsEveryLineOfManyThreads) {
  Recording recording({.queue_lines = 10'000});
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([] {
        const Log log("threads");
        for (int i = 0; i < 1000; ++i) log.info("line", {{"i", i}});
      });
    }
  }
  EXPECT_THAT(recording.lines(), SizeIs(4000));
}

/// The value of a metric without labels, from the text for Prometheus.
double metric(const std::string& name) {
  const std::string text = metrics().exposition();
  const auto at = text.find("\n" + name + " ");
  return at == std::string::npos ? -1 : std::stod(text.substr(at + name.size() + 2));
}

TEST(Log, DropsTheOldestAndCountsWhenItsReaderHangs) {
  std::promise<void> go_on;
  auto waiting = go_on.get_future().share();
  std::vector<std::string> lines;
  start_logs({.queue_lines = 10}, [&](std::string_view line) {
    waiting.wait();
    lines.emplace_back(line);
  });
  const double before = metric("kpa_log_lines_dropped_total");
  const Log log("slow");
  for (int i = 0; i < 100; ++i) log.info("line", {{"i", i}});  // would hang here if it blocked
  const double dropped = metric("kpa_log_lines_dropped_total") - before;
  EXPECT_GE(dropped, 89);  // the queue holds ten lines, the thread may hold one
  go_on.set_value();
  stop_logs();
  EXPECT_EQ(static_cast<double>(lines.size()), 100 - dropped);
  EXPECT_THAT(lines.back(), HasSubstr("i=99"));
  EXPECT_EQ(metric("kpa_log_lines_dropped_total") - before, dropped);
}

TEST(Log, WritesWhatItGatheredWithoutBeingAsked) {
  std::promise<std::string> written;
  start_logs({}, [&](std::string_view line) { written.set_value(std::string(line)); });
  Log("soon").info("hello");
  auto line = written.get_future();
  ASSERT_EQ(line.wait_for(std::chrono::seconds(10)), std::future_status::ready);
  EXPECT_THAT(line.get(), HasSubstr("INFO     soon     hello"));
  stop_logs();
}

TEST(Log, WritesLinesInTheirOrderToStandardError) {
  constexpr int lines = 1000;  // more than one write takes
  testing::internal::CaptureStderr();
  start_logs({});
  for (int i = 0; i < lines; ++i) Log("many").info("line", {{"i", i}});
  stop_logs();
  std::istringstream written(testing::internal::GetCapturedStderr());
  std::string line;
  for (int i = 0; i < lines; ++i) {
    ASSERT_TRUE(std::getline(written, line)) << i;
    ASSERT_TRUE(line.ends_with(" i=" + std::to_string(i))) << line;
  }
  EXPECT_FALSE(std::getline(written, line));
}

TEST(LogDeathTest, WritesItsLastLinesWhenTheProcessFails) {
  EXPECT_DEATH(
      {
        start_logs({});
        Log("last").info("one");
        Log("last").info("two");
        std::abort();
      },
      "last     one\n.*last     two\n");
}

TEST(Log, WritesToStandardErrorWhenNotStarted) {
  testing::internal::CaptureStderr();
  Log("early").info("hello");
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("INFO     early    hello\n"));
}

}  // namespace
}  // namespace kpa::observe
