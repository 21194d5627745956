#include "awaits.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using kpa::test::made_within_awaits;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Awaits, AreFoundInWhichSomethingIsMade) {
  EXPECT_THAT(made_within_awaits("f();\nco_await g(a, RawJson{text}, b);\n"), ElementsAre("2: RawJson{"));
  EXPECT_THAT(made_within_awaits("co_await g(\n  forms::Tokens{a, b});"), ElementsAre("1: forms::Tokens{"));
  EXPECT_THAT(made_within_awaits("co_await run([text = std::move(text)] { return text; });"),
              ElementsAre("1: [text = "));
  EXPECT_THAT(made_within_awaits("co_await run([run] { return 1; });"), ElementsAre("1: ([run]"));
}

TEST(Awaits, MayNameWhatWasMadeBefore) {
  EXPECT_THAT(made_within_awaits("Tokens tokens{a, b};\nco_await g(tokens);\nOther{a};"), IsEmpty());
  EXPECT_THAT(made_within_awaits("co_await g(Viewer{}, [this] { return 1; }, [&](int) { return T(); });"),
              IsEmpty());
  EXPECT_THAT(made_within_awaits("co_return co_await refuse(Problem{.code = Code::invalid_code}, \"x\");"),
              IsEmpty());
}

TEST(Awaits, OfTheProgramMakeNothing) {
  const auto src = std::filesystem::path(KPA_SOURCE_DIR) / "src";
  std::size_t read = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(src)) {
    const auto ending = entry.path().extension();
    if (ending != ".cpp" && ending != ".hpp") continue;
    std::ifstream file(entry.path());
    const std::string code{std::istreambuf_iterator<char>(file), {}};
    EXPECT_THAT(made_within_awaits(code), IsEmpty()) << entry.path();
    ++read;
  }
  EXPECT_GT(read, 500U);
}

}  // namespace
