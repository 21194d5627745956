#include "features/identity/person.hpp"

#include <gtest/gtest.h>

namespace kpa::identity {
namespace {

PersonalDetails john() {
  PersonalDetails details;
  details.first_name = "John";
  details.last_name = "Engineer";
  return details;
}

TEST(Person, HasAFullName) { EXPECT_EQ(full_name(john()), "John Engineer"); }

TEST(Person, HasAFullAddressOfThePartsThatAreThere) {
  PersonalDetails details = john();
  EXPECT_EQ(full_address(details), "");
  details.country = "India";
  EXPECT_EQ(full_address(details), "India");
  details.city = "Kharagpur";
  details.postal_code = "721301";
  EXPECT_EQ(full_address(details), "Kharagpur, 721301, India");
  details.state = "West Bengal";
  details.address_line_1 = "12 Loco Colony";
  details.address_line_2 = "South Side";
  EXPECT_EQ(full_address(details), "12 Loco Colony, South Side, Kharagpur, West Bengal 721301, India");
}

TEST(Person, IsTidiedOfBlanks) {
  PersonalDetails details = john();
  details.first_name = "  John \t";
  details.bio = " \n ";
  details.city = " Kharagpur";
  details.email = "";
  const PersonalDetails tidied = tidy(details);
  EXPECT_EQ(tidied.first_name, "John");
  EXPECT_EQ(tidied.bio, std::nullopt);
  EXPECT_EQ(tidied.city, "Kharagpur");
  EXPECT_EQ(tidied.email, std::nullopt);
  EXPECT_EQ(tidy(tidied), tidied);
}

TEST(Reference, IsReadAsIdEmployeeIdAndPhoneNumber) {
  struct Row {
    std::string text;
    std::optional<std::int64_t> id;
    std::string employee_id;
    std::optional<std::string> phone_number;
  };
  for (const auto& row : {
           Row{"123", 123, "123", std::nullopt},
           Row{" 123 ", 123, "123", std::nullopt},
           Row{"KGP-004711", std::nullopt, "KGP-004711", std::nullopt},
           Row{"9876543210", 9876543210, "9876543210", "+919876543210"},
           Row{"+919876543210", std::nullopt, "+919876543210", "+919876543210"},
           Row{"999999999999999999", 999999999999999999, "999999999999999999", std::nullopt},
           Row{"9999999999999999999", std::nullopt, "9999999999999999999", std::nullopt},
           Row{"-1", std::nullopt, "-1", std::nullopt},
           Row{"", std::nullopt, "", std::nullopt},
       }) {
    const Reference read = parse_reference(row.text, "IN");
    EXPECT_EQ(read.id, row.id) << row.text;
    EXPECT_EQ(read.employee_id, row.employee_id) << row.text;
    EXPECT_EQ(read.phone_number, row.phone_number) << row.text;
  }
}

}  // namespace
}  // namespace kpa::identity
