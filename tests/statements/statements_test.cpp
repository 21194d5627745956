#include "tests/support/statements.hpp"

#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/database.hpp"

namespace kpa::test {
namespace {

TEST(Statements, AllAgreeWithTheSchema) {
  const TestDatabase database;
  ASSERT_GT(db::AnyStatement::all().size(), 20U) << "they are not linked into this program";
  ASSERT_GT(db::ListText::all().size(), 0U);
  EXPECT_THAT(all_disagreements(database.conninfo()), testing::IsEmpty());
}

/// Decisions depend on these tables, so reads must see the latest commit.
constexpr std::string_view never_stale[] = {"sessions",        "refresh_tokens",      "one_time_codes",
                                            "one_time_links",  "second_factors",      "login_attempts",
                                            "system_settings", "idempotency_keys",    "deliveries",
                                            "scheduled_jobs",  "lacks_second_factor", "password_hash",
                                            "FOR UPDATE",      "FOR NO KEY",          "advisory",
                                            "nextval"};

bool decides(const std::string& sql) {
  return std::ranges::any_of(never_stale, [&](auto word) { return sql.find(word) != sql.npos; });
}

TEST(Statements, ThatMayBeStaleDecideNothing) {
  std::size_t stale = 0;
  const auto check = [&](const std::string& name, const std::string& sql, db::Freshness freshness) {
    if (freshness == db::Freshness::current) return;
    ++stale;
    EXPECT_FALSE(decides(sql)) << name;
  };
  for (const auto* statement : db::AnyStatement::all()) {
    check(statement->name, statement->sql, statement->freshness);
    EXPECT_TRUE(statement->read_only || statement->freshness == db::Freshness::current) << statement->name;
  }
  for (const auto* list : db::ListText::all()) {
    const db::Selection all{.filters = {}, .sort = std::string(list->sorts().front().name)};
    check(list->name(), std::string(list->page(all).sql), list->freshness());
  }
  EXPECT_GT(stale, 0U);
}

}  // namespace
}  // namespace kpa::test
