#include "citations.hpp"

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace kpa::layout {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

const std::filesystem::path root = KPA_SOURCE_DIR;

std::string page(const char* name) {
  std::ifstream file(root / "docs" / name);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Citations, AreReadFromCodeAndLinksOutsideFences) {
  EXPECT_THAT(citations_in("`a/b.cpp` and [x](c.md#part), [y](https://e.org)\n```\n`no`\n```\n`Suite.Name`"),
              ElementsAre("a/b.cpp", "c.md", "Suite.Name"));
}

TEST(Citations, ThatLeadNowhereAreFound) {
  const Citable tree{.root = root, .tests = {"Jwt.Reads"}, .settings = {"auth.issuer"}};
  EXPECT_THAT(
      broken_citations(
          "`Jwt.Reads` `auth.issuer` `core/problem.cpp` `docs/decisions` [x](architecture.md)\n"
          "`GET /x` `text/csv` `Retry-After` `application` `f.x` `Jwt.Writes` `auth.issue` `core/problems.cpp`",
          tree),
      ElementsAre("Jwt.Writes", "auth.issue", "core/problems.cpp"));
}

TEST(Citations, OfTheSecurityPagesLeadSomewhere) {
  const Citable tree = citable_in(root);
  ASSERT_GT(tree.tests.size(), 400U);
  ASSERT_GT(tree.settings.size(), 40U);
  for (const char* name : {"security.md", "security-asvs.md", "architecture.md"}) {
    ASSERT_FALSE(citations_in(page(name)).empty()) << name;
    EXPECT_THAT(broken_citations(page(name), tree), IsEmpty()) << name;
  }
}

TEST(Requirements, AreReadFromTheRowsOfTables) {
  EXPECT_THAT(requirements_in("| 1.2.3 | x |\n| 1.2.4 – 1.2.6 | y |\n| see 1.1.1 | z |\n"),
              ElementsAre("1.2.3", "1.2.4", "1.2.5", "1.2.6"));
}

/// How many requirements of level 1 and 2 each section of ASVS 5.0.0 has; level 3 comes after them.
struct Section {
  const char* number;
  int requirements;
};
constexpr Section sections[] = {
    {"1.1", 2},  {"1.2", 9},  {"1.3", 11}, {"1.4", 3},  {"1.5", 2},   {"2.1", 3},  {"2.2", 3},  {"2.3", 4},
    {"2.4", 1},  {"3.2", 2},  {"3.3", 4},  {"3.4", 6},  {"3.5", 5},   {"3.7", 2},  {"4.1", 3},  {"4.2", 1},
    {"4.3", 2},  {"4.4", 4},  {"5.1", 1},  {"5.2", 3},  {"5.3", 2},   {"5.4", 3},  {"6.1", 3},  {"6.2", 12},
    {"6.3", 4},  {"6.4", 4},  {"6.5", 5},  {"6.6", 3},  {"6.8", 4},   {"7.1", 3},  {"7.2", 4},  {"7.3", 2},
    {"7.4", 5},  {"7.5", 2},  {"7.6", 2},  {"8.1", 2},  {"8.2", 3},   {"8.3", 1},  {"8.4", 1},  {"9.1", 3},
    {"9.2", 4},  {"10.1", 2}, {"10.2", 2}, {"10.3", 4}, {"10.4", 11}, {"10.5", 5}, {"10.6", 2}, {"10.7", 3},
    {"11.1", 2}, {"11.2", 3}, {"11.3", 3}, {"11.4", 4}, {"11.5", 1},  {"11.6", 1}, {"12.1", 3}, {"12.2", 2},
    {"12.3", 4}, {"13.1", 1}, {"13.2", 5}, {"13.3", 2}, {"13.4", 5},  {"14.1", 2}, {"14.2", 4}, {"14.3", 3},
    {"15.1", 3}, {"15.2", 3}, {"15.3", 7}, {"16.1", 1}, {"16.2", 5},  {"16.3", 4}, {"16.4", 3}, {"16.5", 3},
    {"17.1", 1}, {"17.2", 4}, {"17.3", 2}};

TEST(Requirements, OfAsvsHaveOneRowEach) {
  std::vector<std::string> all;
  for (const auto& section : sections)
    for (int number = 1; number <= section.requirements; ++number)
      all.push_back(std::string(section.number) + '.' + std::to_string(number));
  ASSERT_EQ(all.size(), 253U);
  EXPECT_THAT(requirements_in(page("security-asvs.md")), ElementsAreArray(all));
}

}  // namespace
}  // namespace kpa::layout
