#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/config/settings.hpp"
#include "core/config/values.hpp"

namespace kpa::config {

/// Reads a setting's value from its text.
template <class T>
struct Reader {
  std::string kind;
  std::string expects;  ///< completes "write …"
  std::function<std::optional<T>(const std::string&)> read;
};

Reader<std::string> text();
Reader<std::string> text(std::string kind, std::string expects, bool (*fits)(const std::string&));
Reader<bool> flag();
Reader<Milliseconds> duration(Milliseconds least, Milliseconds most);
Reader<std::size_t> size(std::size_t least, std::size_t most);
Reader<std::vector<std::string>> list(std::string kind, std::string expects,
                                      bool (*fits)(const std::string&));
Reader<std::filesystem::path> path();
Reader<Profile> profile();
Reader<RateLimit> rate_limit();
/// A text with a grace period is refused.
Reader<RateLimit> rate_limit_without_grace();
Reader<observe::Level> level();
Reader<observe::LogFormat> log_format();
Reader<SmsSenderKind> sms_sender();
Reader<std::map<std::string, observe::Level>> levels();

template <class T>
Reader<T> integer(T least, T most) {
  const auto read = [least, most](const std::string& given) -> std::optional<T> {
    const auto number = parse_integer(given);
    if (!number || *number < least || *number > most) return std::nullopt;
    return static_cast<T>(*number);
  };
  return {"integer", "a whole number from " + std::to_string(least) + " to " + std::to_string(most), read};
}

}  // namespace kpa::config
