#include "core/crypto/digest.hpp"

#include <string>

#include <gtest/gtest.h>

namespace kpa::crypto {
namespace {

TEST(Sha256, GivesThePublishedDigests) {
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_NE(sha256(std::string_view("a\0b", 3)), sha256("a"));
}

TEST(Sha1, GivesThePublishedDigest) {
  EXPECT_EQ(sha1_hex("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

TEST(HmacSha256, GivesThePublishedDigests) {
  // RFC 4231, cases 1, 2 and 6.
  EXPECT_EQ(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(
      hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HmacSha256, AnEmptyKeyIsNotTheKeyBefore) {
  const Digest empty = hmac_sha256("", "message");
  hmac_sha256("some other key", "message");
  EXPECT_EQ(hmac_sha256(std::string_view(), "message"), empty);
}

TEST(ConstantTimeEqual, ComparesLikeEquality) {
  EXPECT_TRUE(constant_time_equal("", ""));
  EXPECT_TRUE(constant_time_equal("same", "same"));
  EXPECT_FALSE(constant_time_equal("same", "sane"));
  EXPECT_FALSE(constant_time_equal("same", "same "));
  EXPECT_FALSE(constant_time_equal(std::string_view("a\0b", 3), std::string_view("a\0c", 3)));
}

TEST(Digest, OfPartsIsThatOfTheWhole) {
  Sha256 parts;
  EXPECT_EQ(parts.value(), sha256(""));
  for (const char* part : {"wheel", "", " gauge"}) parts.add(part);
  EXPECT_EQ(parts.value(), sha256("wheel gauge"));
  parts.add("!");
  EXPECT_EQ(parts.value(), sha256("wheel gauge!")) << "it goes on";
}

}  // namespace
}  // namespace kpa::crypto
