#include "app/demo.hpp"

#include <gtest/gtest.h>

#include "core/config/load.hpp"
#include "core/config/secrets.hpp"
#include "core/db/blocking.hpp"
#include "tests/support/database.hpp"

namespace kpa::app {
namespace {

class Demo : public testing::Test {
 protected:
  Demo() {
    config::Loaded loaded = config::load(
        {.environment = {{"KPA_PROFILE", "test"}, {"KPA_DATA_DIR", directory_.path().string()}}});
    config::complete_secrets(loaded.settings);
    settings = loaded.settings;
  }

  std::string sql(const std::string& statement) const {
    db::BlockingConnection connection(database.conninfo());
    return connection.execute(statement).value().value_or("");
  }

  test::TestDatabase database;
  config::Settings settings;

 private:
  test::TemporaryDirectory directory_;
};

constexpr const char* people = "SELECT count(*) FROM users";
constexpr const char* forms =
    "SELECT (SELECT count(*) FROM wheel_specifications) + (SELECT count(*) FROM bogie_checksheets)";

TEST_F(Demo, IsMadeOnceAndNeverInProd) {
  auto prod = settings;
  prod.profile = config::Profile::prod;
  EXPECT_FALSE(make_demo(prod, database.conninfo()));
  EXPECT_EQ(sql(people), "0");
  EXPECT_TRUE(make_demo(settings, database.conninfo()));
  EXPECT_EQ(sql(people), "9");
  EXPECT_EQ(sql(forms), "300");
  EXPECT_EQ(sql("SELECT count(*) FROM forms WHERE published_version = 1"), "3");
  EXPECT_EQ(sql("SELECT string_agg(DISTINCT status, ' ' ORDER BY status) FROM form_submissions"),
            "approved pending rejected reviewed");
  EXPECT_EQ(sql("SELECT count(*) FROM users WHERE depot_id IS NULL"), "1") << "the superuser's";
  EXPECT_EQ(sql("SELECT string_agg(DISTINCT status, ' ' ORDER BY status) FROM wheel_specifications"),
            "approved rejected reviewed saved submitted");
  EXPECT_GT(std::stoi(sql("SELECT count(DISTINCT (kind, status)) FROM reviews")), 3) << "a queue to review";
  EXPECT_EQ(
      sql("SELECT count(*) FROM depots JOIN divisions ON divisions.id = division_id JOIN zones ON zones.id = zone_id"),
      "6");
  EXPECT_FALSE(make_demo(settings, database.conninfo()));
  EXPECT_EQ(sql(people), "9");
  EXPECT_EQ(sql(forms), "300");
}

TEST_F(Demo, IsMadeWholeOrNotAtAll) {
  sql("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
      "$$ BEGIN IF (SELECT count(*) FROM bogie_checksheets) >= 20 THEN RAISE EXCEPTION 'enough'; END IF; "
      "RETURN new; END $$;"
      "CREATE TRIGGER refuse BEFORE INSERT ON bogie_checksheets FOR EACH ROW EXECUTE FUNCTION refuse()");
  EXPECT_THROW(make_demo(settings, database.conninfo()), std::runtime_error);
  EXPECT_EQ(sql(people), "0");
  EXPECT_EQ(sql(forms), "0");
  sql("DROP TRIGGER refuse ON bogie_checksheets");
  EXPECT_TRUE(make_demo(settings, database.conninfo()));
  EXPECT_EQ(sql(forms), "300");
}

}  // namespace
}  // namespace kpa::app
