#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace kpa::wheel_specifications {

/// A unit of length that somebody wrote behind a number.
struct Unit {
  std::string_view symbol;  ///< one for all its spellings: `mm`, `cm`, `inch`, `µm`
  std::size_t size;         ///< bytes of the text that it takes, its dots included

  bool is_millimetre() const { return symbol == "mm"; }
};

/// The unit at the front of a text that is plain (core/unicode.hpp): a whole word in any case, with or
/// without dots (`mm`, `M.M.`, `Mtr`, `inches`, `µm`, `मिमी`), or `"` and `'` for inch and foot. `TO` may
/// follow without a space where a number comes after it. `nm` is a unit in small letters only: `NM` is how
/// people write "not measured".
std::optional<Unit> unit_at(std::string_view text);

}  // namespace kpa::wheel_specifications
