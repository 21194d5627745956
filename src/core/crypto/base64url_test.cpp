#include "core/crypto/base64url.hpp"

#include <string>

#include <gtest/gtest.h>

#include "core/crypto/random.hpp"

namespace kpa::crypto {
namespace {

TEST(Base64url, GivesThePublishedTexts) {
  EXPECT_EQ(base64url_encode(""), "");
  EXPECT_EQ(base64url_encode("f"), "Zg");
  EXPECT_EQ(base64url_encode("fo"), "Zm8");
  EXPECT_EQ(base64url_encode("foo"), "Zm9v");
  EXPECT_EQ(base64url_encode("foob"), "Zm9vYg");
  EXPECT_EQ(base64url_encode("\xfb\xff\xbf"), "-_-_");
}

TEST(Base64url, DecodesWhatItEncoded) {
  for (std::size_t length = 0; length < 100; ++length) {
    const std::string bytes = random_bytes(length);
    EXPECT_EQ(base64url_decode(base64url_encode(bytes)), bytes);
  }
}

TEST(Base64url, RefusesEveryOtherSpelling) {
  for (const std::string_view text :
       {"Z", "Zm9vY", "Zg==", "Zm8=", "Zh", "Zm9", "Zm+v", "Zm/v", "Zm9v\n", " Zm9v", "Zm\xc3\xa4"}) {
    EXPECT_FALSE(base64url_decode(text)) << text;
    EXPECT_FALSE(is_base64url(text)) << text;
  }
  EXPECT_FALSE(base64url_decode(std::string_view("Zm9\0", 4)));
}

TEST(Base64url, EveryShortTextIsRefusedOrIsTheSpellingOfItsBytes) {
  std::string text(2, '\0');
  int accepted = 0;
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      text[0] = static_cast<char>(a);
      text[1] = static_cast<char>(b);
      const auto bytes = base64url_decode(text);
      if (!bytes) continue;
      ++accepted;
      EXPECT_EQ(base64url_encode(*bytes), text);
    }
  }
  EXPECT_EQ(accepted, 256);
}

}  // namespace
}  // namespace kpa::crypto
