#include "features/built_forms/xlsform/columns.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <boost/json/value.hpp>

#include "core/text.hpp"
#include "core/time.hpp"

namespace kpa::built_forms::xlsform {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array<Pair, 11> members = {{{"relevant", "visible_if"},
                                           {"required", "required_if"},
                                           {"read_only", "read_only_if"},
                                           {"constraint", "rule"},
                                           {"constraint_message", "rule_message"},
                                           {"calculation", "calculation"},
                                           {"label", "label"},
                                           {"hint", "help_text"},
                                           {"name", "name"},
                                           {"type", "field_type"},
                                           {"kpa_rules", "validation_rules"}}};
constexpr std::array<std::string_view, 11> columns = {
    "relevant", "required", "read_only", "constraint", "constraint_message", "calculation",
    "label",    "hint",     "name",      "type",       "kpa_rules"};

constexpr std::array<std::string_view, 6> of_survey = {"appearance", "parameters",      "repeat_count",
                                                       "kpa_type",   "kpa_placeholder", "kpa_expressions"};
constexpr std::array<std::string_view, 3> of_choices = {"list_name", "name", "label"};
/// `form_id` and `version` are given anew here.
constexpr std::array<std::string_view, 7> of_settings = {
    "form_title", "form_id", "version", "default_language", "kpa_description", "kpa_title", "kpa_form_type"};

bool among(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// Without an exponent, which XPath does not know.
std::string digits_of(const boost::json::value& number) {
  std::array<char, 64> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number.to_number<double>(),
                                 std::chars_format::fixed)
                       .ptr;
  return {digits.data(), end};
}

void add(std::string& all, const std::string& condition) {
  all.append(all.empty() ? "" : " and ").append(condition);
}

}  // namespace

bool knows_column(std::string_view sheet, std::string_view column) {
  if (same_letters(sheet, "choices")) return among(of_choices, column);
  if (same_letters(sheet, "settings")) return among(of_settings, column);
  return among(columns, column) || among(of_survey, column);
}

std::span<const std::string_view> columns_of_members() { return columns; }

std::string_view member_of(std::string_view column) {
  const auto found = std::ranges::find(members, column, &Pair::first);
  return found == members.end() ? column : found->second;
}

std::string constraint_of(std::string_view field_type, const boost::json::object& rules) {
  std::string all;
  const auto with = [&](std::string_view rule, const std::string& before, const std::string& after) {
    const auto* const limit = rules.if_contains(rule);
    if (limit == nullptr) return;
    if (limit->is_number())
      add(all, before + digits_of(*limit) + after);
    else if (limit->is_string() && parse_date(limit->get_string()))
      add(all, before + "date('" + std::string(limit->get_string()) + "')" + after);
  };
  if (field_type == "number" || field_type == "date") {
    with(field_type == "number" ? "min" : "min_date", ". >= ", "");
    with(field_type == "number" ? "max" : "max_date", ". <= ", "");
  } else if (field_type == "checkbox") {
    with("min_selected", "count-selected(.) >= ", "");
    with("max_selected", "count-selected(.) <= ", "");
  } else {
    with("min_length", "string-length(.) >= ", "");
    with("max_length", "string-length(.) <= ", "");
    if (const auto* const pattern = rules.if_contains("pattern");
        pattern != nullptr && pattern->is_string()) {
      const std::string written(pattern->get_string());
      const char* const mark = written.find('\'') == std::string::npos ? "'" : "\"";
      if (written.find(mark) == std::string::npos)
        add(all, "regex(., " + std::string(mark) + written + mark + ")");
    }
  }
  return all;
}

}  // namespace kpa::built_forms::xlsform
