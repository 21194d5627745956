#include <algorithm>

#include "core/csv/csv.hpp"

namespace kpa::csv {

Reader::Reader(std::string_view text) : left_(text) {
  if (left_.starts_with(byte_order_mark)) left_.remove_prefix(byte_order_mark.size());
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
    for (bool more = true; more; more = left_.starts_with(',')) {
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
  if (const std::string_view meant = unguarded(into); meant.size() != into.size()) into = std::string(meant);
  return true;
}

bool Reader::quoted_cell(std::string& into) {
  do {
    left_.remove_prefix(1);  // the first of two marks together stands for one
    const std::size_t mark = left_.find('"');
    if (mark == left_.npos) {
      fault_ = Fault::unclosed_quote;
      return false;
    }
    into.append(left_.substr(0, mark));
    left_.remove_prefix(mark + 1);
    if (left_.starts_with('"')) into += '"';
  } while (left_.starts_with('"'));
  if (at_line_end() || left_.starts_with(',')) return true;
  fault_ = Fault::text_after_quote;
  return false;
}

bool Reader::plain_cell(std::string& into) {
  const std::size_t end = std::min(left_.find_first_of(",\r\n\""), left_.size());
  into = left_.substr(0, end);
  left_.remove_prefix(end);
  if (!left_.starts_with('"')) return true;
  fault_ = Fault::stray_quote;
  return false;
}

}  // namespace kpa::csv
