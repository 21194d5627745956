#include "core/db/script.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kpa::db {
namespace {

using testing::ElementsAre;

std::vector<std::string> texts(std::string_view script) {
  std::vector<std::string> all;
  for (const auto& statement : split_statements(script)) all.emplace_back(statement.text);
  return all;
}

TEST(Script, SplitsAtSemicolonsAndDropsWhatIsEmpty) {
  EXPECT_THAT(texts(" SELECT 1 ;\n;; SELECT 2"), ElementsAre("SELECT 1", "SELECT 2"));
  EXPECT_THAT(texts(""), ElementsAre());
  EXPECT_THAT(texts("-- only a comment; nothing else\n/* a; /* b; */ c; */"), ElementsAre());
}

TEST(Script, KeepsSemicolonsThatDoNotEndAStatement) {
  for (const char* whole :
       {"SELECT 'a;b'", "SELECT 'it''s;'", R"(SELECT E'\';')", "SELECT \"a;b\"", "SELECT $$a;b$$",
        "SELECT $x$ $$;$y$;$x$", "SELECT 1 -- ;\n+ 1", "SELECT 1 /* ; /* ; */ ; */ + 1",
        "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)",
        "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; "
        "SELECT 2; END",
        "SELECT a$b FROM c$d", "SELECT $1"}) {
    EXPECT_THAT(texts(std::string(whole) + "; SELECT 9"), ElementsAre(whole, "SELECT 9")) << whole;
  }
}

TEST(Script, EndsWithTheScriptWhatIsLeftOpen) {
  for (const char* open :
       {"SELECT 'a; b", "SELECT $$ a; b", "SELECT (1; 2", "SELECT \"a; b", "SELECT E'\\"}) {
    EXPECT_THAT(texts(open), ElementsAre(open));
  }
}

TEST(Script, TellsTheLineOfTheFirstWord) {
  const auto statements = split_statements("-- head\n\nSELECT 1;\n/* two\nlines */ SELECT\n2;SELECT 3");
  ASSERT_EQ(statements.size(), 3U);
  EXPECT_EQ(statements[0].line, 3);
  EXPECT_EQ(statements[1].line, 5);
  EXPECT_EQ(statements[2].line, 6);
}

}  // namespace
}  // namespace kpa::db
