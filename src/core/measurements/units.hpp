#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace kpa::measurements {

/// A unit of length after a number.
struct Unit {
  std::string_view symbol;  ///< the same for all its spellings: `mm`, `cm`, `inch`, `µm`
  std::size_t size;         ///< its length in the text, in bytes, including dots

  bool is_millimetre() const { return symbol == "mm"; }
};

/// The unit at the beginning of a plain text (core/unicode.hpp): a whole word in any case, with or without
/// dots (`mm`, `M.M.`, `Mtr`, `inches`, `µm`, `मिमी`), or `"` for inch and `'` for foot. `TO` may follow
/// without a space if a number comes after it. `nm` is a unit only in lower case: `NM` means "not measured".
std::optional<Unit> unit_at(std::string_view text);

}  // namespace kpa::measurements
