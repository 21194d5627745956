#include "core/http/paging.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace kpa::http {
namespace {

using schema::PageQuery;

constexpr auto newest_first = "-created_at";

Outcome<db::Selection> placed(const PageQuery& query) {
  db::Selection selection;
  const auto good = place(query, newest_first, 20, selection);
  if (!good) return good.error();
  return selection;
}

/// The cursor after a row of a list in the default order.
std::string some_cursor() {
  db::Selection selection;
  selection.sort = "created_at";
  return *pagination_of(selection, 50, true, db::Cursor{.key = "2024-01-15", .id = 7}).next_cursor;
}

std::string complaint(const PageQuery& query) {
  const auto selection = placed(query);
  if (selection) return "none";
  EXPECT_EQ(selection.error().code, Code::validation_failed);
  return selection.error().fields.at(0).path + ": " + selection.error().fields.at(0).code;
}

TEST(Paging, BeginsWhereTheCursorOrThePageSays) {
  EXPECT_EQ(placed({})->page, 1);
  EXPECT_EQ(placed({.sort = {}, .page = 3, .per_page = {}, .cursor = {}})->page, 3);
  const auto selection = placed({.sort = {}, .page = {}, .per_page = 5, .cursor = some_cursor()});
  ASSERT_TRUE(selection && selection->after);
  EXPECT_EQ(selection->after->key, "2024-01-15");
  EXPECT_EQ(selection->after->id, 7);
  EXPECT_EQ(selection->per_page, 5);
}

TEST(Paging, OrdersByANameInEitherSpelling) {
  for (const auto* sort : {"-created_at", "-createdAt"}) {
    const auto selection = placed({.sort = sort, .page = {}, .per_page = {}, .cursor = some_cursor()});
    ASSERT_TRUE(selection.has_value()) << sort << ": a cursor is one of this order in both";
    EXPECT_EQ(selection->sort, "created_at");
    EXPECT_TRUE(selection->descending);
  }
  const auto ascending = placed({.sort = "createdAt", .page = {}, .per_page = {}, .cursor = {}});
  EXPECT_EQ(ascending->sort, "created_at");
  EXPECT_FALSE(ascending->descending);
}

TEST(Paging, KnowsTheOrdersOfItsList) {
  const auto orders = schema::order({"created_at", "name"});
  for (const auto* good : {"created_at", "-created_at", "createdAt", "-createdAt", "name", "-name"})
    EXPECT_FALSE(orders.check(good)) << good;
  for (const auto* bad : {"size", "", "-", "--name", "+name", " name", "name ", "created-at", "created at",
                          "-created_at, name"})
    EXPECT_TRUE(orders.check(bad)) << bad;
  boost::json::object documented;
  orders.document(documented);
  EXPECT_EQ(documented.at("enum"), (boost::json::array{"created_at", "-created_at", "name", "-name"}));
}

TEST(Paging, RefusesACursorTogetherWithAPage) {
  EXPECT_EQ(complaint({.sort = {}, .page = 1, .per_page = {}, .cursor = some_cursor()}),
            "cursor: not_with_page");
}

TEST(Paging, RefusesCursorsOfOtherOrdersAndOtherTexts) {
  EXPECT_EQ(complaint({.sort = "created_at", .page = {}, .per_page = {}, .cursor = some_cursor()}),
            "cursor: not_a_cursor");
  EXPECT_EQ(complaint({.sort = {}, .page = {}, .per_page = {}, .cursor = "abc"}), "cursor: not_a_cursor");
}

}  // namespace
}  // namespace kpa::http
