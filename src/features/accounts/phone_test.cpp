#include "features/accounts/phone.hpp"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace kpa::accounts {
namespace {

TEST(Phone, OnePersonHoweverTheyTypeTheirNumber) {
  for (const std::string_view text :
       {"+919876543210", "919876543210", "09876543210", "9876543210", "00919876543210", "+91 98765 43210",
        "+91-98765-43210", "098765 43210", "(+91) 98765.43210", "  9876543210  ", "+91 (0) 98765 43210"}) {
    EXPECT_EQ(canonical_phone(text), "+919876543210") << text;
  }
}

TEST(Phone, AcceptsTheReferencesExampleAsItStands) {
  EXPECT_EQ(canonical_phone("+1234567890"), "+1234567890");
  EXPECT_EQ(canonical_phone("+1 234 567 890"), "+1234567890");
  EXPECT_NE(canonical_phone("1234567890"), "+1234567890") << "without the plus it was dialled in India";
}

TEST(Phone, NumbersOfOtherCountriesKeepTheirCountry) {
  EXPECT_EQ(canonical_phone("+44 20 7123 4567"), "+442071234567");
  EXPECT_EQ(canonical_phone("442071234567"), "+442071234567");
  EXPECT_EQ(canonical_phone("12025550123"), "+12025550123");
  EXPECT_EQ(canonical_phone("+39 06 1234 5678"), "+390612345678") << "Italy's zero belongs to the number";
  EXPECT_EQ(canonical_phone("2025550123", "US"), "+12025550123");
}

TEST(Phone, RefusesWhatIsNoNumber) {
  for (const std::string_view text :
       {"", "+", "phone", "12345678", "+12345678", "1234567890123456", "+1234567890123456", "987654321012345",
        "+999999999999", "+0123456789", "98765+43210", "++919876543210", "9876543210x12", "9876543210;ext=5",
        "98765\t43210", "98765\n43210", "tel:9876543210", "1800FLOWERS", "९८७६५४३२१०"}) {
    EXPECT_FALSE(canonical_phone(text)) << text << " became " << canonical_phone(text).value_or("");
  }
  EXPECT_FALSE(canonical_phone(std::string_view("9876543210\0", 11)));
  EXPECT_FALSE(canonical_phone(std::string(1000, '9')));
  EXPECT_FALSE(canonical_phone("9876543210" + std::string(60, ' ')));
}

TEST(Phone, TheCanonicalFormIsStable) {
  std::mt19937 random(20240115);
  const std::vector<std::string> starts = {"",   "+", "0",   "00",  "+91", "91", "+910",
                                           "+1", "1", "+11", "+44", "+39", "+7", "+81"};
  int accepted = 0;
  for (int i = 0; i < 5'000; ++i) {
    std::string text = starts[random() % starts.size()];
    for (auto left = 7 + random() % 9; left > 0; --left) text += static_cast<char>('0' + random() % 10);
    const auto once = canonical_phone(text);
    if (!once) continue;
    ++accepted;
    EXPECT_EQ(canonical_phone(*once), once) << text;
    EXPECT_EQ(canonical_phone(*once, "US"), once)
        << text << ": a canonical number does not depend on the region";
    EXPECT_TRUE(once->size() >= 10 && once->size() <= 16 && once->front() == '+') << *once;
  }
  EXPECT_GT(accepted, 1'000);
}

TEST(Phone, AMaskedNumberShowsWhichCountryAndItsEnd) {
  EXPECT_EQ(masked("+919876543210"), "+91******3210");
  EXPECT_EQ(masked("+123456789"), "+12***6789");
}

}  // namespace
}  // namespace kpa::accounts
