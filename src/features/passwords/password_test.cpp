#include "features/passwords/password.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/i18n/catalogue.hpp"

namespace kpa::passwords {
namespace {

/// As in profile `prod`.
constexpr PasswordRules prod_rules{.min_length = 10, .min_score = 3};

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

const std::vector<PersonalWord> john = {{"first_name", "John"},
                                        {"last_name", "Engineer"},
                                        {"email", "john.engineer@railway.com"},
                                        {"phone_number", "+1234567890"}};
const std::vector<PersonalWord> ravi = {{"first_name", "Ravi"},
                                        {"last_name", "Krishnamurthy"},
                                        {"phone_number", "+919876543210"},
                                        {"employee_id", "KGP-004711"},
                                        {"bio", ""}};

std::vector<std::string> codes(std::string_view password, const std::vector<PersonalWord>& words = john,
                               const PasswordRules& rules = {.min_score = 2}) {
  std::vector<std::string> found;
  for (const FieldProblem& problem : check_password(password, words, rules)) found.push_back(problem.code);
  return found;
}

TEST(Password, TheReferencesExampleIsGoodEnoughUnlessRulesAreStrict) {
  EXPECT_THAT(codes("securepass123"), IsEmpty());
  EXPECT_THAT(codes("securepass123", john, prod_rules), ElementsAre("too_weak"));
  EXPECT_EQ(password_score("securepass123", john), 2);
}

TEST(Password, GoodOnesSatisfyTheStrictRules) {
  for (const std::string_view password :
       {"monsoon-42-axle", "wheel bogie axle", "correct horse battery staple", "xk29fj3m-Q", "भारतीय रेल गाड़ी",
        "4711 8150 2 wagons"}) {
    EXPECT_THAT(codes(password, ravi, prod_rules), IsEmpty()) << password;
  }
}

TEST(Password, EachFailureHasItsOwnMessage) {
  struct Case {
    std::string_view password;
    std::vector<std::string> codes;
  };
  const std::vector<Case> cases = {
      {"", {"too_short", "too_weak"}},
      {"xk29fj3", {"too_short"}},
      {"75839204615", {"entirely_numeric"}},
      {"87654321", {"entirely_numeric", "too_common", "too_weak"}},
      {"password123", {"too_common", "too_weak"}},
      {"PassWord123", {"too_common", "too_weak"}},
      {"aaaaaaaaaaaa", {"too_common", "too_weak"}},
      {"abcdefghijkl", {"too_common", "too_weak"}},
      {"Welcome@456", {"too_weak"}},
      {"Engineer#1", {"too_similar", "too_weak"}},
  };
  for (const Case& c : cases) EXPECT_EQ(codes(c.password), c.codes) << c.password;

  const auto problems = check_password("75839", john, {.min_score = 2}, "new_password");
  ASSERT_EQ(problems.size(), 3U);
  EXPECT_EQ(problems[0].path, "new_password");
  EXPECT_EQ(in_english(problems[0].message, problems[0].params),
            "This password is too short: at least 8 characters.");
  EXPECT_EQ(problems[0].params, (Params{{"min", "8"}}));
  EXPECT_EQ(in_english(problems[1].message, problems[1].params),
            "This password is entirely numeric. Add letters.");
  EXPECT_EQ(problems[2].code, "too_weak");
}

TEST(Password, LengthIsCountedInCharactersAtLeastAndInBytesAtMost) {
  EXPECT_THAT(codes("घूमपहिय"), Contains("too_short"));  // 7 characters in 21 bytes
  EXPECT_THAT(codes("घूमपहिया"), Not(Contains("too_short")));

  std::string unguessable;  // 64 letters of Chakma, four bytes each
  for (int letter = 0; letter < 64; ++letter)
    unguessable += "\xF0\x91\x84" + std::string(1, static_cast<char>(0x83 + letter * 7 % 36));
  EXPECT_THAT(codes(unguessable), IsEmpty());
  EXPECT_THAT(codes(unguessable + 'x'), ElementsAre("too_long"));
  EXPECT_THAT(codes(std::string(10'000'000, 'x')), ElementsAre("too_long"));
}

TEST(Password, NulIsRefusedWhereLibrariesWouldStopReading) {
  EXPECT_THAT(codes(std::string_view("monsoon-42-axle\0", 16)), ElementsAre("nul_character"));
}

TEST(Password, IsTooSimilarToWhatOthersKnowOfThePerson) {
  struct Case {
    std::string_view password;
    std::string_view field;
  };
  const std::vector<Case> cases = {
      {"krishnamurthy", "last_name"},
      {"KRISHNAMURTHY", "last_name"},
      {"Krishnamurthy99", "last_name"},
      {"krishnamurti", "last_name"},
      {"Kri$hnamurthy", "last_name"},
      {"krishnamur", "last_name"},
      {"ravikrishnamurthy12", "last_name"},
      {"ravi-ravi-ravi", "first_name"},
      {"2024ravi", "first_name"},
      {"9876543210a", "phone_number"},
      {"91-9876543210", "phone_number"},
      {"kgp004711", "employee_id"},
      {"kgp/004711!", "employee_id"},
      {"004711xyz", "employee_id"},
      {"Ravi rides nine long tunnels", ""},
      {"monsoon-42-axle", ""},
      {"securepass123", ""},
      {"hurricane", ""},
      {"", ""},
      {"!!!!!!!!", ""},
      {"a!!!!!!!", ""},
  };
  for (const Case& c : cases) EXPECT_EQ(similar_field(c.password, ravi, 8), c.field) << c.password;
}

TEST(Password, IsNotMadeOfTheWordsOfThePlace) {
  for (const std::string_view password :
       {"Railway@2024", "indian-railways", "Supervisor#77", "workshop9", "KPA-ERP-2026", "inspectar1"})
    EXPECT_THAT(codes(password, ravi, {.min_score = 0}), ElementsAre("too_obvious")) << password;
  for (const std::string_view password :
       {"a railway through nine tunnels", "wheel bogie axle", "monsoon-42-axle"})
    EXPECT_THAT(codes(password, ravi, {.min_score = 0}), IsEmpty()) << password;
}

TEST(Password, TheHostOfTheEmailAddressCountsToo) {
  EXPECT_EQ(similar_field("railway2024", john, 8), "email");
  EXPECT_EQ(similar_field("john.engineer@railway.com", john, 8), "email");
}

TEST(Password, ShortAndEmptyWordsSayNothing) {
  const std::vector<PersonalWord> short_words = {{"first_name", "Om"}, {"last_name", "Das"}, {"email", ""}};
  EXPECT_EQ(similar_field("omdas-bogie-42", short_words, 8), "");
  EXPECT_THAT(codes("monsoon-42-axle", short_words), IsEmpty());
  EXPECT_THAT(codes("monsoon-42-axle", {}), IsEmpty());
}

TEST(Password, NamesInOtherScriptsCount) {
  const std::vector<PersonalWord> words = {{"last_name", "कृष्णमूर्ति"}};
  EXPECT_EQ(similar_field("कृष्णमूर्ति12", words, 8), "last_name");
}

TEST(Password, ZxcvbnKnowsThePerson) {
  EXPECT_LT(password_score("Krishnamurthy-004711", ravi), password_score("Krishnamurthy-004711", {}));
  EXPECT_EQ(password_score("", {}), 0);
  EXPECT_EQ(password_score("password", {}), 0);
  EXPECT_EQ(password_score("Welcome@123", {}), 1);
  EXPECT_EQ(password_score("Tr0ub4dour&3", {}), 3);
  EXPECT_EQ(password_score("correct horse battery staple", {}), 4);
}

}  // namespace
}  // namespace kpa::passwords
