#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/http/byte_range.hpp"
#include "core/http/gzip.hpp"

/// Any Range field asks for bytes that are there, for none, or for all; any Accept-Encoding is read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view field(reinterpret_cast<const char*>(data), size);
  for (const std::size_t whole : {std::size_t{0}, std::size_t{1}, std::size_t{1000}}) {
    const auto range = kpa::http::parse_range(field, whole);
    if (range.kind != kpa::http::ByteRange::Kind::part) continue;
    if (range.length == 0 || range.first >= whole || range.length > whole - range.first) std::abort();
  }
  static_cast<void>(kpa::http::takes_gzip(field));
  return 0;
}
