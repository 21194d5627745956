#include "core/db/listing.hpp"

#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "core/db/database.hpp"
#include "core/db/pool_for_test.hpp"

namespace kpa::db {
namespace {

struct Wheel {
  std::int64_t id = 0;
  std::string name;
};

}  // namespace

template <>
const Columns<Wheel>& columns() {
  static const auto made = Columns<Wheel>().column("id", &Wheel::id).column("name", &Wheel::name);
  return made;
}

namespace {

const List<Wheel> wheels{
    "listing_test_wheels_with_a_name_that_is_not_short",
    "id, name",
    "wheels",
    {{"name", "name ILIKE ?"},
     {"from", "size >= ?::bigint"},
     {"to", "size <= ?::bigint"},
     {"has", "remarks ?? ?"},
     {"has_any", "remarks ??| string_to_array(?, ' ')"},
     {"has_all", "remarks ??& string_to_array(?, ' ')"}},
    {{"size", "size", "bigint"}, {"name", "name", "text"}, {"made", "made", "timestamptz"}}};

class ListingTest : public PoolFixture {
 protected:
  ListingTest() : PoolFixture({.conninfo = {}, .connections = 1}) {
    BlockingConnection admin(test_database_.conninfo());
    admin.execute(
        "CREATE TABLE wheels (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, size bigint "
        "NOT NULL, made timestamptz NOT NULL, remarks jsonb NOT NULL DEFAULT '{}')");
    admin.execute(
        "INSERT INTO wheels (name, size, made) SELECT 'wheel ' || n % 7, n % 10, "
        "timestamptz '2024-01-01' + n % 4 * interval '1 microsecond' FROM generate_series(1, 103) n");
    pool_->start();
  }

  Listed<Wheel> fetch(Selection selection) { return await(wheels.fetch(database_, std::move(selection))); }

  Database database_{pool_};
};

std::vector<std::int64_t> ids(const Listed<Wheel>& listed) {
  std::vector<std::int64_t> all;
  for (const auto& row : listed.rows) all.push_back(row.id);
  return all;
}

TEST_F(ListingTest, PagesAndCursorsGiveEveryRowOnceInTheSameOrderInBothDirections) {
  for (const auto& sort : wheels.sorts()) {
    std::vector<std::vector<std::int64_t>> orders;
    for (const bool descending : {true, false}) {
      Selection selection{
          .filters = {}, .sort = std::string(sort.name), .descending = descending, .per_page = 10};
      std::vector<std::int64_t> by_page, by_cursor;
      for (selection.page = 1; selection.page <= 11; ++selection.page) {
        const auto listed = fetch(selection);
        EXPECT_EQ(listed.total, 103);
        EXPECT_EQ(listed.next.has_value(), selection.page < 11);
        std::ranges::copy(ids(listed), std::back_inserter(by_page));
      }
      selection.page = 1;
      do {
        const auto listed = fetch(selection);
        EXPECT_EQ(listed.total, 103) << "of the whole list, wherever the page lies";
        std::ranges::copy(ids(listed), std::back_inserter(by_cursor));
        selection.after = listed.next;
      } while (selection.after);
      EXPECT_EQ(by_page, by_cursor) << sort.name;
      EXPECT_EQ(std::set(by_page.begin(), by_page.end()).size(), 103U) << sort.name;
      EXPECT_EQ(by_page.size(), 103U) << sort.name;
      orders.push_back(by_page);
    }
    std::ranges::reverse(orders[1]);
    EXPECT_EQ(orders[0], orders[1]) << sort.name;
  }
}

TEST_F(ListingTest, ARowThatComesBetweenTwoPagesOfACursorMovesNoOther) {
  Selection selection{.filters = {}, .sort = "size", .descending = true, .per_page = 100};
  const auto first = fetch(selection);
  BlockingConnection(test_database_.conninfo())
      .execute("INSERT INTO wheels (name, size, made) VALUES ('new', 100, now())");
  selection.after = first.next;
  EXPECT_EQ(fetch(selection).rows.size(), 3U);
}

TEST_F(ListingTest, FiltersCombine) {
  Selection selection{.filters = {}, .sort = "name", .descending = false, .per_page = 100};
  selection.where("from", std::int64_t{3});
  selection.where("to", std::optional<std::int64_t>(4));
  selection.where("to", std::optional<std::int64_t>());
  EXPECT_EQ(fetch(selection).total, 21);
  selection.where("name", std::string("%WHEEL 2%"));
  const auto listed = fetch(selection);
  EXPECT_EQ(listed.total, 3);
  EXPECT_EQ(listed.rows.size(), 3U);
  for (const auto& row : listed.rows) EXPECT_EQ(row.name, "wheel 2");
}

TEST_F(ListingTest, OperatorsThatAreQuestionMarksCanBeSaid) {
  BlockingConnection(test_database_.conninfo())
      .execute(R"(UPDATE wheels SET remarks = CASE WHEN id % 2 = 0 THEN '{"cracked": 1}'
                                                   WHEN id % 3 = 0 THEN '{"cracked": 1, "worn?": 1}' ELSE '{}' END::jsonb)");
  const auto count = [this](const char* filter, const std::string& value) {
    Selection selection{.filters = {}, .sort = "size"};
    selection.where(filter, value);
    return fetch(selection).total;
  };
  EXPECT_EQ(count("has", "cracked"), 51 + 17);
  EXPECT_EQ(count("has", "worn?"), 17);
  EXPECT_EQ(count("has", "worn"), 0);
  EXPECT_EQ(count("has_any", "worn? bent"), 17);
  EXPECT_EQ(count("has_all", "worn? cracked"), 17);
  EXPECT_EQ(count("has_all", "worn? bent"), 0);
}

TEST_F(ListingTest, SaysWhetherItMayBeStale) {
  const List<Wheel> shown{"listing_test_shown",   "id, name", "wheels", {}, {{"size", "size", "bigint"}},
                          Freshness::may_be_stale};
  const Selection by_size{.filters = {}, .sort = "size"};
  EXPECT_EQ(shown.page(by_size).freshness, Freshness::may_be_stale);
  EXPECT_EQ(shown.count(by_size).freshness, Freshness::may_be_stale);
  EXPECT_EQ(wheels.page(by_size).freshness, Freshness::current);
}

TEST_F(ListingTest, TheSameFilterTwiceMeansBoth) {
  Selection selection{.filters = {}, .sort = "size"};
  selection.where("from", std::int64_t{3});
  selection.where("from", std::int64_t{9});
  EXPECT_EQ(fetch(selection).total, 10);
}

TEST_F(ListingTest, BehindTheEndThereIsNothingButTheTotal) {
  const auto listed = fetch({.filters = {}, .sort = "size", .page = 1'000'000});
  EXPECT_TRUE(listed.rows.empty());
  EXPECT_EQ(listed.total, 103);
  EXPECT_FALSE(listed.next);
  Selection none{.filters = {}, .sort = "size"};
  none.where("from", std::int64_t{99});
  EXPECT_EQ(fetch(none).total, 0);
}

TEST_F(ListingTest, CountingStopsWhereItWouldCostTooMuch) {
  BlockingConnection(test_database_.conninfo())
      .execute(
          "INSERT INTO wheels (name, size, made) SELECT 'many', 50, now() FROM generate_series(1, $1::bigint)",
          {std::to_string(most_counted + 5)});
  Selection selection{.filters = {}, .sort = "size"};
  selection.where("from", std::int64_t{50});
  const auto listed = fetch(selection);
  EXPECT_EQ(listed.total, most_counted);
  EXPECT_FALSE(listed.total_is_exact);
}

TEST_F(ListingTest, WhatWasNotDeclaredIsABug) {
  EXPECT_THROW(fetch({.filters = {}, .sort = "id; DROP TABLE wheels"}), std::logic_error);
  Selection selection{.filters = {}, .sort = "size"};
  selection.where("made", std::int64_t{1});
  EXPECT_THROW(fetch(selection), std::logic_error);
}

TEST_F(ListingTest, ACursorThatSomebodyMadeUpIsTheClientsMistake) {
  for (const auto* key : {"no number", "99999999999999999999", ""}) {
    try {
      fetch({.filters = {}, .sort = "size", .after = Cursor{key, 1}});
      FAIL() << key;
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.problem.code, Code::validation_failed);
    }
  }
}

}  // namespace
}  // namespace kpa::db
