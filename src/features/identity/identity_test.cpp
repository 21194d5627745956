#include <string>

#include <gtest/gtest.h>

#include "tests/support/accounts.hpp"

namespace kpa::identity {
namespace {

using namespace test;

struct DirectoryTest : testing::Test, World {};

TEST_F(DirectoryTest, AReferenceIsAnIdThenAnEmployeeIdThenAPhoneNumber) {
  sql.execute(
      R"(INSERT INTO users (phone_number, password_hash, first_name, last_name, employee_id, is_active) VALUES
                 ('+919876500001', 'x', 'A', 'A', '2', true), ('+919876500002', 'x', 'B', 'B', '9876500001', true),
                 ('+919876500003', 'x', 'C', 'C', 'KGP-3', false))");
  const auto found = [&](const char* reference) {
    return node.wait(node.directory.find(node.database, reference, Viewer{})).value_or(0);
  };
  EXPECT_EQ(found("1"), 1);
  EXPECT_EQ(found("2"), 2) << "the id before employee 2, who is user 1";
  EXPECT_EQ(found("9876500001"), 2) << "the employee id before the phone number";
  EXPECT_EQ(found("+919876500001"), 1);
  EXPECT_EQ(found("09876500003"), 3);
  EXPECT_EQ(found("KGP-3"), 3) << "deactivated, but known";
  for (const auto* same : {"kgp-3", "KGP\u20113", "ＫＧＰ-३", "kgp–3 "}) EXPECT_EQ(found(same), 3) << same;
  EXPECT_EQ(found("KGP3"), 0);
  EXPECT_EQ(found("9876500003.0"), 3) << "as a spreadsheet writes it";
  EXPECT_EQ(found("\u206809876500003\u2069"), 3);
  EXPECT_EQ(found("९८७६५००००३"), 3);
  EXPECT_EQ(found("९८७६५००००१"), 2) << "an employee id in other digits";
  EXPECT_EQ(found("१"), 1);
  EXPECT_EQ(found("123"), 0);
  EXPECT_EQ(found(""), 0);
}

}  // namespace
}  // namespace kpa::identity
