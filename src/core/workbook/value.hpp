#pragma once

#include <chrono>
#include <string>
#include <variant>

#include "core/time.hpp"

namespace kpa::workbook {

/// A number as its digits are written in the file: `12.50`, `1E+3`. Exact; never converted.
struct Number {
  std::string text;
  friend bool operator==(const Number&, const Number&) = default;
};

/// A date with a time of day. Workbooks know no time zones.
using LocalTime = std::chrono::local_time<std::chrono::milliseconds>;
using TimeOfDay = std::chrono::milliseconds;

/// What a formula that failed shows: `#DIV/0!`, `#N/A`.
struct Error {
  std::string text;
  friend bool operator==(const Error&, const Error&) = default;
};

/// The content of a cell; monostate: nothing.
using Value = std::variant<std::monostate, std::string, Number, bool, Date, LocalTime, TimeOfDay, Error>;

/// The shortest text of the number that the digits stand for: spreadsheets write 0.10000000000000001 for
/// what was typed as 0.1, and 1.5E3 for 1500.
std::string typed(const Number& number);

}  // namespace kpa::workbook
