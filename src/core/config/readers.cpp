#include "core/config/readers.hpp"

#include <algorithm>
#include <utility>

namespace kpa::config {
namespace {

/// The amount in the largest unit that divides it exactly.
std::string written(std::uint64_t amount,
                    std::initializer_list<std::pair<std::uint64_t, const char*>> units) {
  for (const auto& [factor, unit] : units) {
    if (amount >= factor && amount % factor == 0) return std::to_string(amount / factor) + unit;
  }
  return std::to_string(amount);
}

std::string written(Milliseconds duration) {
  return written(static_cast<std::uint64_t>(duration.count()),
                 {{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "m"}, {1'000, "s"}, {1, "ms"}});
}

std::string written(std::size_t bytes) {
  return written(bytes, {{1U << 30, "GiB"}, {1U << 20, "MiB"}, {1U << 10, "KiB"}, {1, "B"}});
}

std::optional<std::string> any_text(const std::string& given) { return given; }

template <class T>
std::optional<T> one_of(std::initializer_list<std::pair<std::string_view, T>> words, std::string_view given) {
  for (const auto& [word, value] : words) {
    if (word == given) return value;
  }
  return std::nullopt;
}

}  // namespace

Reader<std::string> text() { return {"text", "text", any_text}; }

Reader<std::string> text(std::string kind, std::string expects, bool (*fits)(const std::string&)) {
  return {std::move(kind), std::move(expects),
          [fits](const std::string& given) { return fits(given) ? std::optional(given) : std::nullopt; }};
}

Reader<bool> flag() {
  return {"true/false", "true or false", [](const std::string& given) { return parse_flag(given); }};
}

Reader<Milliseconds> duration(Milliseconds least, Milliseconds most) {
  const auto read = [least, most](const std::string& given) {
    const auto value = parse_duration(given);
    return value && *value >= least && *value <= most ? value : std::nullopt;
  };
  return {"duration",
          "a duration with its unit, such as 500ms, 30s, 15m, 1h or 7d, from " + written(least) + " to " +
              written(most),
          read};
}

Reader<std::size_t> size(std::size_t least, std::size_t most) {
  const auto read = [least, most](const std::string& given) -> std::optional<std::size_t> {
    const auto value = parse_size(given);
    if (!value || *value < least || *value > most) return std::nullopt;
    return static_cast<std::size_t>(*value);
  };
  return {"size", "a size such as 64KiB or 1MiB, from " + written(least) + " to " + written(most), read};
}

Reader<std::vector<std::string>> list(std::string kind, std::string expects,
                                      bool (*fits)(const std::string&)) {
  const auto read = [fits](const std::string& given) -> std::optional<std::vector<std::string>> {
    auto items = parse_list(given);
    if (!std::ranges::all_of(items, fits)) return std::nullopt;
    return items;
  };
  return {std::move(kind), std::move(expects), read};
}

Reader<std::filesystem::path> path() {
  return {"path", "a path",
          [](const std::string& given) { return std::optional<std::filesystem::path>(given); }};
}

Reader<Profile> profile() {
  const auto read = [](const std::string& given) {
    // DJANGO_SETTINGS_MODULE names a Python module, such as config.settings.prod.
    const std::string word = given.substr(given.rfind('.') + 1);
    return one_of<Profile>({{"dev", Profile::dev},
                            {"development", Profile::dev},
                            {"local", Profile::dev},
                            {"test", Profile::test},
                            {"testing", Profile::test},
                            {"prod", Profile::prod},
                            {"production", Profile::prod}},
                           word);
  };
  return {"profile", "dev, test or prod", read};
}

Reader<RateLimit> rate_limit() {
  return {
      "limit",
      "a rate and a burst, such as 600/min burst 100 or 10/s burst 50 grace 10s (each at most 1000000), or off",
      [](const std::string& given) { return parse_rate_limit(given); }};
}

Reader<RateLimit> rate_limit_without_grace() {
  const auto read = [](const std::string& given) {
    const auto limit = parse_rate_limit(given);
    return limit && limit->grace.count() == 0 ? limit : std::nullopt;
  };
  return {"limit",
          "a rate and a burst without grace, such as 30/min burst 100 (each at most 1000000), or off", read};
}

Reader<observe::Level> level() {
  return {"level", "DEBUG, INFO, WARNING, ERROR, CRITICAL or OFF",
          [](const std::string& given) { return observe::parse_level(given); }};
}

Reader<observe::LogFormat> log_format() {
  const auto read = [](const std::string& given) {
    return one_of<observe::LogFormat>(
        {{"text", observe::LogFormat::text}, {"json", observe::LogFormat::json}}, given);
  };
  return {"format", "text or json", read};
}

Reader<SmsSenderKind> sms_sender() {
  const auto read = [](const std::string& given) {
    return one_of<SmsSenderKind>(
        {{"none", SmsSenderKind::none}, {"console", SmsSenderKind::console}, {"http", SmsSenderKind::http}},
        given);
  };
  return {"sender", "none, console or http", read};
}

Reader<std::map<std::string, observe::Level>> levels() {
  using Levels = std::map<std::string, observe::Level>;
  const auto read = [](const std::string& given) -> std::optional<Levels> {
    Levels result;
    for (const std::string& item : parse_list(given)) {
      const auto equals = item.find('=');
      if (equals == std::string::npos || equals == 0) return std::nullopt;
      const auto wanted = observe::parse_level(std::string_view(item).substr(equals + 1));
      if (!wanted) return std::nullopt;
      result[item.substr(0, equals)] = *wanted;
    }
    return result;
  };
  return {"levels", "category=LEVEL, separated by commas, such as db=DEBUG,security=WARNING", read};
}

}  // namespace kpa::config
