#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/decimal.hpp"
#include "core/i18n/message.hpp"

namespace kpa::measurements {

/// The notation of a measurement, and its meaning.
enum class Notation {
  value,              ///< `0.5`: the measured size
  labelled_value,     ///< `29.4 Flange Thickness`: the measured size of that quantity
  range,              ///< `20 TO 28`: the size is between these, inclusive
  nominal_and_range,  ///< `915 (900-1000)`: 915 was measured; the writer says that 900 to 1000 is allowed
  nominal_and_deviations,  ///< `280 (+0.030/+0.052)`: the size is between nominal + lower and nominal + upper
                           ///< deviation
};

/// A measurement as written, and its meaning. 0 <= low <= high <= `longest_length`.
struct Measurement {
  std::string text;  ///< unchanged
  Notation notation = Notation::value;
  std::optional<Micrometres> nominal;  ///< not set for a range alone
  std::optional<Micrometres> low;      ///< the ends of the range; or nominal + deviations
  std::optional<Micrometres> high;
  std::string label;  ///< of a labelled value; words separated by one space

  bool operator==(const Measurement&) const = default;
};

/// Why a text is not a measurement.
struct Unreadable {
  std::string code;          ///< stable, snake_case: `number_expected`, `range_reversed`, ...
  std::size_t position = 0;  ///< character where it was noticed, from 1; 0: the whole text
  i18n::Message message;     ///< for a person; says how to write it
};

constexpr std::size_t longest_text = 100;  ///< characters of a measurement
constexpr std::size_t longest_label = 80;  ///< in characters, so that its canonical form stays readable

/// Reads these notations with any spacing, with Unicode's dashes, spaces and digits of every script;
/// invisible characters are skipped. Also accepted:
/// - deviations in either order, separated by `,`, `/` or only by the second one's sign, a zero without sign,
///   and `±1`, also written `+/-1`; with or without brackets
/// - `-` or `TO` (any case) in both kinds of range
/// - `mm` in any spelling, also in brackets, after each number and at the end; see unit_at()
/// - a point after a number: `1600.`
/// A label consists of letters, spaces, `-`, `.`, `'` and `/`, and may be in brackets. Other units are
/// refused (`other_unit`, param `unit`), and so is a decimal comma (`decimal_comma`).
std::variant<Measurement, Unreadable> parse_measurement(std::string_view text);

/// The canonical text of the values: `915 (900-1000)`, `1600 (+2/-1)`, `20 TO 28`, `0.5`, `29.4 Flange
/// Thickness`, `29.4 (to be measured)`. Parsing it gives the same values.
std::string print(const Measurement& measurement);

}  // namespace kpa::measurements
