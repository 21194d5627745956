#include "core/csv/csv.hpp"

namespace kpa::csv {
namespace {

constexpr std::size_t longest_record = 256U << 10U;

}  // namespace

void PartReader::add(std::string_view part) {
  if (reader_) {
    const std::size_t read = complete_ - reader_->left().size();
    text_.erase(0, read);
    looked_at_ -= read;
    complete_ -= read;
  }
  text_.append(part);
  find_ends();
  if (text_.size() - complete_ > longest_record) complete_ = looked_at_ = text_.size();
  begins_ = begins_ || text_.size() > longest_record;
  if (reader_) reader_->go_on(std::string_view(text_).substr(0, complete_));
}

void PartReader::end() {
  add("");
  complete_ = looked_at_ = text_.size();
  begins_ = true;
  if (reader_) reader_->go_on(text_);
}

/// Finds where records end. A misplaced quotation mark leads to wrong ends, but the reader reports it as a
/// fault before it gets there.
void PartReader::find_ends() {
  constexpr std::string_view of_no_cell = ",;\t|\r\n";
  for (; looked_at_ < text_.size(); ++looked_at_) {
    const char c = text_[looked_at_];
    if (c == '"') quoted_ = !quoted_;
    const bool of_mark = looked_at_ < byte_order_mark.size() && !begins_ && c == byte_order_mark[looked_at_];
    if (of_no_cell.find(c) == of_no_cell.npos && !of_mark) has_cell_ = true;
    if (quoted_ || (c != '\r' && c != '\n')) continue;
    if (c == '\r' && looked_at_ + 1 == text_.size()) return;  // a line feed may follow in the next part
    if (c == '\r' && text_[looked_at_ + 1] == '\n') continue;
    complete_ = looked_at_ + 1;
    begins_ = has_cell_;
  }
}

bool PartReader::next(Record& record) {
  if (!reader_) {
    if (!begins_ || complete_ == 0) return false;
    reader_.emplace(std::string_view(text_).substr(0, complete_));
  }
  return reader_->next(record);
}

}  // namespace kpa::csv
