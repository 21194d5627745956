#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/csv/csv.hpp"

/// Any text is read, or refused at a fault, whole and in parts; what was read is written so that it reads the
/// same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  kpa::csv::Reader reader(text);
  std::string written(kpa::csv::byte_order_mark);
  std::vector<std::vector<std::string>> records;
  for (kpa::csv::Record record; reader.next(record);) {
    kpa::csv::write_record({record.cells.begin(), record.cells.end()}, written);
    records.push_back(record.cells);
  }
  kpa::csv::PartReader parts;
  std::vector<std::vector<std::string>> in_parts;
  const auto take = [&] {
    for (kpa::csv::Record record; parts.next(record);) in_parts.push_back(record.cells);
  };
  for (std::size_t at = 0; at < size && !parts.fault(); at += 7) {
    parts.add(text.substr(at, 7));
    take();
  }
  if (!parts.fault()) parts.end();
  take();
  if (in_parts != records || parts.fault() != reader.fault()) std::abort();
  kpa::csv::Reader again(written);
  kpa::csv::Record record;
  for (const auto& expected : records)
    if (!again.next(record) || record.cells != expected) std::abort();
  if (again.next(record) || again.fault()) std::abort();
  return 0;
}
