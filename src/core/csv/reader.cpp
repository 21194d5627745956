#include <algorithm>
#include <array>

#include "core/csv/csv.hpp"
#include "core/text.hpp"

namespace kpa::csv {
namespace {

/// Of equally frequent ones, the first here wins.
constexpr std::string_view separators = ",;\t|";

/// The separator named by a first line `sep=;`.
std::optional<char> said(std::string_view first_line) {
  constexpr std::string_view name = "sep=";
  const bool says = first_line.size() == name.size() + 1 &&
                    same_letters(first_line.substr(0, name.size()), name) &&
                    separators.find(first_line.back()) != separators.npos;
  return says ? std::optional(first_line.back()) : std::nullopt;
}

/// The most frequent separator in the first record.
char most_frequent(std::string_view text) {
  std::array<std::size_t, separators.size()> counts{};
  bool quoted = false;
  const std::size_t first_cell = std::min(text.find_first_not_of(",;\t|\r\n"), text.size());
  text.remove_prefix(text.substr(0, first_cell).find_last_of("\r\n") + 1);  // rows of nothing but separators
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\r' || c == '\n') break;
    if (const auto found = separators.find(c); found != separators.npos) ++counts.at(found);
  }
  return separators[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())];
}

}  // namespace

Reader::Reader(std::string_view text) : left_(text) {
  if (left_.starts_with(byte_order_mark)) left_.remove_prefix(byte_order_mark.size());
  find_separator();
}

void Reader::find_separator() {
  const std::string_view first_line = left_.substr(0, left_.find_first_of("\r\n"));
  if (const auto separator = said(first_line)) {
    separator_ = *separator;
    left_.remove_prefix(first_line.size());
    pass_line_end();
    ++row_;
  } else {
    separator_ = most_frequent(left_);
  }
}

bool Reader::at_line_end() const { return left_.empty() || left_.front() == '\r' || left_.front() == '\n'; }

void Reader::pass_line_end() { left_.remove_prefix(left_.starts_with("\r\n") ? 2 : left_.empty() ? 0 : 1); }

bool Reader::next(Record& record) {
  record.cells.clear();
  while (!fault_ && !left_.empty()) {
    ++row_;
    if (at_line_end()) {
      pass_line_end();
      continue;
    }
    for (bool more = true; more; more = left_.starts_with(separator_)) {
      if (!record.cells.empty()) left_.remove_prefix(1);
      if (!cell(record.cells.emplace_back())) return false;
    }
    pass_line_end();
    record.row = row_;
    return true;
  }
  return false;
}

bool Reader::cell(std::string& into) {
  if (!(left_.starts_with('"') ? quoted_cell(into) : plain_cell(into))) return false;
  if (into.find('\'') != into.npos) into = unguarded(into);
  return true;
}

bool Reader::quoted_cell(std::string& into) {
  do {
    left_.remove_prefix(1);  // a doubled mark stands for one
    const std::size_t mark = left_.find('"');
    if (mark == left_.npos) {
      fault_ = Fault::unclosed_quote;
      return false;
    }
    into.append(left_.substr(0, mark));
    left_.remove_prefix(mark + 1);
    if (left_.starts_with('"')) into += '"';
  } while (left_.starts_with('"'));
  if (at_line_end() || left_.starts_with(separator_)) return true;
  fault_ = Fault::text_after_quote;
  return false;
}

bool Reader::plain_cell(std::string& into) {
  const std::array<char, 4> ends = {separator_, '\r', '\n', '"'};
  const std::size_t end = std::min(left_.find_first_of(ends.data(), 0, ends.size()), left_.size());
  into = left_.substr(0, end);
  left_.remove_prefix(end);
  if (!left_.starts_with('"')) return true;
  fault_ = Fault::stray_quote;
  return false;
}

}  // namespace kpa::csv
