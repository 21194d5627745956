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

/// A house of files, each with the text that it holds.
std::vector<std::string> inspect(const std::vector<std::pair<std::string, std::string>>& files) {
  std::vector<Source> sources;
  for (const auto& [path, text] : files) sources.push_back({path, read_includes(text)});
  return violations(sources);
}

TEST(Layout, TheHouseIsInOrder) {
  const auto sources = read_sources(std::filesystem::path(KPA_SOURCE_DIR) / "src");
  ASSERT_GT(sources.size(), 1U);
  EXPECT_THAT(violations(sources), IsEmpty());
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

TEST(Layout, AViolationPlantedOnDiskIsFound) {
  const auto src = std::filesystem::path(testing::TempDir()) / "planted_house";
  std::filesystem::remove_all(src);
  std::filesystem::create_directories(src / "core" / "db");
  std::filesystem::create_directories(src / "features" / "accounts");
  std::ofstream(src / "features" / "accounts" / "accounts.hpp") << "#pragma once\n";
  std::ofstream(src / "core" / "db" / "pool.cpp") << "#include \"features/accounts/accounts.hpp\"\n";
  EXPECT_THAT(violations(read_sources(src)),
              ElementsAre("core/db/pool.cpp:1: features/accounts/accounts.hpp: core must not know features"));
  std::filesystem::remove_all(src);
}

TEST(Layout, AFeatureMayIncludeCoreItsOwnFilesAndTheFacesBelow) {
  EXPECT_THAT(
      inspect(
          {{"core/db/pool.hpp", ""},
           {"features/accounts/accounts.hpp", ""},
           {"features/review/review.hpp", "#include \"features/accounts/accounts.hpp\"\n"},
           {"features/bogie_checksheets/store.hpp", "#include \"core/db/pool.hpp\"\n"},
           {"features/bogie_checksheets/service.cpp",
            "#include \"features/bogie_checksheets/store.hpp\"\n#include \"features/review/review.hpp\"\n"},
           {"features/search/search.hpp", "#include \"features/review/review.hpp\"\n"},
           {"app/main.cpp", "#include \"features/search/search.hpp\"\n#include \"core/db/pool.hpp\"\n"}}),
      IsEmpty());
}

/// A planted violation: the file that breaks the rule, the one it includes, and a part of the objection.
struct Planted {
  std::string from, to, why;
};
class PlantedViolation : public testing::TestWithParam<Planted> {};

TEST_P(PlantedViolation, IsFound) {
  const auto& [from, to, why] = GetParam();
  const auto found = inspect({{from, "#include \"" + to + "\"\n"}, {to, ""}});
  EXPECT_THAT(found, ElementsAre(HasSubstr(why)));
}

INSTANTIATE_TEST_SUITE_P(
    Rules, PlantedViolation,
    testing::Values(
        Planted{"core/http/server.cpp", "features/audit/audit.hpp", "core must not know features"},
        Planted{"core/http/server.cpp", "app/main.hpp", "core must not know app"},
        Planted{"core/http/server_test.cpp", "features/audit/audit.hpp", "core must not know features"},
        Planted{"features/audit/service.cpp", "app/serve.hpp", "features must not know app"},
        Planted{"features/review/service.cpp", "features/accounts/store.hpp", "only the face"},
        Planted{"features/review/review_test.cpp", "features/accounts/store.hpp", "only the face"},
        Planted{"features/accounts/service.cpp", "features/review/review.hpp",
                "accounts does not stand above review"},
        Planted{"features/accounts/service.cpp", "features/audit/audit.hpp", "does not stand above"},
        Planted{"features/files/service.cpp", "features/dynamic_forms/dynamic_forms.hpp",
                "does not stand above"},
        Planted{"features/dynamic_forms/service.cpp", "features/search/search.hpp", "does not stand above"},
        Planted{"features/search/service.cpp", "features/reports/reports.hpp", "does not stand above"},
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
  EXPECT_THAT(inspect({{"core/db/pool.hpp", ""}, {"core/db/pool.cpp", "#include \"pool.hpp\"\n"}}),
              ElementsAre(HasSubstr("no such file below src/")));
}

TEST(Layout, ACircleOfRoomsIsFound) {
  EXPECT_THAT(inspect({{"core/db/pool.hpp", "#include \"core/events/log.hpp\"\n"},
                       {"core/events/log.hpp", "#include \"core/cache/cache.hpp\"\n"},
                       {"core/cache/cache.hpp", "#include \"core/db/pool.hpp\"\n"}}),
              ElementsAre("circle: core/cache → core/db → core/events → core/cache"));
}

TEST(Layout, AForeignHeaderOutsideCoreIsFound) {
  EXPECT_THAT(inspect({{"features/audit/store.cpp", "#include <libpq-fe.h>\n"}}),
              ElementsAre(HasSubstr("only core may include this header")));
  EXPECT_THAT(inspect({{"app/main.cpp", "#include <spdlog/spdlog.h>\n"}}),
              ElementsAre(HasSubstr("only core may include this header")));
  EXPECT_THAT(inspect({{"core/http/server.cpp", "#include <boost/beast/http.hpp>\n"}}), IsEmpty());
}

TEST(Layout, AForeignHeaderThatACoreHeaderLetsOutIsFound) {
  EXPECT_THAT(inspect({{"core/db/wire.hpp", "#include <libpq-fe.h>\n"},
                       {"core/db/pool.hpp", "#include \"core/db/wire.hpp\"\n"},
                       {"features/audit/store.cpp", "#include \"core/db/pool.hpp\"\n"}}),
              ElementsAre(HasSubstr("core/db/pool.hpp → core/db/wire.hpp → libpq-fe.h")));
}

}  // namespace
}  // namespace kpa::layout
