#include <span>

#include "core/csv/csv.hpp"
#include "core/tables/files.hpp"

namespace kpa::tables {
namespace {

/// What stands between several texts in one cell.
constexpr std::string_view between_texts = "; ";

struct AsText {
  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(const Number& number) const { return number.text; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(Date date) const { return format(date); }
  std::string operator()(Instant instant) const { return format(instant); }
  std::string operator()(TimeOfDay time) const { return text_of(time); }
  std::string operator()(const Texts& texts) const {
    std::string all;
    for (const auto& text : texts) all.append(all.empty() ? "" : between_texts).append(text);
    return all;
  }
};

class CsvFile final : public File {
 public:
  CsvFile(Layout layout, std::optional<std::size_t> part) : part_(part) {
    std::vector<std::string> titles;
    if (part) {
      titles = {layout.columns.front()};
      const auto& columns = layout.parts.at(*part).columns;
      titles.insert(titles.end(), columns.begin(), columns.end());
    } else {
      titles = std::move(layout.columns);
    }
    columns_ = titles.size();
    out_ = csv::byte_order_mark;
    csv::write_record({titles.begin(), titles.end()}, out_);
  }

  void add(const Record& record) override {
    if (!part_) return write({}, record.cells);
    for (const Cells& row : record.parts.at(*part_)) write({&record.cells.front(), 1}, row);
  }
  bool finish() override {
    if (ended_) return false;
    csv::write_end(rows_, columns_, out_);
    return ended_ = true;
  }
  std::string take() override { return std::exchange(out_, {}); }

 private:
  void write(std::span<const Cell> first, const Cells& cells) {
    std::vector<std::string> texts;
    for (const Cell& one : first) texts.push_back(std::visit(AsText(), one));
    for (const Cell& one : cells) texts.push_back(std::visit(AsText(), one));
    csv::write_record({texts.begin(), texts.end()}, out_);
    ++rows_;
  }

  std::optional<std::size_t> part_;
  std::size_t columns_ = 0;
  std::int64_t rows_ = 0;
  bool ended_ = false;
  std::string out_;
};

}  // namespace

std::unique_ptr<File> make_csv(Layout layout, std::optional<std::size_t> part) {
  return std::make_unique<CsvFile>(std::move(layout), part);
}

}  // namespace kpa::tables
