#include "core/schema/patch.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/schema/bogie_for_test.hpp"

namespace kpa::schema {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class PatchTest : public testing::Test {
 protected:
  Outcome<Bogie> patched(std::string_view text) {
    const auto patch = decode<Patch<Bogie>>(text);
    return patch->applied_to(*decode<Bogie>(whole));
  }
};

TEST_F(PatchTest, ChangesOnlyWhatIsNamed) {
  auto expected = *decode<Bogie>(whole);
  expected.axles = 3;
  expected.seen_at = std::nullopt;
  expected.main_part.wear = 9;
  EXPECT_EQ(*patched(R"({"axles":3,"seen_at":null,"main_part":{"wear":9}})"), expected);
  EXPECT_EQ(*patched("{}"), *decode<Bogie>(whole));
}

TEST_F(PatchTest, KnowsMembersOfMembersInBothSpellings) {
  EXPECT_EQ(patched(R"({"mainPart":{"part_name":"bolster"}})")->main_part.part_name, "bolster");
  EXPECT_EQ(patched(R"({"main_part":{"partName":"bolster"}})")->main_part.part_name, "bolster");
}

TEST_F(PatchTest, ReplacesListsAsAWhole) { EXPECT_THAT(patched(R"({"parts":[]})")->parts, IsEmpty()); }

TEST_F(PatchTest, IsCheckedAsPartOfTheWholeUnderTheNamesThatTheClientUsed) {
  EXPECT_THAT(problems(patched(R"({"axles":0})").error()), ElementsAre("axles: too_small"));
  EXPECT_THAT(
      problems(
          patched(R"({"bogie_no":"x","main_part":{"part_name":""},"date_of_ioh":null,"extra":1})").error()),
      UnorderedElementsAre("bogie_no: pattern", "main_part.part_name: blank", "date_of_ioh: wrong_type",
                           "extra: unknown_field"));
  EXPECT_THAT(problems(patched(R"({"bogieNo":"B-1","bogie_no":"B-2"})").error()),
              ElementsAre("bogie_no: repeated"));
  EXPECT_THAT(problems(decode<Patch<Bogie>>("[]").error()), ElementsAre(": wrong_type"));
}

/// A stored part: the members that clients send, and more.
struct StoredPart : Part {
  std::string maker;
};
struct StoredBogie : Bogie {
  std::int64_t id = 0;
  StoredPart main_part;
};
/// A part whose declaration forgot a member.
struct ForgetfulPart {
  std::string part_name;
};

}  // namespace

template <>
const Object<StoredPart>& describe() {
  using S = StoredPart;
  static const auto made = object<S>("StoredPart")
                               .field("maker", &S::maker, "")
                               .field("partName", &S::part_name, "")
                               .field("wear", &S::wear, "");
  return made;
}

template <>
const Object<StoredBogie>& describe() {
  using S = StoredBogie;
  static const auto made = object<S>("StoredBogie")
                               .field("id", &S::id, "")
                               .field("mainPart", &S::main_part, "")
                               .field("parts", &S::parts, "")
                               .field("inspectedBy", &S::inspected_by, "")
                               .field("colour", &S::colour, "")
                               .field("seenAt", &S::seen_at, "")
                               .field("dateOfIOH", &S::date_of_ioh, "")
                               .field("painted", &S::painted, "")
                               .field("axles", &S::axles, "")
                               .field("bogieNo", &S::bogie_no, "");
  return made;
}

template <>
const Object<ForgetfulPart>& describe() {
  static const auto made =
      object<ForgetfulPart>("ForgetfulPart").field("partName", &ForgetfulPart::part_name, "");
  return made;
}

namespace {

TEST_F(PatchTest, OfAStoredRecordKeepsEveryMemberThatAClientSends) {
  const auto sent = *decode<Bogie>(whole);
  StoredBogie stored{sent, 7, {{"bolster", 5}, "RDSO"}};
  auto expected = sent;
  expected.main_part = {"bolster", 5};
  EXPECT_EQ(*Patch<Bogie>{}.applied_to(stored), expected);
  expected.axles = 3;
  expected.main_part.wear = std::nullopt;
  EXPECT_EQ(*decode<Patch<Bogie>>(R"({"axles":3,"main_part":{"wear":null}})")->applied_to(stored), expected);
  EXPECT_THAT(
      problems(decode<Patch<Bogie>>(R"({"id":8,"mainPart":{"maker":"ICF"}})")->applied_to(stored).error()),
      UnorderedElementsAre("id: unknown_field", "mainPart.maker: unknown_field"));
}

TEST_F(PatchTest, IsABugWhereTheStoredRecordLacksAMember) {
  EXPECT_THROW(Patch<Part>{}.applied_to(ForgetfulPart{"bolster"}), std::logic_error);
}

}  // namespace
}  // namespace kpa::schema
