#include "core/time.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace kpa {
namespace {

using std::chrono::microseconds;
using std::chrono::sys_days;
using namespace std::chrono_literals;

constexpr Date day(int y, unsigned m, unsigned d) {
  return {std::chrono::year(y), std::chrono::month(m), std::chrono::day(d)};
}

TEST(Time, PrintsAnInstantAsRfc3339) {
  const Instant moment = sys_days(day(2024, 1, 15)) + 10h;
  EXPECT_EQ(format(moment), "2024-01-15T10:00:00Z");
  EXPECT_EQ(format(moment + 123456us), "2024-01-15T10:00:00.123456Z");
  EXPECT_EQ(format(moment + 1us), "2024-01-15T10:00:00.000001Z");
  EXPECT_EQ(format(Instant(-1us)), "1969-12-31T23:59:59.999999Z");
}

TEST(Time, ReadsRfc3339AndPostgres) {
  const Instant ten = sys_days(day(2024, 1, 15)) + 10h;
  const std::pair<const char*, Instant> cases[] = {
      {"2024-01-15T10:00:00Z", ten},
      {"2024-01-15t10:00:00z", ten},
      {"2024-01-15T15:30:00+05:30", ten},
      {"2024-01-15T04:30:00-05:30", ten},
      {"2024-01-15T10:00:00-00:00", ten},
      {"2024-01-15 10:00:00+00", ten},
      {"2024-01-15 10:00:00.12+00", ten + 120ms},
      {"2024-01-15 15:53:28+05:53:28", ten},
      {"2024-01-15T10:00:00.123456Z", ten + 123456us},
      {"2024-01-15T10:00:00.1234569Z", ten + 123456us},
      {"2024-02-29T00:00:00Z", Instant(sys_days(day(2024, 2, 29)))},
      {"2023-12-31T23:00:00-02:00", Instant(sys_days(day(2024, 1, 1))) + 1h},
      {"0001-01-01T00:00:00Z", Instant(sys_days(day(1, 1, 1)))},
      {"9999-12-31T23:59:59.999999Z", Instant(sys_days(day(9999, 12, 31))) + 24h - 1us},
  };
  for (const auto& [text, moment] : cases) EXPECT_EQ(parse_instant(text), moment) << text;
}

TEST(Time, RefusesWhatIsNoInstant) {
  for (const char* text : {"",
                           "now",
                           "infinity",
                           "2024-01-15",
                           "2024-01-15T10:00:00",
                           "2024-01-15T10:00Z",
                           "2024-01-15T24:00:00Z",
                           "2024-01-15T10:60:00Z",
                           "2024-01-15T10:00:60Z",
                           "2024-01-15T10:00:00.Z",
                           "2024-01-15T10:00:00,5Z",
                           "2024-01-15T10:00:00+24:00",
                           "2024-01-15T10:00:00+05:60",
                           "2024-01-15T10:00:00+5:30",
                           "2024-01-15T10:00:00+05:",
                           "2024-01-15T10:00:00Z ",
                           " 2024-01-15T10:00:00Z",
                           "2024-01-15  10:00:00Z",
                           "2023-02-29T00:00:00Z",
                           "0000-01-01T00:00:00Z",
                           "0001-01-01T00:00:00+00:01",
                           "9999-12-31T23:59:59-00:01",
                           "24-01-15T10:00:00Z",
                           "2024-1-15T10:00:00Z",
                           "0044-03-15 00:00:00+00 BC",
                           "2024-01-15T10:00:00ZZ"}) {
    EXPECT_FALSE(parse_instant(text)) << text;
  }
}

TEST(Time, ReadingWhatWasPrintedGivesTheSameInstant) {
  for (std::int64_t us = -62'135'596'800'000'000; us < 253'402'300'799'999'999; us += 3'141'592'653'589'793) {
    const Instant moment{microseconds(us)};
    EXPECT_EQ(parse_instant(format(moment)), moment) << us;
  }
}

TEST(Time, ReadsAndPrintsDates) {
  EXPECT_EQ(parse_date("2024-02-29"), day(2024, 2, 29));
  EXPECT_EQ(format(day(987, 6, 5)), "0987-06-05");
  for (const char* text :
       {"", "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-32", "2024-1-1", "15-01-2024", "2024/01/15",
        "2024-01-15 ", "2024-01-15T00:00:00Z", "0000-01-01", "+024-01-01"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
}

TEST(Time, DatesAreThoseOfTheConfiguredZone) {
  const Instant evening = *parse_instant("2024-01-14T18:30:00Z");
  use_time_zone("Asia/Kolkata");
  EXPECT_EQ(local_date(evening), day(2024, 1, 15));
  EXPECT_EQ(local_date(evening - 1us), day(2024, 1, 14));
  EXPECT_EQ(today(), local_date(now()));
  use_time_zone("UTC");
  EXPECT_EQ(local_date(evening), day(2024, 1, 14));
  EXPECT_EQ(local_date(Instant(-1us)), day(1969, 12, 31));
}

TEST(Time, RefusesAZoneTheSystemDoesNotKnow) {
  for (const char* zone : {"", "Asia/Calcuta", "Asia", "../../../etc/passwd", "/usr/share/zoneinfo/UTC",
                           "zone.tab", "IST-5:30"}) {
    EXPECT_THROW(use_time_zone(zone), std::invalid_argument) << zone;
  }
}

}  // namespace
}  // namespace kpa
