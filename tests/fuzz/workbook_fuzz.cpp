#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/workbook/workbook.hpp"
#include "core/workbook/zip_for_test.hpp"

using kpa::workbook::Number;
using kpa::workbook::Sheet;
using kpa::workbook::Value;

namespace {

/// What was read is written so that it reads the same, but for what a spreadsheet holds otherwise.
void check_round_trip(const std::vector<Sheet>& sheets) {
  for (const Sheet& sheet : sheets) {
    kpa::workbook::Writer writer({{"S", {"title"}}});
    for (const auto& row : sheet.rows) {
      std::vector<Value> values(std::min<std::size_t>(row.cells.back().column, 100));
      for (const auto& cell : row.cells)
        if (cell.column <= values.size()) values[cell.column - 1] = cell.value;
      writer.add(0, values);
    }
    std::string file = writer.take();
    while (writer.finish()) file += writer.take();
    file += writer.take();
    const auto again = kpa::workbook::read(file);
    if (!again || again->size() != 1) std::abort();
  }
}

}  // namespace

/// A file, or the XML of a sheet and, after a NUL, of its shared texts.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(input.find('\0'), input.size());
  const std::string shared(input.substr(std::min(end + 1, input.size())));
  const std::string file = input.starts_with("PK")
                               ? std::string(input)
                               : kpa::workbook::workbook_of(std::string(input.substr(0, end)), shared);
  const auto sheets =
      kpa::workbook::read(file, {.bytes = 1U << 20U, .cells = 1'000, .text_bytes = 1U << 20U});
  if (sheets) check_round_trip(*sheets);
  return 0;
}
