#include "features/identity/phone.hpp"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace kpa::identity {
namespace {

TEST(Phone, OnePersonHoweverTheyTypeTheirNumber) {
  for (const std::string_view text :
       {"+919876543210", "919876543210", "09876543210", "9876543210", "00919876543210", "+91 98765 43210",
        "+91-98765-43210", "098765 43210", "(+91) 98765.43210", "  9876543210  ", "+91 (0) 98765 43210",
        "98.7654.3210", "98.76.54.32.10", "+91.98.76.54.32.10", "98765.43210", "9876543210\n",
        "\t9876543210\r\n"}) {
    EXPECT_EQ(canonical_phone(text), "+919876543210") << text;
  }
}

TEST(Phone, OnePersonWhateverTheirKeyboardOrSpreadsheetMakesOfTheirNumber) {
  for (const std::string_view text : {
           "\u200E+91 98765 43210",
           "\u202A+919876543210\u202C",
           "\u2068+91 98765 43210\u2069",
           "\uFEFF9876543210",
           "98765\u00A043210",
           "98765\u202F43210",
           "98765\u201143210",
           "98765–43210",
           "98765\u221243210",
           "９８７６５４３２１０",
           "＋９１（９８７６５）４３２１０",
           "९८७६५४३२१०",  // Hindi, Marathi
           "৯৮৭৬৫৪৩২১০",  // Bengali
           "௯௮௭௬௫௪௩௨௧௦",  // Tamil
           "౯౮౭౬౫౪౩౨౧౦",  // Telugu
           "+९१ ९८७६५ ४३२१०",
           "9876543210\u2029",
       }) {
    EXPECT_EQ(canonical_phone(text), "+919876543210") << text;
  }
}

TEST(Phone, ASpreadsheetsZerosMakeNoOtherPerson) {
  for (const std::string_view text :
       {"9812399901.0", "9812399901.00", "9812399901.000000", "9812399901.", "+919812399901.0",
        "919812399901.0", "09812399901.0", "९८१२३९९९०१.०", "9812399901．0", "+91 9812399901.0",
        " 9812399901.0 ", "98123 99901.0", "98123 99901.000", "98123-99901.00", "98123.99901.0",
        "98.1239.9901.0000", "9 812 399 901.0", "+91 98123 99901.000", "98123 99901."})
    EXPECT_EQ(canonical_phone(text), "+919812399901") << text;
  EXPECT_EQ(canonical_phone("+91 22 27654321.0"), "+912227654321") << "a landline";
}

TEST(Phone, KeepsTheZerosOfALastGroup) {
  EXPECT_EQ(canonical_phone("98.1239.9000"), "+919812399000");
  EXPECT_EQ(canonical_phone("98123.90000"), "+919812390000");
  EXPECT_EQ(canonical_phone("98.12.39.90.00"), "+919812399000");
}

TEST(Phone, RefusesWhatASpreadsheetHasMangled) {
  for (const std::string_view text :
       {"9.8123999E+09", "9.8123999e+09", "9.81E9", "9812399901.5", "9812399901.01", "9812399901.0.0",
        "9812399901,0", "9,812,399,901", "9 812 399 901.5", "98123 99901.5", "98123.99901.5.0",
        "98123.99901.5", "98123999.01", "98123999.0", "981239990.1", "9812399901.0 x",
        "9812399901.0 9812399901"})
    EXPECT_FALSE(canonical_phone(text)) << text << " became " << canonical_phone(text).value_or("");
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
  for (const std::string_view text : {"",
                                      "+",
                                      "phone",
                                      "12345678",
                                      "+12345678",
                                      "1234567890123456",
                                      "+1234567890123456",
                                      "987654321012345",
                                      "+999999999999",
                                      "+0123456789",
                                      "98765+43210",
                                      "++919876543210",
                                      "9876543210x12",
                                      "9876543210;ext=5",
                                      "98765\t43210",
                                      "98765\n43210",
                                      "tel:9876543210",
                                      "1800FLOWERS",
                                      "98765_43210",
                                      "98765/43210",
                                      "98765*43210",
                                      "O876543210",
                                      "98765·43210",
                                      "98765，43210",
                                      "九八七六五四三二一〇",
                                      "\u2068\u2069"}) {
    EXPECT_FALSE(canonical_phone(text)) << text << " became " << canonical_phone(text).value_or("");
  }
  EXPECT_FALSE(canonical_phone(std::string_view("9876543210\0", 11)));
  EXPECT_FALSE(canonical_phone(std::string(1000, '9')));
  EXPECT_FALSE(canonical_phone("9876543210" + std::string(200, ' ')));
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
}  // namespace kpa::identity
