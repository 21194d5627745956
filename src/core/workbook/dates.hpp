#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/workbook/value.hpp"

namespace kpa::workbook {

/// Whether numbers of this format are dates or times (ECMA-376 part 1, 18.8.30: the formats that are built
/// in, by number; 18.8.31: the codes of others). Elapsed times, `[h]:mm`, are not.
bool is_date_format(int number);
bool is_date_format(std::string_view code);

/// The date, time, or both that a serial number of days stands for, or nothing: negative, beyond 9999, or the
/// 29th of February 1900, which was no day. `since_1904`: as workbooks of older Macintoshes count.
std::optional<Value> from_serial(double serial, bool since_1904);

/// The serial number, in decimal, since 1900.
std::string to_serial(Date date);
std::string to_serial(LocalTime time);
std::string to_serial(TimeOfDay time);

}  // namespace kpa::workbook
