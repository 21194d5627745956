#include <string>

#include <gtest/gtest.h>

#include "core/workbook/workbook.hpp"
#include "tests/faults/rounds.hpp"
#include "tests/faults/world.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;

constexpr auto path = "/api/forms/wheel-specifications/export?format=";

/// Whether the file says that it is whole.
bool is_whole(const std::string& format, const std::string& file) {
  if (format == "xlsx")
    return kpa::workbook::read(file, {.bytes = 1U << 30U, .cells = 3'000'000, .text_bytes = 1U << 30U})
        .has_value();
  return file.find(format == "csv" ? "# end: 10000 rows" : "\"rows\":10000") != std::string::npos;
}

TEST(ExportKilled, CannotPassForAWholeOne) {
  World world;
  const auto made = world.client().post("/api/forms/wheel-specifications", wheel_example("K-1"));
  ASSERT_EQ(made.status, 201) << made.text;
  world.sql(
      "INSERT INTO wheel_specifications OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(w, jsonb_build_object("
      "'id', 1000000 + n, 'form_number', w.form_number || '-' || n))).* FROM wheel_specifications w, "
      "generate_series(1, 9999) AS n");
  const int times = rounds(1, 20);
  for (int round = 0; round < times; ++round)
    for (const std::string format : {"csv", "xlsx", "jsonl"}) {
      RawClient client(world.server.port(), 4'096);
      ASSERT_TRUE(client.send(get_request(path + format, "Authorization: Bearer " + world.token + "\r\n")));
      ASSERT_TRUE(client.read_more());
      world.server.kill();
      const auto cut = client.receive();
      EXPECT_TRUE(cut.cut_off) << format;
      EXPECT_FALSE(is_whole(format, cut.body)) << format;
      world.server.start();
      EXPECT_TRUE(is_whole(format, world.client().get(path + format).text)) << format;
    }
  EXPECT_EQ(world.sql("SELECT count(*) FROM events WHERE action = 'exported'"), std::to_string(times * 6));
  EXPECT_EQ(world.sql("SELECT count(*) FROM events WHERE action = 'export_ended'"), std::to_string(times * 3))
      << "of a killed one the audit log knows that it began";
}

}  // namespace
