#include "core/time.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <stdlib.h>
#include <time.h>

namespace kpa {
namespace {

using std::chrono::microseconds;

constexpr std::string_view zone_files = "/usr/share/zoneinfo";

/// glibc silently treats an unknown TZ as UTC, so check that the zone's file exists.
bool zone_exists(const std::string& zone) {
  if (zone.empty() || zone.front() == '/' || zone.find("..") != std::string::npos) return false;
  std::ifstream file(std::filesystem::path(zone_files) / zone, std::ios::binary);
  std::array<char, 4> magic{};
  return file.read(magic.data(), magic.size()) && std::string_view(magic.data(), magic.size()) == "TZif";
}

void append_digits(std::string& out, unsigned value, int width) {
  std::array<char, 10> digits{};
  for (int i = width; i-- > 0; value /= 10) {
    digits[static_cast<std::size_t>(i)] = static_cast<char>('0' + value % 10);
  }
  out.append(digits.data(), static_cast<std::size_t>(width));
}

void append_date(std::string& out, Date date) {
  append_digits(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  out += '-';
  append_digits(out, static_cast<unsigned>(date.month()), 2);
  out += '-';
  append_digits(out, static_cast<unsigned>(date.day()), 2);
}

/// Parses a text from left to right; every step returns whether it matched.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  bool next_is_digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }

  /// Reads one of `choices` and returns it; '\0' when something else comes.
  char take_any(std::string_view choices) {
    if (rest_.empty() || choices.find(rest_.front()) == std::string_view::npos) return '\0';
    const char taken = rest_.front();
    rest_.remove_prefix(1);
    return taken;
  }

  /// Reads exactly `width` digits.
  bool number(int width, int& value) {
    value = 0;
    for (int i = 0; i < width; ++i) {
      if (!next_is_digit()) return false;
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return true;
  }

 private:
  std::string_view rest_;
};

/// Years 1 to 9999: four digits, and valid in PostgreSQL and RFC 3339 too.
std::optional<Date> read_date(Reader& in) {
  int year = 0, month = 0, day = 0;
  const bool fits =
      in.number(4, year) && in.take_any("-") && in.number(2, month) && in.take_any("-") && in.number(2, day);
  const Date date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                  std::chrono::day(static_cast<unsigned>(day))};
  if (!fits || year < 1 || !date.ok()) return std::nullopt;
  return date;
}

/// Reads the digits after the point; those beyond microseconds are dropped.
std::optional<microseconds> read_fraction(Reader& in) {
  if (!in.next_is_digit()) return std::nullopt;
  int value = 0, digit = 0, digits = 0;
  for (; in.next_is_digit(); ++digits) {
    in.number(1, digit);
    if (digits < 6) value = value * 10 + digit;
  }
  for (; digits < 6; ++digits) value *= 10;
  return microseconds(value);
}

std::optional<microseconds> read_time(Reader& in) {
  int hour = 0, minute = 0, second = 0;
  if (!(in.number(2, hour) && in.take_any(":") && in.number(2, minute) && in.take_any(":") &&
        in.number(2, second)) ||
      hour > 23 || minute > 59 || second > 59) {
    return std::nullopt;
  }
  const microseconds whole =
      std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
  if (!in.take_any(".")) return whole;
  const auto fraction = read_fraction(in);
  if (!fraction) return std::nullopt;
  return whole + *fraction;
}

/// `Z`, `+05:30`, and PostgreSQL's `+00` and `+05:53:28`.
std::optional<microseconds> read_offset(Reader& in) {
  const char sign = in.take_any("Zz+-");
  if (sign == 'Z' || sign == 'z') return microseconds(0);
  int hour = 0, minute = 0, second = 0;
  if (sign == '\0' || !in.number(2, hour)) return std::nullopt;
  if (in.take_any(":") && !in.number(2, minute)) return std::nullopt;
  if (in.take_any(":") && !in.number(2, second)) return std::nullopt;
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const microseconds offset =
      std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
  return sign == '-' ? -offset : offset;
}

}  // namespace

Instant now() { return std::chrono::floor<microseconds>(std::chrono::system_clock::now()); }

void use_time_zone(const std::string& zone) {
  if (!zone_exists(zone)) {
    throw std::invalid_argument("time zone '" + zone + "' is not known to this system: no such file under " +
                                std::string(zone_files) + " (package tzdata)");
  }
  ::setenv("TZ", zone.c_str(), 1);
  ::tzset();
}

Date local_date(Instant moment) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(moment).time_since_epoch().count();
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return {std::chrono::year(local.tm_year + 1900),
          std::chrono::month(static_cast<unsigned>(local.tm_mon + 1)),
          std::chrono::day(static_cast<unsigned>(local.tm_mday))};
}

Date today() { return local_date(now()); }

std::string format(Instant moment) {
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::hh_mm_ss time(moment - day);
  std::string text;
  text.reserve(27);
  append_date(text, Date(day));
  text += 'T';
  append_digits(text, static_cast<unsigned>(time.hours().count()), 2);
  text += ':';
  append_digits(text, static_cast<unsigned>(time.minutes().count()), 2);
  text += ':';
  append_digits(text, static_cast<unsigned>(time.seconds().count()), 2);
  if (const auto fraction = time.subseconds().count(); fraction != 0) {
    text += '.';
    append_digits(text, static_cast<unsigned>(fraction), 6);
  }
  text += 'Z';
  return text;
}

std::string format(Date date) {
  std::string text;
  append_date(text, date);
  return text;
}

std::optional<Instant> parse_instant(std::string_view text) {
  Reader in(text);
  const auto date = read_date(in);
  if (!date || !in.take_any("Tt ")) return std::nullopt;
  const auto time = read_time(in);
  if (!time) return std::nullopt;
  const auto offset = read_offset(in);
  if (!offset || !in.done()) return std::nullopt;

  const Instant moment = std::chrono::sys_days(*date) + *time - *offset;
  const int year = static_cast<int>(Date(std::chrono::floor<std::chrono::days>(moment)).year());
  // The offset moved it outside the years that can be written.
  if (year < 1 || year > 9999) return std::nullopt;
  return moment;
}

std::optional<Date> parse_date(std::string_view text) {
  Reader in(text);
  const auto date = read_date(in);
  if (!date || !in.done()) return std::nullopt;
  return date;
}

}  // namespace kpa
