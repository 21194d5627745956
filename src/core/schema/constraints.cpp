#include "core/schema/constraints.hpp"

#include <algorithm>
#include <regex>

#include "core/text.hpp"

namespace kpa::schema {
namespace {

constexpr std::size_t longest_email = 254;  // RFC 5321 §4.5.3.1.3
/// JSON Schema's format `email` refuses some mailboxes that exist.
constexpr auto email_pattern = R"(^[^@<>,;\x00-\x20\x7F]+@[^@<>,;\x00-\x20\x7F]+\.[^@<>,;.\x00-\x20\x7F]+$)";

}  // namespace

Constraint<std::string> of_length(std::size_t min, std::size_t max) {
  return {[=](const std::string& value) -> std::optional<Violation> {
            const std::size_t length = characters(value);
            if (length > max) return violation("too_long", {{"max", std::to_string(max)}});
            if (min > 0 && trimmed(value).empty()) return violation("blank");
            if (length < min) return violation("too_short", {{"min", std::to_string(min)}});
            return std::nullopt;
          },
          [=](json::object& schema) {
            if (min > 0) schema["minLength"] = min;
            schema["maxLength"] = max;
            schema["pattern"] = text_pattern(min > 0 ? Blank::refused : Blank::allowed);
          }};
}

Constraint<std::string> matching(std::string expression, i18n::Text expected) {
  return {[regex = std::regex(expression, std::regex::optimize),
           expected](const std::string& value) -> std::optional<Violation> {
            // std::regex recurses for each character, so a text longer than any column is refused before
            // matching.
            if (value.size() <= 1000 && std::regex_match(value, regex)) return std::nullopt;
            return violation("pattern", {{"expected", expected}});
          },
          [expression](json::object& schema) { schema["pattern"] = "^(?:" + expression + ")$"; }};
}

Constraint<std::string> email() {
  return {[regex = std::regex(email_pattern, std::regex::optimize)](
              const std::string& value) -> std::optional<Violation> {
            if (characters(value) <= longest_email && std::regex_match(value, regex)) return std::nullopt;
            return violation("not_an_email");
          },
          [](json::object& schema) {
            schema["maxLength"] = longest_email;
            schema["pattern"] = email_pattern;
          }};
}

std::string listed(const std::vector<std::string>& choices) {
  std::string text;
  for (const auto& choice : choices) text.append(text.empty() ? "" : ", ").append(choice);
  return text;
}

Constraint<std::string> one_of(std::vector<std::string> choices) {
  return {[choices](const std::string& value) -> std::optional<Violation> {
            if (std::find(choices.begin(), choices.end(), value) != choices.end()) return std::nullopt;
            return violation("not_a_choice", {{"choices", listed(choices)}});
          },
          [choices](json::object& schema) { schema["enum"] = json::array(choices.begin(), choices.end()); }};
}

Constraint<std::int64_t> between(std::int64_t min, std::int64_t max) {
  return {[=](const std::int64_t& value) -> std::optional<Violation> {
            if (value < min) return violation("too_small", {{"min", std::to_string(min)}});
            if (value > max) return violation("too_large", {{"max", std::to_string(max)}});
            return std::nullopt;
          },
          [=](json::object& schema) {
            schema["minimum"] = min;
            schema["maximum"] = max;
          }};
}

Constraint<Decimal> between(Decimal min, Decimal max) {
  return {[=](const Decimal& value) -> std::optional<Violation> {
            if (value < min) return violation("too_small", {{"min", format(min)}});
            if (value > max) return violation("too_large", {{"max", format(max)}});
            return std::nullopt;
          },
          [=](json::object& schema) {
            schema["minimum"] = json_number(min);
            schema["maximum"] = json_number(max);
          }};
}

Constraint<Decimal> decimals(int most) {
  return {[=](const Decimal& value) -> std::optional<Violation> {
            if (value.decimals() <= most) return std::nullopt;
            return violation("too_precise", {{"max", std::to_string(most)}});
          },
          [](json::object&) {}};
}

Constraint<Date> not_before(Date earliest) {
  return {[=](const Date& value) -> std::optional<Violation> {
            if (value >= earliest) return std::nullopt;
            return violation("too_early", {{"min", format(earliest)}});
          },
          [](json::object&) {}};
}

Constraint<Date> not_in_future() {
  return {[](const Date& value) -> std::optional<Violation> {
            const Date latest = today();
            if (value <= latest) return std::nullopt;
            return violation("in_the_future", {{"today", format(latest)}});
          },
          [](json::object&) {}};
}

}  // namespace kpa::schema
