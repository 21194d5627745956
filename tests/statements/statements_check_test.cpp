#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "tests/support/database.hpp"
#include "tests/support/statements.hpp"

namespace kpa::test {
namespace {

struct Wheel {
  std::int64_t id = 0;
  std::optional<std::string> name;
};

}  // namespace
}  // namespace kpa::test

template <>
const kpa::db::Columns<kpa::test::Wheel>& kpa::db::columns() {
  using W = test::Wheel;
  static const auto made = Columns<W>().column("id", &W::id).column("name", &W::name);
  return made;
}

namespace kpa::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class StatementsCheck : public testing::Test {
 protected:
  StatementsCheck() {
    db::BlockingConnection(database_.conninfo())
        .execute(
            "CREATE TABLE wheels (id bigint PRIMARY KEY, name text, size int NOT NULL, made date NOT NULL)");
  }
  template <class Signature>
  std::vector<std::string> check(const std::string& sql) {
    return disagreements(database_.conninfo(), db::Query<Signature>("planted", sql));
  }
  std::vector<std::string> check(std::string columns, std::vector<db::Filter> filters,
                                 std::vector<db::Sort> sorts) {
    const db::List<Wheel> list("planted", std::move(columns), "wheels", std::move(filters), std::move(sorts));
    return disagreements(database_.conninfo(), list);
  }

  TestDatabase database_{TestDatabase::Starts::empty};
};

TEST_F(StatementsCheck, HasNothingAgainstWhatAgrees) {
  EXPECT_THAT(check<Wheel(std::int64_t)>("SELECT id, name FROM wheels WHERE id = $1"), IsEmpty());
  EXPECT_THAT(check<std::int64_t(std::string)>("SELECT size FROM wheels WHERE name = $1"), IsEmpty());
  EXPECT_THAT(check<void(Wheel)>("INSERT INTO wheels (id, name, size, made) VALUES ($1, $2, 1, now())"),
              IsEmpty());
  EXPECT_THAT(check("id, name", {{"name", "name = ?"}}, {{"made", "made", "date"}}), IsEmpty());
}

TEST_F(StatementsCheck, FindsWhatCannotBePrepared) {
  EXPECT_THAT(check<Wheel()>("SELECT id, title FROM wheels"), ElementsAre(HasSubstr("title")));
  EXPECT_THAT(check<Wheel()>("SELEC id FROM wheels"), Not(IsEmpty()));
}

TEST_F(StatementsCheck, FindsOtherParameters) {
  EXPECT_THAT(check<Wheel()>("SELECT id, name FROM wheels WHERE id = $1"),
              ElementsAre("planted: takes 1 values, not 0"));
  EXPECT_THAT(check<Wheel(std::string)>("SELECT id, name FROM wheels WHERE id = $1"),
              ElementsAre(HasSubstr("$1 has type 20, not 25")));
  EXPECT_THAT(check<Wheel(std::int64_t)>("SELECT id, name FROM wheels WHERE made = $1"),
              ElementsAre(HasSubstr("$1 has type 1082")));
}

TEST_F(StatementsCheck, FindsOtherColumns) {
  EXPECT_THAT(check<Wheel()>("SELECT id FROM wheels"), ElementsAre("planted: gives 1 columns, not 2"));
  EXPECT_THAT(check<Wheel()>("SELECT id, name AS title FROM wheels"),
              ElementsAre("planted: column 2 is called title, not name"));
  EXPECT_THAT(check<Wheel()>("SELECT id, made AS name FROM wheels"),
              ElementsAre(HasSubstr("column name has type 1082")));
  EXPECT_THAT(check<Date()>("SELECT name FROM wheels"), ElementsAre(HasSubstr("has type 25")));
}

TEST_F(StatementsCheck, FindsWhatIsWrongWithAList) {
  EXPECT_THAT(check("id, size AS name", {}, {{"id", "id", "bigint"}}), Not(IsEmpty()));
  EXPECT_THAT(check("id, name", {{"title", "title = ?"}}, {{"id", "id", "bigint"}}), Not(IsEmpty()));
  EXPECT_THAT(check("id, name", {}, {{"id", "id", "bigint"}, {"title", "title", "text"}}), Not(IsEmpty()));
  EXPECT_THAT(check("id, name", {}, {{"made", "made", "bigint"}}), Not(IsEmpty()))
      << "the cursor's type is not the key's";
}

}  // namespace
}  // namespace kpa::test
