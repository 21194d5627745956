#include "features/built_forms/xlsform/table.hpp"

#include <algorithm>
#include <array>

#include "core/enum_names.hpp"
#include "core/text.hpp"
#include "core/time.hpp"

namespace kpa::built_forms::xlsform {
namespace {

using i18n::Language;

constexpr std::array<std::pair<Language, std::string_view>, 6> names_of_languages = {
    {{Language::english, "English"},
     {Language::hindi, "Hindi"},
     {Language::marathi, "Marathi"},
     {Language::tamil, "Tamil"},
     {Language::bengali, "Bengali"},
     {Language::telugu, "Telugu"}}};

/// Names that older forms, and other spellings, use.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> other_names = {
    {{"relevance", "relevant"},
     {"caption", "label"},
     {"command", "type"},
     {"constraint_msg", "constraint_message"},
     {"constraining_message", "constraint_message"},
     {"calculate", "calculation"},
     {"readonly", "read_only"},
     {"count", "repeat_count"},
     {"value", "name"},
     {"title", "form_title"}}};

struct AsText {
  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(const std::string& text) const { return std::string(trimmed(text)); }
  std::string operator()(const workbook::Number& number) const { return workbook::typed(number); }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(Date date) const { return format(date); }
  std::string operator()(workbook::LocalTime time) const {
    return format(Date(std::chrono::floor<std::chrono::days>(time)));
  }
  std::string operator()(workbook::TimeOfDay time) const {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(time).count();
    const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return two(minutes / 60) + ':' + two(minutes % 60);
  }
  std::string operator()(const workbook::Error& error) const { return error.text; }
};

}  // namespace

std::string text_of(const workbook::Value& value) { return std::visit(AsText(), value); }

std::optional<Language> language_named(std::string_view written) {
  written = trimmed(written);
  const std::size_t open = written.rfind('(');
  if (open != written.npos && written.ends_with(')'))
    return named<Language>(lower(trimmed(written.substr(open + 1, written.size() - open - 2))));
  if (const auto language = named<Language>(lower(written))) return language;
  for (const auto& [language, name] : names_of_languages)
    if (same_letters(name, written)) return language;
  return std::nullopt;
}

std::string name_for_forms(Language language) {
  for (const auto& [known, name] : names_of_languages)
    if (known == language) return std::string(name) + " (" + std::string(i18n::code_of(language)) + ')';
  return {};
}

Title title_of(std::string_view written) {
  Title title;
  const std::size_t colons = written.find("::");
  const std::size_t colon = colons != written.npos ? colons : written.find(':');
  title.name = lower(trimmed(written.substr(0, colon)));
  std::ranges::replace(title.name, ' ', '_');
  if (colon != written.npos) {
    title.written_language = trimmed(written.substr(colons != written.npos ? colon + 2 : colon + 1));
    // `bind::relevant`, `media::image`: no languages
    constexpr std::array<std::string_view, 5> prefixes = {"bind", "body", "media", "instance", "control"};
    if (std::ranges::find(prefixes, title.name) != prefixes.end()) {
      title.name += "::" + lower(title.written_language);
      title.written_language.clear();
    }
    title.language = language_named(title.written_language);
  }
  for (const auto& [other, name] : other_names)
    if (title.name == other) title.name = name;
  return title;
}

Table::Table(const workbook::Sheet& sheet) : sheet_(sheet) {
  if (sheet.rows.empty()) return;
  for (const workbook::Cell& cell : sheet.rows.front().cells)
    if (const std::string written = text_of(cell.value); !written.empty())
      columns_.push_back({title_of(written), cell.column});
}

std::vector<Table::Row> Table::rows() const {
  std::vector<Row> rows;
  for (std::size_t at = 1; at < sheet_.rows.size(); ++at) rows.emplace_back(*this, sheet_.rows[at]);
  return rows;
}

const Table::Column* Table::find(std::string_view name, std::optional<Language> language) const {
  for (const Column& column : columns_)
    if (column.title.name == name && column.title.language == language &&
        (language || column.title.written_language.empty()))
      return &column;
  return nullptr;
}

std::string Table::Row::cell_at(std::size_t column) const {
  const auto found = std::ranges::find(row_.cells, column, &workbook::Cell::column);
  return found == row_.cells.end() ? std::string() : text_of(found->value);
}

std::string Table::Row::cell(std::string_view column, std::optional<Language> language) const {
  const Column* const found = table_.find(column, language);
  return found == nullptr ? std::string() : cell_at(found->number);
}

workbook::Place Table::Row::place(std::string_view column, std::optional<Language> language) const {
  const Column* const found = table_.find(column, language);
  return {table_.name(), row_.number, found == nullptr ? 0 : found->number};
}

}  // namespace kpa::built_forms::xlsform
