#include "core/db/statement.hpp"

#include <gtest/gtest.h>

namespace kpa::db {
namespace {

std::string with(std::string_view sql) {
  const std::vector<Slot> answered = {slot_of<std::int64_t>("id"), slot_of<std::string>("name")};
  const std::vector<Slot> written = {slot_of<std::string>("name"), slot_of<std::int64_t>("size"),
                                     slot_of<std::int64_t>("age")};
  return with_columns(sql, answered, written);
}

TEST(WithColumns, PutsNamesAndValuesIntoTheText) {
  EXPECT_EQ(with("INSERT INTO t (a, {written}) VALUES ($1, {$2…}) RETURNING {answered}"),
            "INSERT INTO t (a, name, size, age) VALUES ($1, $2, $3, $4) RETURNING id, name");
  EXPECT_EQ(with("{$10…}"), "$10, $11, $12");
}

TEST(WithColumns, LeavesOtherBracesAsTheyAre) {
  for (const std::string sql : {"SELECT '{}'", "SELECT '{1,2}'::int[]", "SELECT '{", "{answer}", "{$2}", ""})
    EXPECT_EQ(with(sql), sql);
}

TEST(AColumn, IsKeptInItsRow) {
  struct Named {
    std::string name;
  };
  static Named another;
  EXPECT_NO_THROW(Columns<Named>().column("name", &Named::name));
  EXPECT_THROW(Columns<Named>().column("name", [](Named&) -> std::string& { return another.name; }),
               std::logic_error);
}

std::string rfc3339(std::string_view timestamptz) {
  std::string text;
  append_rfc3339(timestamptz, text);
  return text;
}

TEST(Rfc3339, IsWhatFormatWrites) {
  for (const std::string text :
       {"2024-01-15 10:00:00+00", "2024-01-15 10:00:00.5+00", "2024-01-15 10:00:00.123456+00",
        "2024-01-15 10:00:00.000001+00", "2024-01-15 15:30:00+05:30", "0001-01-01 00:00:00+00"})
    EXPECT_EQ(rfc3339(text), format(parse_instant(text).value())) << text;
  EXPECT_THROW(rfc3339("infinity"), std::runtime_error);
}

}  // namespace
}  // namespace kpa::db
