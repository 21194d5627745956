#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "core/db/migrations.hpp"
#include "core/unicode.hpp"
#include "embedded/migrations.hpp"
#include "tests/support/database.hpp"

// The database and the program must treat the same texts as equal.
namespace kpa::test {
namespace {

using db::BlockingConnection;
using testing::HasSubstr;

std::string utf8(unsigned point) {
  std::string text;
  const auto add = [&](unsigned byte) { text += static_cast<char>(byte); };
  if (point < 0x80) {
    add(point);
  } else if (point < 0x800) {
    add(0xC0U | point >> 6U);
    add(0x80U | (point & 0x3FU));
  } else {
    add(0xE0U | point >> 12U);
    add(0x80U | (point >> 6U & 0x3FU));
    add(0x80U | (point & 0x3FU));
  }
  return text;
}

TEST(Spelling, IsTheSameForTheDatabaseAsForTheProgram) {
  const TestDatabase database;
  BlockingConnection sql(database.conninfo());
  struct Range {
    unsigned first, last;
  };
  std::string different;
  for (const auto [first, last] : {Range{0x20, 0x7E},      // ASCII
                                   Range{0xA0, 0x17F},     // Latin
                                   Range{0x900, 0x9FF},    // Devanagari, Bengali
                                   Range{0xB80, 0xC7F},    // Tamil, Telugu
                                   Range{0x2010, 0x2015},  // dashes
                                   Range{0x2018, 0x201F},  // quotation marks
                                   Range{0x2032, 0x2033},  // primes
                                   Range{0x34F, 0x34F}, Range{0xFE00, 0xFE0F}, Range{0x200B, 0x200F},
                                   Range{0x202A, 0x202F}, Range{0x2060, 0x2064}, Range{0x2066, 0x2069},
                                   Range{0x2212, 0x2212}, Range{0xFEFF, 0xFEFF}, Range{0xFF01, 0xFF5E}})
    for (unsigned point = first; point <= last; ++point) {
      const std::string text = "a" + utf8(point) + "b";
      const auto in_database = sql.execute("SELECT folded($1)", {text}).value().value();
      if (in_database != folded(plain(text).text)) different += utf8(point);
    }
  EXPECT_EQ(different, "ß") << "of German; all others are the same";
}

TEST(Spelling, IsAPatternOfNothingButTheText) {
  const TestDatabase database;
  BlockingConnection sql(database.conninfo());
  for (const std::string text : {"100%_\\", "％", "＿", "＼", "%", "_", "\\"}) {
    const auto found = [&](const std::string& in) {
      return sql.execute("SELECT folded($1) LIKE containing($2)", {in, text}).value().value();
    };
    EXPECT_EQ(found("x" + text + "y"), "t") << text;
    EXPECT_EQ(found("xyz"), "f") << text;
  }
}

/// A database as it was before employee ids were compared without case.
class NumbersInTwoCases : public testing::Test {
 protected:
  static std::vector<db::Migration> migrations() { return db::read_migrations(embedded::migrations()); }
  static int before() {
    for (const auto& migration : migrations())
      if (migration.name.ends_with("tell_numbers_apart_without_case")) return migration.version - 1;
    return 0;
  }
  void add_user(const std::string& phone, const std::string& employee_id) {
    sql_.execute(
        "INSERT INTO users (phone_number, first_name, last_name, password_hash, employee_id) "
        "VALUES ($1, 'A', 'B', '!', $2)",
        {phone, employee_id});
  }
  std::string failure() {
    try {
      db::migrate(sql_, migrations());
    } catch (const db::MigrationError& error) {
      return error.what();
    }
    return {};
  }

  TestDatabase database_{TestDatabase::Starts::empty};
  BlockingConnection sql_{database_.conninfo()};
};

TEST_F(NumbersInTwoCases, StopTheMigrationWithAWordOfWhatToDo) {
  db::migrate(sql_, migrations(), {.to = before()});
  add_user("+919876543210", "KGP-1");
  add_user("+919876543211", "kgp-1");
  add_user("+919876543212", "KGP-2");
  const std::string told = failure();
  EXPECT_THAT(told, HasSubstr("employee ids of users: KGP-1 (id 1), kgp-1 (id 2)"));
  EXPECT_THAT(told, HasSubstr("Give all but one of each another number"));
  EXPECT_THAT(told, testing::Not(HasSubstr("KGP-2")));
  sql_.execute("UPDATE users SET employee_id = 'KGP-3' WHERE id = 2");
  EXPECT_EQ(failure(), "");
  EXPECT_THROW(add_user("+919876543213", "kgp-3"), db::Error);
}

TEST(Spelling, OfPeopleWhoAreThereAlreadyIsBroughtUpToDate) {
  const TestDatabase database(TestDatabase::Starts::empty);
  BlockingConnection sql(database.conninfo());
  const auto migrations = db::read_migrations(embedded::migrations());
  int before = 0;
  for (const auto& migration : migrations)
    if (migration.name.ends_with("compare_texts_by_what_is_read")) before = migration.version - 1;
  ASSERT_GT(before, 0);
  db::migrate(sql, migrations, {.to = before});
  sql.execute(
      "INSERT INTO users (phone_number, first_name, last_name, password_hash) "
      "VALUES ('+919876543210', U&'\\092B\\093C\\093F\\0930\\094B\\091C', 'B', '!')");
  db::migrate(sql, migrations);
  EXPECT_EQ(sql.execute("SELECT count(*) FROM users WHERE searched_by LIKE containing(U&'\\095E')").value(),
            "1");
}

}  // namespace
}  // namespace kpa::test
