#include "features/passwords/known_passwords.hpp"

#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "core/embedded_file.hpp"
#include "embedded/known_passwords.hpp"

namespace kpa::passwords {
namespace {

TEST(KnownPasswords, AreKnownInAnyCase) {
  for (const std::string_view password :
       {"password", "password123", "PASSWORD123", "Password@123", "passw0rd", "p@ssw0rd", "1q2w3e4r5t",
        "iloveyou1", "india123", "Sachin123", "9876543210"}) {
    EXPECT_TRUE(is_known_password(password)) << password;
  }
}

TEST(KnownPasswords, OthersAreNot) {
  for (const std::string_view password :
       {"securepass123", "", "\n", "password\npassword", "password ", " password", "monsoon-42-axle",
        "~~~~~~~~~~~~~~~~", "\x01", "\xff\xff\xff\xff\xff\xff\xff\xff"}) {
    EXPECT_FALSE(is_known_password(password)) << password;
  }
  EXPECT_FALSE(is_known_password(std::string_view("password\0", 9)));
  EXPECT_FALSE(is_known_password(std::string(100'000, 'a')));
}

TEST(KnownPasswords, EveryPasswordOfTheListIsFoundAndNoNeighbour) {
  const std::string_view lines = embedded::known_passwords().front().content;
  ASSERT_TRUE(lines.ends_with('\n'));
  std::string_view before;
  std::size_t count = 0;
  for (std::size_t start = 0; start < lines.size();) {
    const std::size_t end = lines.find('\n', start);
    const std::string_view line = lines.substr(start, end - start);
    ASSERT_LT(before, line) << "not in order";
    ASSERT_GE(line.size(), 8U);
    // Checking all would be slow in a debug build: checks the first, the last and one in a hundred.
    if (count % 100 == 0 || end + 1 == lines.size()) {
      ASSERT_TRUE(is_known_password(line)) << line;
      ASSERT_FALSE(is_known_password(std::string(line) + '\x01')) << line;
    }
    before = line;
    start = end + 1;
    ++count;
  }
  EXPECT_GT(count, 400'000U);
}

}  // namespace
}  // namespace kpa::passwords
