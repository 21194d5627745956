#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/measurements/measurements.hpp"

using namespace kpa::measurements;

/// What can be read can be printed and read again with the same meaning.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto first = parse_measurement(text);
  if (const auto* measurement = std::get_if<Measurement>(&first)) {
    const auto again = parse_measurement(print(*measurement));
    const auto* same = std::get_if<Measurement>(&again);
    if (same == nullptr || same->nominal != measurement->nominal || same->low != measurement->low ||
        same->high != measurement->high || print(*same) != print(*measurement))
      std::abort();
  }
  return 0;
}
