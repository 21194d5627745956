#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/csv/csv.hpp"

/// Any text is read, or refused at a fault; what was read is written so that it reads the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  kpa::csv::Reader reader(text);
  std::string written(kpa::csv::byte_order_mark);
  std::vector<std::vector<std::string>> records;
  for (kpa::csv::Record record; reader.next(record);) {
    kpa::csv::write_record({record.cells.begin(), record.cells.end()}, written);
    records.push_back(record.cells);
  }
  kpa::csv::Reader again(written);
  kpa::csv::Record record;
  for (const auto& expected : records)
    if (!again.next(record) || record.cells != expected) std::abort();
  if (again.next(record) || again.fault()) std::abort();
  return 0;
}
