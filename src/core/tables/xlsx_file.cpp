#include <ctime>
#include <span>

#include "core/tables/files.hpp"
#include "core/workbook/workbook.hpp"

namespace kpa::tables {
namespace {

using workbook::Value;

/// What a clock on the wall of the service's time zone shows.
workbook::LocalTime wall_clock(Instant instant) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(instant);
  const std::time_t seconds = std::chrono::system_clock::to_time_t(whole);
  std::tm local{};
  localtime_r(&seconds, &local);
  const auto offset = std::chrono::seconds(local.tm_gmtoff);
  return workbook::LocalTime(
      std::chrono::floor<std::chrono::milliseconds>(instant.time_since_epoch() + offset));
}

struct AsValue {
  Value operator()(Instant instant) const { return wall_clock(instant); }
  Value operator()(const Texts& texts) const {
    std::string lines;
    for (const auto& text : texts) lines.append(lines.empty() ? "" : "\n").append(text);
    return lines;
  }
  Value operator()(const auto& content) const { return content; }
};

std::vector<workbook::NewSheet> sheets_of(const Layout& layout) {
  std::vector<workbook::NewSheet> sheets{{layout.name, layout.columns}};
  for (const Part& part : layout.parts) {
    workbook::NewSheet& sheet = sheets.emplace_back(workbook::NewSheet{part.name, {layout.columns.front()}});
    sheet.columns.insert(sheet.columns.end(), part.columns.begin(), part.columns.end());
  }
  sheets.push_back({"Export", {"name", "value"}});
  return sheets;
}

class XlsxFile final : public File {
 public:
  XlsxFile(Layout layout, About about)
      : layout_(std::move(layout)),
        about_(std::move(about)),
        writer_(sheets_of(layout_)),
        rows_(layout_.parts.size() + 1) {}

  void add(const Record& record) override {
    write(0, {}, record.cells);
    for (std::size_t part = 0; part < record.parts.size(); ++part)
      for (const Cells& row : record.parts[part]) write(part + 1, {&record.cells.front(), 1}, row);
  }
  bool finish() override {
    if (!std::exchange(told_, true)) tell();
    return writer_.finish();
  }
  std::string take() override { return writer_.take(); }

 private:
  void write(std::size_t sheet, std::span<const Cell> first, const Cells& cells) {
    row_.clear();
    for (const Cell& one : first) row_.push_back(std::visit(AsValue(), one));
    for (const Cell& one : cells) row_.push_back(std::visit(AsValue(), one));
    writer_.add(sheet, row_);
    ++rows_[sheet];
  }
  void tell() {
    const std::size_t last = rows_.size();
    const auto add = [&](std::string name, Value value) {
      writer_.add(last, std::vector<Value>{std::move(name), std::move(value)});
    };
    const auto count = [](std::int64_t rows) { return Number{std::to_string(rows)}; };
    add("rows of " + layout_.name, count(rows_[0]));
    for (std::size_t part = 0; part < layout_.parts.size(); ++part)
      add("rows of " + layout_.parts[part].name, count(rows_[part + 1]));
    add("as of", wall_clock(about_.as_of));
    for (const auto& [name, value] : about_.more) add(name, value);
  }

  Layout layout_;
  About about_;
  workbook::Writer writer_;
  std::vector<std::int64_t> rows_;  // of each sheet but the last
  std::vector<Value> row_;
  bool told_ = false;
};

}  // namespace

std::unique_ptr<File> make_xlsx(Layout layout, About about) {
  return std::make_unique<XlsxFile>(std::move(layout), std::move(about));
}

}  // namespace kpa::tables
