#include "core/crypto/bcrypt.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/crypto/digest.hpp"

namespace kpa::crypto {
namespace {

constexpr int cheap = 4;

TEST(Bcrypt, VerifiesThePasswordItHashedAndNoOther) {
  const std::string hash = hash_password("securepass123", cheap);
  EXPECT_EQ(hash.size(), 60U);
  EXPECT_TRUE(hash.starts_with("$2b$04$"));
  EXPECT_TRUE(verify_password("securepass123", hash));
  for (const std::string_view other :
       {"", "securepass12", "securepass1234", "Securepass123", "securepass123 "}) {
    EXPECT_FALSE(verify_password(other, hash)) << other;
  }
}

TEST(Bcrypt, ReadsHashesOfOtherPrograms) {
  // Test vectors of Solar Designer's crypt_blowfish.
  EXPECT_TRUE(verify_password("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
  EXPECT_TRUE(verify_password("U*U", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
  EXPECT_TRUE(verify_password("U*U", "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
  EXPECT_TRUE(verify_password("", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy"));
}

TEST(Bcrypt, EqualPasswordsGetDifferentHashes) {
  EXPECT_NE(hash_password("securepass123", cheap), hash_password("securepass123", cheap));
}

TEST(Bcrypt, ReadsLongPasswordsAsDjangoDoes) {
  // Made by BCryptSHA256PasswordHasher of Django 5.2.
  const std::string slow_train = "पुरानी पटरी पर धीमी चलती मालगाड़ी और बोगी";
  const std::string hash = "bcrypt_sha256$$2b$05$CCCCCCCCCCCCCCCCCCCCC.2fZbKCin171UURZyFrAHmapFxJPg..6";
  EXPECT_TRUE(verify_password(slow_train, hash));
  EXPECT_FALSE(verify_password(slow_train + "x", hash));
  EXPECT_TRUE(verify_password("securepass123",
                              "bcrypt_sha256$$2b$05$CCCCCCCCCCCCCCCCCCCCC.1SQgjFdoHV3oeJ1XUcI5/5gTLC7CEMq"));
  EXPECT_EQ(cost_of(hash), 5);
  EXPECT_FALSE(needs_rehash(hash, 5));
  EXPECT_TRUE(needs_rehash(hash, 6));
}

TEST(Bcrypt, SeesTheWholePasswordHoweverLong) {
  const std::string longest(72, 'x'), longer = longest + 'y', with_nul("secure\0pass123", 14);
  EXPECT_TRUE(hash_password(longest, cheap).starts_with("$2b$"));
  for (const std::string& password : {longest, longer, with_nul}) {
    const std::string hash = hash_password(password, cheap);
    EXPECT_TRUE(verify_password(password, hash));
    EXPECT_FALSE(verify_password(password + "z", hash)) << "libcrypt alone would say yes";
  }
  EXPECT_FALSE(verify_password(longer, hash_password(longest, cheap))) << "libcrypt alone would say yes";
  EXPECT_FALSE(verify_password(with_nul, hash_password("secure", cheap))) << "libcrypt alone would say yes";
}

TEST(Bcrypt, TakesNoDigestForThePassword) {
  const std::string longer(73, 'x'), digest = hex(sha256(longer));
  EXPECT_FALSE(verify_password(digest, hash_password(longer, cheap)));
  EXPECT_FALSE(verify_password(longer, hash_password(digest, cheap)));
}

TEST(Bcrypt, RefusesImpossibleCosts) {
  for (const int cost : {-1, 0, 3, 32, 100}) {
    EXPECT_THROW(hash_password("securepass123", cost), std::invalid_argument) << cost;
    EXPECT_THROW(dummy_hash(cost), std::invalid_argument) << cost;
  }
}

TEST(Bcrypt, MatchesNothingAgainstAHashThatIsNotBcrypt) {
  const std::string hash = hash_password("securepass123", cheap);
  const std::vector<std::string> others = {
      "",
      "*",
      "!",
      "securepass123",
      "$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/",
      "pbkdf2_sha256$600000$salt$hash",
      "$2b$04$",
      hash.substr(0, 59),
      hash + "x",
      "$2x" + hash.substr(3),
      "$2b$03" + hash.substr(6),
      "$2b$32" + hash.substr(6),
      "$2b$4$" + hash.substr(6),
      "$2b$04$" + std::string(52, '.') + ":",
  };
  for (const std::string& other : others) {
    EXPECT_FALSE(verify_password("securepass123", other)) << other;
    EXPECT_FALSE(cost_of(other)) << other;
    EXPECT_TRUE(needs_rehash(other, cheap)) << other;
  }
}

TEST(Bcrypt, ARehashIsNeededForAnotherCostOrAnOlderPrefix) {
  const std::string hash = hash_password("securepass123", 5);
  EXPECT_EQ(cost_of(hash), 5);
  EXPECT_FALSE(needs_rehash(hash, 5));
  EXPECT_TRUE(needs_rehash(hash, 4));
  EXPECT_TRUE(needs_rehash(hash, 6));
  EXPECT_TRUE(needs_rehash("$2a" + hash.substr(3), 5));
}

TEST(Bcrypt, TheDummyHashMatchesNothing) {
  for (const int cost : {4, 9, 10, 31}) EXPECT_EQ(cost_of(dummy_hash(cost)), cost);
  for (const std::string_view password : {"", "securepass123", "."}) {
    EXPECT_FALSE(verify_password(password, dummy_hash(cheap)));
  }
}

/// Processor time of this thread, independent of the machine's load.
std::chrono::nanoseconds processor_time() {
  timespec used{};
  EXPECT_EQ(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used), 0);
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

/// The minimum of several runs, because other processes slow some of them by emptying the caches.
std::chrono::nanoseconds time_to_refuse(const std::string& hash,
                                        const std::string& password = "not the password") {
  auto shortest = std::chrono::nanoseconds::max();
  for (int run = 0; run < 7; ++run) {
    const auto start = processor_time();
    EXPECT_FALSE(verify_password(password, hash));
    shortest = std::min(shortest, processor_time() - start);
  }
  return shortest;
}

TEST(Bcrypt, ARefusalTakesAsLongWhateverIsCompared) {
  const double real = static_cast<double>(time_to_refuse(hash_password("securepass123", 9)).count());
  const std::string longer(73, 'x');
  for (const auto taken : {time_to_refuse(dummy_hash(9)), time_to_refuse(dummy_hash(9), longer),
                           time_to_refuse(hash_password("securepass123", 9), longer),
                           time_to_refuse(hash_password(longer, 9))}) {
    EXPECT_GT(static_cast<double>(taken.count()) / real, 0.5);
    EXPECT_LT(static_cast<double>(taken.count()) / real, 2.0);
  }
}

}  // namespace
}  // namespace kpa::crypto
