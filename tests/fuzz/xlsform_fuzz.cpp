#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text.hpp"
#include "features/built_forms/xlsform/workbook_for_test.hpp"
#include "features/built_forms/xlsform/xlsform.hpp"

namespace {

using namespace kpa::built_forms;
using xlsform::Cells;

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// A line `#survey` begins a sheet; each line that follows is a row, with tabs between its cells.
std::vector<std::pair<std::string, std::vector<Cells>>> sheets_of(std::string_view text) {
  std::vector<std::pair<std::string, std::vector<Cells>>> sheets;
  for (const auto line : split(text, '\n')) {
    if (line.starts_with('#'))
      sheets.emplace_back(line.substr(1), std::vector<Cells>());
    else if (!sheets.empty())
      for (auto& row = sheets.back().second.emplace_back(); const auto cell : split(line, '\t'))
        row.emplace_back(cell);
  }
  std::erase_if(sheets, [](const auto& sheet) { return sheet.second.empty(); });
  return sheets;
}

}  // namespace

/// A workbook is refused with places and reasons, or read as a form that is the same when it was written and
/// read again. (Files that are no workbooks are workbook_fuzz's.)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (!kpa::is_utf8(text)) return 0;
  const auto sheets = sheets_of(text);
  if (sheets.empty()) return 0;
  const auto imported = xlsform::read(xlsform::workbook_with(sheets));
  if (!imported) {
    if (imported.error().fields.empty()) std::abort();
    return 0;
  }
  const auto again = xlsform::read(xlsform::write(imported->form));
  if (!again || !(again->form == imported->form)) std::abort();
  return 0;
}
