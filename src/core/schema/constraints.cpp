#include "core/schema/constraints.hpp"

#include <algorithm>
#include <regex>

#include "core/text.hpp"

namespace kpa::schema {
Constraint<std::string> text(std::size_t min, std::size_t max) {
  return {[=](const std::string& value) -> std::optional<Violation> {
            const std::size_t length = characters(value);
            if (length > max)
              return Violation{
                  "too_long", {{"max", std::to_string(max)}}, "Must have at most {max} characters"};
            if (min > 0 && trimmed(value).empty()) return Violation{"blank", {}, "Must not be blank"};
            if (length < min)
              return Violation{
                  "too_short", {{"min", std::to_string(min)}}, "Must have at least {min} characters"};
            return std::nullopt;
          },
          [=](json::object& schema) {
            if (min > 0) schema["minLength"] = min;
            schema["maxLength"] = max;
          }};
}

Constraint<std::string> matching(std::string expression, std::string expected) {
  return {[regex = std::regex(expression, std::regex::optimize),
           expected](const std::string& value) -> std::optional<Violation> {
            // std::regex recurses once a character: what is longer than any column is refused before it is
            // matched.
            if (value.size() <= 1000 && std::regex_match(value, regex)) return std::nullopt;
            return Violation{"pattern", {{"expected", expected}}, "Must be {expected}"};
          },
          [expression](json::object& schema) { schema["pattern"] = "^(?:" + expression + ")$"; }};
}

Constraint<std::string> email() {
  return {[](const std::string& value) -> std::optional<Violation> {
            const std::size_t at = value.find('@');
            const std::size_t dot = value.rfind('.');
            const bool good = value.size() <= 254 && at != 0 && at != value.npos &&
                              value.find('@', at + 1) == value.npos && dot != value.npos && dot > at + 1 &&
                              dot + 1 < value.size() && value.find_first_of(" \t\r\n<>,;") == value.npos;
            if (good) return std::nullopt;
            return Violation{"not_an_email", {}, "Must be an e-mail address"};
          },
          [](json::object& schema) {
            schema["format"] = "email";
            schema["maxLength"] = 254;
          }};
}

Constraint<std::string> one_of(std::vector<std::string> choices) {
  return {[choices](const std::string& value) -> std::optional<Violation> {
            if (std::find(choices.begin(), choices.end(), value) != choices.end()) return std::nullopt;
            std::string listed;
            for (const auto& choice : choices) listed.append(listed.empty() ? "" : ", ").append(choice);
            return Violation{"not_a_choice", {{"choices", listed}}, "Must be one of: {choices}"};
          },
          [choices](json::object& schema) { schema["enum"] = json::array(choices.begin(), choices.end()); }};
}

Constraint<std::int64_t> between(std::int64_t min, std::int64_t max) {
  return {[=](const std::int64_t& value) -> std::optional<Violation> {
            if (value < min)
              return Violation{"too_small", {{"min", std::to_string(min)}}, "Must be at least {min}"};
            if (value > max)
              return Violation{"too_large", {{"max", std::to_string(max)}}, "Must be at most {max}"};
            return std::nullopt;
          },
          [=](json::object& schema) {
            schema["minimum"] = min;
            schema["maximum"] = max;
          }};
}

Constraint<Date> not_before(Date earliest) {
  return {[=](const Date& value) -> std::optional<Violation> {
            if (value >= earliest) return std::nullopt;
            return Violation{"too_early", {{"min", format(earliest)}}, "Must not be before {min}"};
          },
          [](json::object&) {}};
}

Constraint<Date> not_in_future() {
  return {[](const Date& value) -> std::optional<Violation> {
            const Date latest = today();
            if (value <= latest) return std::nullopt;
            return Violation{
                "in_the_future", {{"today", format(latest)}}, "Must not be after today ({today})"};
          },
          [](json::object&) {}};
}

}  // namespace kpa::schema
