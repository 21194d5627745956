#include <algorithm>
#include <array>
#include <charconv>
#include <functional>

#include "core/csv/csv.hpp"
#include "core/text.hpp"

namespace kpa::csv {
namespace {

constexpr char apostrophe = '\'';

/// What a formula can begin with in a spreadsheet, also in full width.
constexpr std::array<std::string_view, 8> formula_signs = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};

/// May precede a formula in a cell: spreadsheets skip blanks and quotation marks.
constexpr std::string_view passed_over = " '\"";

/// A new cell begins after these in a program that uses another separator than the comma.
constexpr std::string_view cell_ends = ";\t|\r\n";

constexpr std::string_view needs_quotes = ",;\t|\"\r\n";
constexpr std::string_view separator_line = "sep=";
constexpr std::string_view before_rows = "# end: ";
constexpr std::string_view behind_rows = " rows";

/// Digits behind a sign, with or without a point.
bool is_signed_number(std::string_view text) {
  if (!text.starts_with('+') && !text.starts_with('-')) return false;
  text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const auto digits = [](std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, is_digit);
  };
  return digits(text.substr(0, point)) && (point == text.npos || digits(text.substr(point + 1)));
}

/// Length of a formula's beginning at the front of `text`, including its sign; 0 when it is not a formula.
std::size_t formula_start(std::string_view text) {
  const std::size_t sign = std::min(text.find_first_not_of(passed_over), text.size());
  for (const std::string_view start : formula_signs)
    if (text.substr(sign).starts_with(start)) return sign + start.size();
  return 0;
}

/// Copies `text`. Wherever a cell may begin, `at_start(rest, out)` writes a replacement and returns how many
/// bytes of `rest` it replaces.
template <class F>
std::string at_each_start(std::string_view text, F at_start) {
  std::string out;
  for (bool more = true; more;) {
    text.remove_prefix(at_start(text, out));
    const std::size_t end = text.find_first_of(cell_ends);
    more = end != text.npos;
    const std::size_t length = more ? end + 1 : text.size();
    out += text.substr(0, length);
    text.remove_prefix(length);
  }
  return out;
}

bool looks_like_separator_line(std::string_view cell) {
  return same_letters(cell.substr(0, separator_line.size()), separator_line);
}

void write_cell(std::string_view cell, bool alone, std::string& out) {
  const std::string safe = guarded(cell);
  const bool blank_at_an_end = !safe.empty() && (safe.front() == ' ' || safe.back() == ' ');
  // An empty cell alone on its line must be quoted, or it would not be a record.
  const bool bare = safe.find_first_of(needs_quotes) == safe.npos && !blank_at_an_end &&
                    !(alone && safe.empty()) && !looks_like_separator_line(safe);
  if (bare) {
    out += safe;
    return;
  }
  out += '"';
  for (const char c : safe) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

std::string guarded(std::string_view cell) {
  if (is_signed_number(cell)) return std::string(cell);
  return at_each_start(cell, [](std::string_view rest, std::string& out) {
    // Also when there is an apostrophe already, because reading removes one.
    const std::size_t length = formula_start(rest);
    if (length > 0) out += apostrophe;
    out += rest.substr(0, length);
    return length;
  });
}

std::string unguarded(std::string_view cell) {
  return at_each_start(cell, [](std::string_view rest, std::string& out) -> std::size_t {
    const std::size_t length = rest.starts_with(apostrophe) ? formula_start(rest.substr(1)) : 0;
    if (length == 0) return 0;
    out += rest.substr(1, length);
    return 1 + length;
  });
}

void write_record(const std::vector<std::string_view>& cells, std::string& out) {
  for (std::size_t at = 0; at < cells.size(); ++at) {
    if (at > 0) out += ',';
    write_cell(cells[at], cells.size() == 1, out);
  }
  out += "\r\n";
}

void write_end(std::int64_t rows, std::size_t columns, std::string& out) {
  const std::string end = std::string(before_rows) + std::to_string(rows) + std::string(behind_rows);
  std::vector<std::string_view> cells(std::max<std::size_t>(columns, 1));
  cells.front() = end;
  write_record(cells, out);
}

std::optional<std::int64_t> rows_said(const std::vector<std::string>& cells) {
  if (cells.empty() || !std::all_of(cells.begin() + 1, cells.end(), std::mem_fn(&std::string::empty)))
    return std::nullopt;
  std::string_view said = cells.front();
  if (!said.starts_with(before_rows) || !said.ends_with(behind_rows)) return std::nullopt;
  said.remove_prefix(before_rows.size());
  said.remove_suffix(behind_rows.size());
  std::int64_t rows = 0;
  const auto read = std::from_chars(said.data(), said.data() + said.size(), rows);
  if (said.empty() || !is_digit(said.front()) || read.ec != std::errc() ||
      read.ptr != said.data() + said.size())
    return std::nullopt;
  return rows;
}

}  // namespace kpa::csv
