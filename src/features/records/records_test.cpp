#include "features/records/records.hpp"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "core/db/pool_for_test.hpp"

namespace kpa::records {
namespace {

constexpr http::Permission look{.action = "Look at axles", .user = http::Reach::own};

Description axles(std::string_view name) {
  return {.name = name,
          .singular = "axle",
          .tag = "Axles",
          .operation = "Axle",
          .path = "/api/axles",
          .view = &look,
          .table = "axles",
          .title = "'Axle ' || number",
          .seen = identity::seen_by("turner", "$2", "$3")};
}

const Kind axle{axles("axle")};

class RecordsTest : public db::PoolFixture {
 protected:
  RecordsTest() : PoolFixture({.conninfo = {}, .connections = 2}) {
    admin_.execute(
        "CREATE TABLE axles (id bigint PRIMARY KEY, version bigint NOT NULL, number text NOT NULL, turner bigint "
        "NOT NULL, depot_id bigint)");
    admin_.execute("INSERT INTO axles VALUES (1, 3, 'A-7', 10, 5), (2, 1, 'A-8', 11, NULL)");
    admin_.execute(
        "CREATE FUNCTION depots_seen_by(bigint) RETURNS bigint[] LANGUAGE sql STABLE AS "
        "$$ SELECT CASE WHEN $1 = 20 THEN ARRAY[5]::bigint[] ELSE '{}' END $$");
    pool_->start();
  }
  std::string title(std::int64_t id, identity::Viewer viewer) {
    const auto record = await(axle.find(database_, id, viewer));
    return record ? record->title : "";
  }

  db::BlockingConnection admin_{test_database_.conninfo()};
  db::Database database_{pool_};
};

constexpr identity::Viewer turner{10, std::nullopt}, another_turner{11, std::nullopt}, overseer{20, 20},
    all{};

TEST_F(RecordsTest, AreSeenAsTheirKindSays) {
  EXPECT_EQ(title(1, turner), "Axle A-7");
  EXPECT_EQ(title(2, turner), "");
  EXPECT_EQ(title(1, overseer), "Axle A-7");
  EXPECT_EQ(title(2, overseer), "") << "in no depot";
  EXPECT_EQ(title(2, all), "Axle A-8");
  EXPECT_EQ(title(3, all), "");
  EXPECT_EQ(await(axle.find(database_, 1, all))->version, 3);
}

TEST_F(RecordsTest, StayAsTheyAreWhileLocked) {
  const auto taken = [&] {
    try {
      admin_.execute("SELECT FROM axles WHERE id = 1 FOR UPDATE NOWAIT");
      return false;
    } catch (const db::Error&) {
      return true;
    }
  };
  const auto work = [&](db::Queries& unit) -> Task<bool> {
    const auto unseen = co_await axle.lock(unit, 1, another_turner);
    EXPECT_FALSE(unseen);
    EXPECT_FALSE(taken());
    const auto record = co_await axle.lock(unit, 1, turner);
    EXPECT_EQ(record.value().title, "Axle A-7");
    EXPECT_TRUE(taken());
    co_return true;
  };
  EXPECT_TRUE(await(database_.transaction(work)));
  EXPECT_FALSE(taken());
}

TEST(Register, HasEachKindOnceInTheOrderOfTheirFeatures) {
  static const Kind wagon{axles("wagon")}, another{axles("axle")};
  Register kinds;
  kinds.add(wagon);
  kinds.add(axle);
  EXPECT_THAT(kinds.kinds(), testing::ElementsAre(&wagon, &axle));
  EXPECT_THROW(kinds.add(another), std::logic_error);
  EXPECT_EQ(kinds.of_slug("axles"), &wagon) << "the first whose address ends so";
  EXPECT_EQ(kinds.of_slug("axle"), nullptr);
  EXPECT_EQ(axle.reviewable(), nullptr) << "it does not say how it is reviewed";
}

}  // namespace
}  // namespace kpa::records
