#include "core/schema/spelling.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace kpa::schema {
namespace {

TEST(Names, AreSpelledBothWays) {
  const std::vector<std::pair<std::string, std::string>> pairs = {{"formNumber", "form_number"},
                                                                  {"bogieNo", "bogie_no"},
                                                                  {"axles", "axles"},
                                                                  {"addressLine1", "address_line1"}};
  for (const auto& [camel, snake] : pairs) {
    EXPECT_EQ(snake_case(camel), snake);
    EXPECT_EQ(camel_case(snake), camel);
  }
  EXPECT_EQ(snake_case("dateOfIOH"), "date_of_ioh");
  EXPECT_EQ(snake_case("intermediateWWP"), "intermediate_wwp");
  EXPECT_EQ(camel_case("address_line_1"), "addressLine1");
}

}  // namespace
}  // namespace kpa::schema
