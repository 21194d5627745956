#include "features/bogie_checksheets/details.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "core/i18n/catalogue.hpp"
#include "core/text.hpp"
#include "core/unicode.hpp"
#include "features/bogie_checksheets/explain.hpp"

namespace kpa::bogie_checksheets {
namespace {

using namespace severity;

constexpr std::string_view separators = " \t/,-(";  // between the parts

// As in maintenance_forms::date_of_work(): an older date of work is a typing error, or a spreadsheet's empty
// cell (1900-01-01). What was built may be as old as India's railways, which began in 1853.
constexpr DateInfo built_at{"makerYearBuilt", i18n::text("Year built"), 1850, 2199};
constexpr DateInfo came_at{"incomingDivAndDate", i18n::text("Incoming date"), 1950, 9999};
constexpr DateInfo overhauled_at{"dateOfIOH", i18n::text("Last intermediate overhaul (IOH)"), 1950, 9999};
constexpr std::array<DateInfo, 3> dates = {built_at, came_at, overhauled_at};

std::optional<std::string> unless_empty(std::string_view text) {
  if (text.empty()) return {};
  return std::string(text);
}

// The digits at the end of the text.
std::string_view last_digits(std::string_view text) {
  std::size_t first = text.size();
  while (first > 0 && is_digit(text[first - 1])) --first;
  return text.substr(first);
}

bool stands_alone(std::string_view before) {
  return before.empty() || !(is_digit(before.back()) || is_letter(before.back()));
}

int number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

// The text without a time such as `10:30` or `T00:00:00Z`, which spreadsheets add to a date.
std::string_view without_time(std::string_view text) {
  const std::size_t gap = text.find_last_of(" T");
  if (gap == text.npos) return text;
  const std::string_view time = text.substr(gap + 1);
  const bool is_time = time.find(':') != time.npos && time.find_first_not_of("0123456789:.Z") == time.npos;
  return is_time ? text.substr(0, gap) : text;
}

// The plain text without what may follow its date: blanks, a dot, a bracket, a time of day.
Plain plain_to_its_end(std::string_view text) {
  constexpr std::string_view closing = " .)";
  Plain made = plain(text);
  made.text.resize(made.text.find_last_not_of(closing) + 1);
  made.text.resize(without_time(made.text).size());
  made.text.resize(made.text.find_last_not_of(closing) + 1);
  return made;
}

// Three numbers at the end of a text, written like a date but not necessarily a real one.
struct Ending {
  std::size_t start;
  Date date;
};

std::string_view without_blanks_at_end(std::string_view text) {
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

// Three numbers with the same separator between them.
std::optional<Ending> date_at_end(std::string_view text) {
  std::array<std::string_view, 3> parts;
  char separator = '\0';
  for (std::size_t part = parts.size(); part-- > 0;) {
    parts[part] = last_digits(text);
    text.remove_suffix(parts[part].size());
    if (part == 0) break;
    text = without_blanks_at_end(text);
    if (text.empty() || std::string_view("-/.").find(text.back()) == text.npos) return {};
    if (separator != '\0' && text.back() != separator) return {};
    separator = text.back();
    text = without_blanks_at_end(text.substr(0, text.size() - 1));
  }
  if (parts[0].size() < parts[2].size()) std::swap(parts[0], parts[2]);  // day first: put the year first
  const auto is_short = [](std::string_view digits) { return digits.size() == 1 || digits.size() == 2; };
  if (parts[0].size() != 4 || !is_short(parts[1]) || !is_short(parts[2]) || !stands_alone(text)) return {};
  return Ending{
      text.size(),
      {std::chrono::year(number(parts[0])), std::chrono::month(static_cast<unsigned>(number(parts[1]))),
       std::chrono::day(static_cast<unsigned>(number(parts[2])))}};
}

bool is_month(std::string_view word) {
  constexpr std::string_view months = "jan feb mar apr may jun jul aug sep oct nov dec";
  return word.size() >= 3 && months.find(lower(word.substr(0, 3))) != months.npos;
}

// What looks like a date in a text whose end is not a date: three numbers, `25-Jun-2025` or `20250625`.
std::optional<std::string> like_a_date(std::string_view text) {
  struct Word {
    std::size_t start, end;
    std::string_view text;
    bool is_number;
  };
  std::vector<Word> words;
  for (std::size_t at = 0; at < text.size();) {
    const auto kind = is_digit(text[at]) ? is_digit : is_letter;
    const std::size_t start = at;
    while (at < text.size() && kind(text[at])) ++at;
    if (at == start)
      ++at;
    else
      words.push_back({start, at, text.substr(start, at - start), is_digit(text[start])});
  }
  const auto joined = [&](const Word& one, const Word& next) {
    const std::string_view gap = text.substr(one.end, next.start - one.end);
    return gap.find_first_not_of("-/. ") == gap.npos && gap.find_first_of("-/.") != gap.npos;
  };
  for (std::size_t first = 0; first < words.size(); ++first) {
    const Word& one = words[first];
    if (one.is_number && one.text.size() == 8 && (one.text.starts_with("19") || one.text.starts_with("20")))
      return std::string(one.text);
    if (first + 2 >= words.size()) continue;
    const Word &middle = words[first + 1], &last = words[first + 2];
    if (one.is_number && last.is_number && (middle.is_number || is_month(middle.text)) &&
        joined(one, middle) && joined(middle, last))
      return std::string(text.substr(one.start, last.end - one.start));
  }
  return std::nullopt;
}

bool is_possible(int year, const DateInfo& info) { return year >= info.first_year && year <= info.last_year; }
bool is_possible(Date date, const DateInfo& info) { return date.ok() && is_possible(int(date.year()), info); }

// The text before a date, as it was written, without separators at its end. `end` is the date's position in
// the plain text.
std::optional<std::string> before(std::string_view text, const Plain& made, std::size_t end) {
  const std::size_t last = std::string_view(made.text).substr(0, end).find_last_not_of(separators);
  if (last == made.text.npos) return {};
  return unless_empty(trimmed(text.substr(0, made.origin(last + 1))));
}

class Review {
 public:
  explicit Review(const Life& life) : life_(life) {}

  Evaluation run() {
    const auto& [built, incoming, overhauled, inspected] = life_;
    const bool built_too_late =
        built.date ? *built.date > inspected : built.year && *built.year > int(inspected.year());
    if (built.impossible) add(built_at, "impossible_date", *built.impossible, {{"like", "RDSO/2018"}});
    if (built_too_late) after_inspection(built_at, when(built));
    if (incoming.impossible)
      add(came_at, "impossible_date", *incoming.impossible, {{"like", "NR / 2025-06-25"}});
    // An impossible year built is reported by itself, and not used to check other dates.
    const Built* const begun = built_too_late || !built.year ? nullptr : &built;
    check(came_at, incoming.date, begun);
    check(overhauled_at, overhauled, begun);
    return std::move(evaluation_);
  }

 private:
  static std::string when(const Built& built) {
    return built.date ? format(*built.date) : std::to_string(built.year.value());
  }

  void check(const DateInfo& member, std::optional<Date> date, const Built* built) {
    if (!date) return;
    if (*date > life_.inspected) after_inspection(member, format(*date));
    if (built == nullptr) return;
    if (built->date ? *date < *built->date : int(date->year()) < *built->year)
      add(member, "before_built", format(*date), {{"built", when(*built)}});
  }

  void after_inspection(const DateInfo& member, std::string date) {
    add(member, "after_inspection", std::move(date), {{"inspected", format(life_.inspected)}});
  }

  void add(const DateInfo& member, std::string code, std::string date, Params more) {
    Finding finding{.path = "bogieDetails." + std::string(member.wire),
                    .code = std::move(code),
                    .severity = needs_attention,
                    .message = {},
                    .params = {{"date", std::move(date)}}};
    finding.params.insert(finding.params.end(), more.begin(), more.end());
    finding.message = in_english(explain(finding));
    evaluation_.findings.push_back(std::move(finding));
    evaluation_.worst = needs_attention;
  }

  const Life& life_;
  Evaluation evaluation_;
};

}  // namespace

std::span<const DateInfo> all_dates() { return dates; }

Incoming split_incoming(std::string_view text) {
  text = trimmed(text);
  const Plain made = plain_to_its_end(text);
  const auto ending = date_at_end(made.text);
  if (!ending) return {unless_empty(text), {}, like_a_date(made.text)};
  if (!is_possible(ending->date, came_at)) return {unless_empty(text), {}, made.text.substr(ending->start)};
  return {before(text, made, ending->start), ending->date};
}

Built split_maker(std::string_view text) {
  text = trimmed(text);
  const Plain made = plain_to_its_end(text);
  const std::string_view written = made.text;
  const auto date = date_at_end(written);
  const std::string_view digits = last_digits(written);
  if (!date && (digits.size() != 4 || !stands_alone(written.substr(0, written.size() - 4))))
    return {unless_empty(text), {}, {}, like_a_date(written)};
  const std::size_t start = date ? date->start : written.size() - 4;
  const int year = date ? int(date->date.year()) : number(digits);
  if ((date && !date->date.ok()) || !is_possible(year, built_at))
    return {unless_empty(text), {}, {}, made.text.substr(start)};
  return {before(text, made, start), year, date ? std::optional(date->date) : std::nullopt};
}

Evaluation evaluate(const Life& life) { return Review(life).run(); }

}  // namespace kpa::bogie_checksheets
