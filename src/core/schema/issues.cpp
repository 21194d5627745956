#include "core/schema/issues.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace kpa::schema {
namespace {

/// More is not told: a client with that many mistakes needs to start again, not a longer answer.
constexpr std::size_t most_told = 100;

constexpr std::array<std::pair<std::string_view, std::string_view>, 22> messages = {{
    {"required", "This field is required"},
    {"unknown_field", "There is no field of this name here"},
    {"unknown_parameter", "There is no such query parameter here"},
    {"repeated", "Given more than once, or in both spellings"},
    {"wrong_type", "Must be {expected}"},
    {"too_short", "Must have at least {min} characters"},
    {"too_long", "Must have at most {max} characters"},
    {"blank", "Must not be blank"},
    {"control_character", "Must not contain control characters"},
    {"too_small", "Must be at least {min}"},
    {"too_large", "Must be at most {max}"},
    {"too_few_items", "Must have at least {min} items"},
    {"too_many_items", "Must have at most {max} items"},
    {"not_a_number", "Must be a whole number"},
    {"not_a_boolean", "Must be true or false"},
    {"not_a_date", "Must be a calendar date, written YYYY-MM-DD"},
    {"not_an_instant", "Must be a date and time with an offset, such as 2024-01-15T10:00:00Z"},
    {"in_the_future", "Must not be after today ({today})"},
    {"not_a_choice", "Must be one of: {choices}"},
    {"pattern", "Must be {expected}"},
    {"not_an_email", "Must be an e-mail address"},
    {"before_start", "Must not be before {start}"},
}};

std::string_view message_of(std::string_view code) {
  const auto found =
      std::find_if(messages.begin(), messages.end(), [&](const auto& entry) { return entry.first == code; });
  if (found == messages.end()) throw std::logic_error("no message for issue code " + std::string(code));
  return found->second;
}

}  // namespace

std::string Path::text() const {
  if (parent_ == nullptr) return {};
  std::string text = parent_->text();
  if (const auto* index = std::get_if<std::size_t>(&step_)) return text + '[' + std::to_string(*index) + ']';
  if (!text.empty()) text += '.';
  return text.append(std::get<std::string_view>(step_));
}

std::string fill(std::string_view message, const Params& params) {
  std::string filled;
  for (std::size_t at = 0; at < message.size();) {
    const std::size_t open = message.find('{', at);
    const std::size_t close = open == message.npos ? message.npos : message.find('}', open);
    if (close == message.npos) return filled.append(message.substr(at));
    filled.append(message.substr(at, open - at));
    const std::string_view name = message.substr(open + 1, close - open - 1);
    const auto param =
        std::find_if(params.begin(), params.end(), [&](const auto& entry) { return entry.first == name; });
    filled.append(param == params.end() ? message.substr(open, close - open + 1)
                                        : std::string_view(param->second));
    at = close + 1;
  }
  return filled;
}

void Issues::add(FieldProblem problem) {
  if (found_.size() < most_told) found_.push_back(std::move(problem));
}

void Issues::add(const Path& path, Violation violation) {
  std::string message = fill(violation.message, violation.params);
  add(FieldProblem{path.text(), std::move(violation.code), std::move(violation.params), std::move(message)});
}

void Issues::add(const Path& path, std::string_view code, Params params) {
  add(path, Violation{std::string(code), std::move(params), std::string(message_of(code))});
}

}  // namespace kpa::schema
