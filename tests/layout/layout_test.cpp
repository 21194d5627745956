#include "layout.hpp"

#include <fstream>
#include <string>
#include <utility>

#include <gmock/gmock.h>

namespace kpa::layout {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Checks a set of files with the given texts.
std::vector<std::string> inspect(const std::vector<std::pair<std::string, std::string>>& files,
                                 const Rooms& rooms) {
  std::vector<Source> sources;
  for (const auto& [path, text] : files) sources.push_back({path, read_includes(text)});
  return violations(sources, rooms);
}

TEST(Layout, TheHouseIsInOrder) {
  const auto src = std::filesystem::path(KPA_SOURCE_DIR) / "src";
  const auto sources = read_sources(src);
  const auto rooms = read_rooms(src);
  ASSERT_GT(sources.size(), 1U);
  ASSERT_TRUE(rooms.contains("core/http"));
  EXPECT_THAT(violations(sources, rooms), IsEmpty());
}

TEST(Layout, ReadsIncludeLinesOnly) {
  const auto includes =
      read_includes("// #include \"core/no.hpp\"\n#include <vector>\n  # include \"core/yes.hpp\"  // why\n");
  ASSERT_EQ(includes.size(), 2U);
  EXPECT_EQ(includes[0].target, "vector");
  EXPECT_TRUE(includes[0].library);
  EXPECT_EQ(includes[1].target, "core/yes.hpp");
  EXPECT_EQ(includes[1].line, 3);
}

TEST(Layout, ReadsWhatARoomUses) {
  const auto uses = read_uses(
      "# kpa_room(USES core/none)\nkpa_passwords(a)\nkpa_room(USES core core/http  # and core/not_this\n"
      "         LINK ZLIB::ZLIB\n         TEST_USES features/audit TEST_LINK kpa_test_support)\n");
  ASSERT_TRUE(uses);
  EXPECT_THAT(uses->always, ElementsAre("core", "core/http"));
  EXPECT_THAT(uses->in_tests, ElementsAre("features/audit"));
  EXPECT_TRUE(read_uses("kpa_room()"));
  EXPECT_FALSE(read_uses("add_library(kpa_app STATIC main.cpp)"));
}

TEST(Layout, WhatARoomUsesBringsItsCoreAndNoFeatures) {
  const Rooms rooms{{"core", {}},
                    {"core/db", {{"core"}}},
                    {"core/csv", {}},
                    {"features/audit", {{"core/db"}}},
                    {"features/accounts", {{"features/audit"}, {"core/csv"}}},
                    {"features/people", {{"features/accounts"}}}};
  EXPECT_THAT(within_reach(rooms, "features/people", false),
              ElementsAre("core", "core/db", "features/accounts"));
  EXPECT_THAT(within_reach(rooms, "features/accounts", true),
              ElementsAre("core", "core/csv", "core/db", "features/audit"));
  EXPECT_THAT(within_reach(rooms, "features/none", false), IsEmpty());
}

TEST(Layout, AViolationPlantedOnDiskIsFound) {
  const auto src = std::filesystem::path(testing::TempDir()) / "planted_house";
  std::filesystem::remove_all(src);
  const auto write = [&](const std::string& path, const std::string& text) {
    std::filesystem::create_directories((src / path).parent_path());
    std::ofstream(src / path) << text;
  };
  write("core/db/CMakeLists.txt", "kpa_room()\n");
  write("core/db/pool.cpp", "#include \"features/accounts/accounts.hpp\"\n");
  write("features/accounts/CMakeLists.txt", "kpa_room(USES core/db)\n");
  write("features/accounts/accounts.hpp", "#include \"features/audit/audit.hpp\"\n");
  write("features/audit/audit.hpp", "#pragma once\n");
  EXPECT_THAT(violations(read_sources(src), read_rooms(src)),
              ElementsAre("src/features/audit: there is no CMakeLists.txt with a kpa_room()",
                          "src/features/accounts/CMakeLists.txt: no file includes any of core/db",
                          "core/db/pool.cpp:1: features/accounts/accounts.hpp: core must not know features",
                          "features/accounts/accounts.hpp:1: features/audit/audit.hpp: "
                          "src/features/accounts/CMakeLists.txt does not say that it uses features/audit"));
  std::filesystem::remove_all(src);
}

TEST(Layout, ARoomMayIncludeItsOwnFilesAndWhatItSaysThatItUses) {
  EXPECT_THAT(
      inspect({{"core/db/pool.hpp", "#include \"core/task.hpp\"\n"},
               {"core/task.hpp", ""},
               {"features/accounts/accounts.hpp", "#include \"core/db/pool.hpp\"\n"},
               {"features/review/review.hpp", "#include \"features/accounts/accounts.hpp\"\n"},
               {"features/review/review_test.cpp", "#include \"features/audit/audit.hpp\"\n"},
               {"features/audit/audit.hpp", ""},
               {"features/bogie_checksheets/store.hpp", "#include \"core/db/pool.hpp\"\n"},
               {"features/bogie_checksheets/service.cpp",
                "#include \"features/bogie_checksheets/store.hpp\"\n#include \"core/task.hpp\"\n"
                "#include \"features/review/review.hpp\"\n"},
               {"app/main.cpp", "#include \"features/review/review.hpp\"\n#include \"core/db/pool.hpp\"\n"}},
              {{"core", {}},
               {"core/db", {{"core"}}},
               {"features/accounts", {{"core/db"}}},
               {"features/audit", {}},
               {"features/review", {{"features/accounts"}, {"features/audit"}}},
               {"features/bogie_checksheets", {{"features/review"}}}}),
      IsEmpty());
}

TEST(Layout, AUseThatOnlyTestsMayMakeIsFoundElsewhere) {
  EXPECT_THAT(inspect({{"features/review/review.hpp", "#include \"features/audit/audit.hpp\"\n"},
                       {"features/review/review_test.cpp", "#include \"features/audit/audit.hpp\"\n"},
                       {"features/audit/audit.hpp", ""}},
                      {{"features/review", {{}, {"features/audit"}}}, {"features/audit", {}}}),
              ElementsAre(HasSubstr("does not say that it uses features/audit")));
}

/// A deliberate violation: the file that breaks the rule, the file it includes, and a part of the message.
struct Planted {
  std::string from, to, why;
};
class PlantedViolation : public testing::TestWithParam<Planted> {};

TEST_P(PlantedViolation, IsFound) {
  const auto& [from, to, why] = GetParam();
  // Of the rooms here, only `audit` uses nothing.
  const std::set<std::string> much{"core/db", "core/http", "features/accounts"};
  Rooms rooms{{"core/http", {}},
              {"core/db", {}},
              {"features/accounts", {}},
              {"features/audit", {}},
              {"features/dynamic_forms", {much}}};
  const auto found = inspect({{from, "#include \"" + to + "\"\n"}, {to, ""}}, rooms);
  EXPECT_THAT(found, testing::Contains(testing::AllOf(HasSubstr(from + ":1: " + to), HasSubstr(why))));
}

INSTANTIATE_TEST_SUITE_P(
    Rules, PlantedViolation,
    testing::Values(
        Planted{"core/http/server.cpp", "features/audit/audit.hpp", "core must not know features"},
        Planted{"core/http/server.cpp", "app/main.hpp", "core must not know app"},
        Planted{"core/http/server_test.cpp", "features/audit/audit.hpp", "core must not know features"},
        Planted{"features/audit/service.cpp", "app/serve.hpp", "features must not know app"},
        Planted{"features/dynamic_forms/service.cpp", "features/accounts/store.hpp", "only the face"},
        Planted{"features/dynamic_forms/forms_test.cpp", "features/accounts/store.hpp", "only the face"},
        Planted{"features/audit/service.cpp", "features/accounts/accounts.hpp", "does not say that it uses"},
        Planted{"features/audit/audit_test.cpp", "features/accounts/accounts.hpp",
                "does not say that it uses"},
        Planted{"features/audit/store.cpp", "core/db/row.hpp", "does not say that it uses core/db"},
        Planted{"core/http/server.cpp", "core/db/row.hpp", "does not say that it uses core/db"},
        Planted{"features/dynamic_forms/rules.cpp", "core/http/request.hpp", "rules must not know core/http"},
        Planted{"features/dynamic_forms/rules_limits.hpp", "core/db/row.hpp", "rules must not know core/db"},
        Planted{"features/dynamic_forms/rules.hpp", "features/dynamic_forms/wire.hpp", "its feature's wire"},
        Planted{"features/dynamic_forms/rules.hpp", "features/accounts/accounts.hpp", "other features"},
        Planted{"features/dynamic_forms/wire.hpp", "core/db/row.hpp", "wire must not know core/db"},
        Planted{"features/dynamic_forms/routes.cpp", "core/db/row.hpp", "routes must not know core/db"},
        Planted{"features/dynamic_forms/routes.cpp", "features/dynamic_forms/store.hpp",
                "its feature's store"},
        Planted{"features/dynamic_forms/store.cpp", "core/http/request.hpp", "store must not know core/http"},
        Planted{"features/dynamic_forms/service.hpp", "features/dynamic_forms/routes.hpp",
                "its feature's routes"}));

TEST(Layout, APathThatDoesNotStartBelowSrcIsFound) {
  EXPECT_THAT(
      inspect({{"core/db/pool.hpp", ""}, {"core/db/pool.cpp", "#include \"pool.hpp\"\n"}}, {{"core/db", {}}}),
      ElementsAre(HasSubstr("no such file below src/")));
}

TEST(Layout, ACircleOfRoomsIsFound) {
  EXPECT_THAT(
      inspect(
          {{"core/db/pool.hpp", "#include \"core/events/log.hpp\"\n"},
           {"core/events/log.hpp", "#include \"core/cache/cache.hpp\"\n"},
           {"core/cache/cache.hpp", "#include \"core/db/pool.hpp\"\n"}},
          {{"core/db", {{"core/events"}}}, {"core/events", {{"core/cache"}}}, {"core/cache", {{"core/db"}}}}),
      ElementsAre("circle: core/cache → core/db → core/events → core/cache"));
}

TEST(Layout, AForeignHeaderOutsideCoreIsFound) {
  const Rooms rooms{{"features/audit", {}}, {"core/http", {}}};
  EXPECT_THAT(inspect({{"features/audit/store.cpp", "#include <libpq-fe.h>\n"}}, rooms),
              ElementsAre(HasSubstr("only core may include this header")));
  EXPECT_THAT(inspect({{"app/main.cpp", "#include <hiredis/hiredis.h>\n"}}, rooms),
              ElementsAre(HasSubstr("only core may include this header")));
  EXPECT_THAT(inspect({{"core/http/server.cpp", "#include <boost/beast/http.hpp>\n"}}, rooms), IsEmpty());
}

TEST(Layout, AForeignHeaderThatACoreHeaderLetsOutIsFound) {
  EXPECT_THAT(inspect({{"core/db/wire.hpp", "#include <libpq-fe.h>\n"},
                       {"core/db/pool.hpp", "#include \"core/db/wire.hpp\"\n"},
                       {"features/audit/store.cpp", "#include \"core/db/pool.hpp\"\n"}},
                      {{"core/db", {}}, {"features/audit", {{"core/db"}}}}),
              ElementsAre(HasSubstr("core/db/pool.hpp → core/db/wire.hpp → libpq-fe.h")));
}

}  // namespace
}  // namespace kpa::layout
