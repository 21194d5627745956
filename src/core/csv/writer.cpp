#include <algorithm>
#include <array>

#include "core/csv/csv.hpp"
#include "core/text.hpp"

namespace kpa::csv {
namespace {

constexpr char apostrophe = '\'';

/// What spreadsheets begin a formula with, also in full width, and what they pass over before one.
constexpr std::array<std::string_view, 11> formula_starts = {"=",  "+",  "-",  "@",  "\t", "\r",
                                                             "\n", "＝", "＋", "－", "＠"};

/// Separators of every kind: a spreadsheet may have been told that it is another one than the comma.
constexpr std::string_view needs_quotes = ",;\t\"\r\n";

bool is_signed_number(std::string_view text) {
  return text.size() > 1 && (text.front() == '+' || text.front() == '-') &&
         std::all_of(text.begin() + 1, text.end(), is_digit);
}

std::size_t apostrophes(std::string_view text) {
  return std::min(text.find_first_not_of(apostrophe), text.size());
}

bool begins_formula(std::string_view text) {
  return std::ranges::any_of(formula_starts, [&](std::string_view start) { return text.starts_with(start); });
}

void write_cell(std::string_view cell, bool alone, std::string& out) {
  const std::string safe = guarded(cell);
  const bool blank_at_an_end = !safe.empty() && (safe.front() == ' ' || safe.back() == ' ');
  // Alone on its line, an empty cell would be no record.
  if (safe.find_first_of(needs_quotes) == safe.npos && !blank_at_an_end && !(alone && safe.empty())) {
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
  // Also one with apostrophes before it: else reading would take one of its own away.
  const bool risky = begins_formula(cell.substr(apostrophes(cell))) && !is_signed_number(cell);
  return risky ? apostrophe + std::string(cell) : std::string(cell);
}

std::string_view unguarded(std::string_view cell) {
  const std::size_t marks = apostrophes(cell);
  return marks > 0 && begins_formula(cell.substr(marks)) ? cell.substr(1) : cell;
}

void write_record(const std::vector<std::string_view>& cells, std::string& out) {
  for (std::size_t at = 0; at < cells.size(); ++at) {
    if (at > 0) out += ',';
    write_cell(cells[at], cells.size() == 1, out);
  }
  out += "\r\n";
}

}  // namespace kpa::csv
