#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/decimal.hpp"
#include "core/i18n/message.hpp"

namespace kpa::wheel_specifications {

/// How a measurement is written, and what that says.
enum class Notation {
  value,              ///< `0.5`: this was measured
  labelled_value,     ///< `29.4 Flange Thickness`: this was measured, of that quantity
  range,              ///< `20 TO 28`: it lies somewhere between, both ends included
  nominal_and_range,  ///< `915 (900-1000)`: 915 was measured, and 900 to 1000 is allowed, says the writer
  nominal_and_deviations,  ///< `280 (+0.030/+0.052)`: it lies between nominal + lower and nominal + upper
                           ///< deviation
};

/// A measurement as it was written and as it is understood. 0 <= low <= high; none is above `longest_length`.
struct Measurement {
  std::string text;  ///< exactly as it came
  Notation notation = Notation::value;
  std::optional<Micrometres> nominal;  ///< absent in a bare range
  std::optional<Micrometres> low;  ///< the ends of the range; nominal + deviation, where it has deviations
  std::optional<Micrometres> high;
  std::string label;  ///< of a labelled value, its words separated by one space

  bool operator==(const Measurement&) const = default;
};

/// Why a text is no measurement.
struct Unreadable {
  std::string code;          ///< stable, snake_case: `number_expected`, `range_reversed`, ...
  std::size_t position = 0;  ///< of the character it was found at, from 1; 0 when it is the whole text
  i18n::Message message;     ///< for a person; says how to write it
};

constexpr std::size_t longest_text = 100;  ///< characters of a measurement
constexpr std::size_t longest_label = 80;  ///< characters of a label: its canonical form stays readable

/// Reads the notations above with any spacing, and what keyboards make of their characters: Unicode's dashes,
/// spaces and digits of every script; what cannot be seen is skipped. Also read:
///   - deviations in either order, with `,`, `/` or only the second one's sign between, a zero without sign,
///     and `±1`, also written `+/-1`; all of it in brackets or without
///   - `-` or `TO` (any case) in both ranges
///   - `mm` in any spelling, in brackets too, behind each number and at the end; see unit_at()
///   - a point behind a number: `1600.`
/// A label is of letters, spaces, `-`, `.`, `'` and `/`, and may stand in brackets. Any other unit is refused
/// (`other_unit`, its param `unit`), and so is a comma for a decimal point (`decimal_comma`).
std::variant<Measurement, Unreadable> parse_measurement(std::string_view text);

/// The canonical text of the values: `915 (900-1000)`, `1600 (+2/-1)`, `20 TO 28`, `0.5`,
/// `29.4 Flange Thickness`, `29.4 (to be measured)`. Reading it gives the same values again.
std::string print(const Measurement& measurement);

}  // namespace kpa::wheel_specifications
