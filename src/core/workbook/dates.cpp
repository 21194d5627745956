#include "core/workbook/dates.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "core/text.hpp"

namespace kpa::workbook {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using namespace std::chrono_literals;

constexpr std::int64_t day_ms = 86'400'000;
constexpr double beyond_9999 = 2'958'466;
/// The first day after the one that Lotus 1-2-3 made up, and everybody since.
constexpr double march_1900 = 61;
constexpr local_days since_march_1900{1899y / 12 / 30};
constexpr local_days before_march_1900{1899y / 12 / 31};
constexpr local_days of_macintosh{1904y / 1 / 1};

std::string serial(std::int64_t ms) {
  // Nine decimals of a day are less than a tenth of a millisecond.
  constexpr int decimals = 10;
  std::array<char, 40> digits{};
  const double number = static_cast<double>(ms) / static_cast<double>(day_ms);
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number,
                                 std::chars_format::fixed, ms % day_ms == 0 ? 0 : decimals)
                       .ptr;
  return {digits.data(), end};
}

}  // namespace

bool is_date_format(int number) {
  // 27 to 36 and 50 to 58 are dates in East Asian versions; 46 is elapsed time.
  return (number >= 14 && number <= 22) || (number >= 27 && number <= 36) || number == 45 || number == 47 ||
         (number >= 50 && number <= 58);
}

bool is_date_format(std::string_view code) {
  bool date = false;
  for (std::size_t at = 0; at < code.size(); ++at) {
    const char c = lower(code[at]);
    if (c == '"') {
      at = code.find('"', at + 1);
      if (at == code.npos) break;
    } else if (c == '[') {
      const std::size_t end = code.find(']', at);
      const std::string inside = lower(code.substr(at + 1, end == code.npos ? end : end - at - 1));
      if (!inside.empty() && inside.find_first_not_of("hms") == inside.npos) return false;  // elapsed
      if (end == code.npos) break;
      at = end;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++at;  // the next character stands for itself
    } else if (c == ';') {
      break;  // what follows is for negative numbers
    } else if (std::string_view("ymdhs").find(c) != std::string_view::npos) {
      date = true;
    } else if (lower(code.substr(at)).starts_with("general")) {
      return false;
    }
  }
  return date;
}

std::optional<Value> from_serial(double serial, bool since_1904) {
  const double last = since_1904 ? beyond_9999 - 1'462 : beyond_9999;
  if (!(serial >= 0) || serial >= last) return std::nullopt;
  const auto ms = static_cast<std::int64_t>(std::llround(serial * static_cast<double>(day_ms)));
  if (ms < day_ms) return TimeOfDay(ms);
  const bool made_up = !since_1904 && serial >= march_1900 - 1 && serial < march_1900;
  if (made_up) return std::nullopt;
  const local_days origin = since_1904             ? of_macintosh
                            : serial >= march_1900 ? since_march_1900
                                                   : before_march_1900;
  const LocalTime time = origin + std::chrono::milliseconds(ms);
  const auto day = std::chrono::floor<days>(time);
  if (day == time) return Date(day);
  return time;
}

std::string to_serial(Date date) { return to_serial(LocalTime(local_days(date))); }

std::string to_serial(LocalTime time) { return serial((time - LocalTime(since_march_1900)).count()); }

std::string to_serial(TimeOfDay time) { return serial(time.count()); }

std::string typed(const Number& number) {
  double value = 0;
  const char* const end = number.text.data() + number.text.size();
  const auto read = std::from_chars(number.text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end) return number.text;
  std::array<char, 512> digits{};
  // Shortest digits that give the same double; without an exponent where a person would write none.
  constexpr double large = 1e15, small = 1e-6;
  const bool usual = value == 0 || (std::abs(value) < large && std::abs(value) >= small);
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                     usual ? std::chars_format::fixed : std::chars_format::scientific);
  return {digits.data(), written.ptr};
}

}  // namespace kpa::workbook
