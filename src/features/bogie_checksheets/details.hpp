#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/finding.hpp"
#include "core/time.hpp"
#include "features/bogie_checksheets/rules.hpp"

namespace kpa::bogie_checksheets {

/// A member of bogieDetails with a date, or a year, in it.
struct DateInfo {
  std::string_view wire;  ///< name in JSON
  i18n::Text title;       ///< for a person
  int first_year;         ///< what is earlier is a typing error
  int last_year;
};
std::span<const DateInfo> all_dates();

/// Where a bogie came from and when. A text that cannot be split is kept in the division.
struct Incoming {
  std::optional<std::string> division;
  std::optional<Date> date;
  std::optional<std::string> impossible = {};  ///< written like a date, but cannot be one
};
/// Splits `NR / 2025-06-25`. The text must end with a date, year first or day first (`25-06-2025`), its
/// numbers separated by `-`, `/` or `.`, and not before its first year; a bracket, a dot or a time of day may
/// follow. Otherwise the whole text is the division, and what looks like a date is `impossible`.
Incoming split_incoming(std::string_view text);

/// Who built a bogie and when. A text that cannot be split is kept in the maker.
struct Built {
  std::optional<std::string> maker;
  std::optional<int> year;
  std::optional<Date> date = {};               ///< set when more than the year is written
  std::optional<std::string> impossible = {};  ///< written like a year or date, but cannot be one
};
/// Splits `RDSO/2018`. The text must end with a date as above, or with a year, of those that are
/// possible.
Built split_maker(std::string_view text);

/// The dates in a bogie's life.
struct Life {
  Built built;
  Incoming incoming;
  std::optional<Date> overhauled;  ///< the last intermediate overhaul (IOH)
  Date inspected;
};

/// A finding of severity 3 for each date that cannot be right. Params besides `date`:
///   impossible_date   not a real date, or older than any such bogie; `like`
///   after_inspection  later than the inspection; `inspected`
///   before_built      an overhaul or arrival before the year built; `built`
Evaluation evaluate(const Life& life);

}  // namespace kpa::bogie_checksheets
