#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/text.hpp"
#include "features/built_forms/pattern.hpp"

using namespace kpa::built_forms;

/// A text that begins with a pattern and a line end: what matches is as long as the pattern said it could be.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(input.find('\n'), input.size());
  const auto read = Pattern::read(input.substr(0, end));
  const auto* const pattern = std::get_if<Pattern>(&read);
  if (pattern == nullptr || end == input.size()) return 0;
  const std::string_view text = input.substr(end + 1);
  if (kpa::is_utf8(text) && pattern->matches(text) && !pattern->lengths()[kpa::characters(text)])
    std::abort();
  return 0;
}
