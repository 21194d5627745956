#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/finding.hpp"
#include "core/time.hpp"
#include "features/bogie_checksheets/rules.hpp"

namespace kpa::bogie_checksheets {

/// Where a bogie came from and when. What cannot be told apart stays in the division.
struct Incoming {
  std::optional<std::string> division;
  std::optional<Date> date;
  std::optional<std::string> impossible = {};  ///< what is written like a date but cannot be one
};
/// Splits `NR / 2025-06-25`. The text ends with the date, year first or day first (`25-06-2025`), its three
/// numbers separated by `-`, `/` or `.`, and not before 1950; a bracket, a dot or a time of day may follow.
/// When no such date ends it, all of the text is the division, and what looks like a date is `impossible`.
Incoming split_incoming(std::string_view text);

/// Who built a bogie and when. What cannot be told apart stays in the maker.
struct Built {
  std::optional<std::string> maker;
  std::optional<int> year;
  std::optional<Date> date = {};               ///< where more than the year is written
  std::optional<std::string> impossible = {};  ///< what is written like a year or date but cannot be one
};
/// Splits `RDSO/2018`. The text ends with a date as above or with a year, from 1850 (when India's railways
/// began) to 2199.
Built split_maker(std::string_view text);

/// What is known of a bogie's life.
struct Life {
  Built built;
  Incoming incoming;
  std::optional<Date> overhauled;  ///< the last intermediate overhaul, IOH
  Date inspected;
};

/// A finding of severity 3 for each date that cannot be, with its params beside `date`:
///   impossible_date   no date of the calendar, or older than there are such bogies; like
///   after_inspection  later than the inspection; inspected
///   before_built      an overhaul or arrival before the year built; built
Evaluation evaluate(const Life& life);

}  // namespace kpa::bogie_checksheets
