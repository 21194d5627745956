#include "core/schema/issues.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace kpa::schema {
namespace {

using i18n::plural;
using i18n::text;

/// Further ones are not reported: nobody corrects more than this at once.
constexpr std::size_t most_told = 100;

constexpr std::array<std::pair<std::string_view, i18n::Text>, 27> messages = {{
    {"required", text("This field is required")},
    {"unknown_field", text("There is no field of this name here")},
    {"unknown_parameter", text("There is no such query parameter here")},
    {"repeated", text("Given more than once, or in both spellings")},
    {"wrong_type", text("Must be {expected}")},
    {"too_short", plural("Must have at least {min} character", "Must have at least {min} characters", "min")},
    {"too_long", plural("Must have at most {max} character", "Must have at most {max} characters", "max")},
    {"blank", text("Must not be blank")},
    {"control_character", text("Must not contain control characters")},
    {"too_small", text("Must be at least {min}")},
    {"too_large", text("Must be at most {max}")},
    {"too_few_items", plural("Must have at least {min} item", "Must have at least {min} items", "min")},
    {"too_many_items", plural("Must have at most {max} item", "Must have at most {max} items", "max")},
    {"not_a_number", text("Must be a whole number")},
    {"not_a_decimal", text("Must be a number, such as 12.5")},
    {"too_many_digits", text("Must have at most 15 digits")},
    {"too_precise", plural("Must have at most {max} digit behind the point",
                           "Must have at most {max} digits behind the point", "max")},
    {"not_a_boolean", text("Must be true or false")},
    {"not_a_date", text("Must be a calendar date, written YYYY-MM-DD")},
    {"not_an_instant", text("Must be a date and time with an offset, such as 2024-01-15T10:00:00Z")},
    {"in_the_future", text("Must not be after today ({today})")},
    {"not_a_choice", text("Must be one of: {choices}")},
    {"pattern", text("Must be {expected}")},
    {"not_a_code", text("Must be {expected}")},  // which no pattern can say
    {"not_an_email", text("Must be an e-mail address")},
    {"too_early", text("Must not be before {min}")},
    {"before_start", text("Must not be before {start}")},
}};

i18n::Text message_of(std::string_view code) {
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

Violation violation(std::string_view code, Params params) {
  return {std::string(code), std::move(params), message_of(code)};
}

void Issues::add(FieldProblem problem) {
  if (found_.size() < most_told) found_.push_back(std::move(problem));
}

void Issues::add(const Path& path, Violation violation) {
  add(FieldProblem{path.text(), std::move(violation.code), std::move(violation.params), violation.message});
}

void Issues::add(const Path& path, std::string_view code, Params params) {
  add(path, violation(code, std::move(params)));
}

}  // namespace kpa::schema
