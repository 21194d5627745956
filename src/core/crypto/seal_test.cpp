#include "core/crypto/seal.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace kpa::crypto {
namespace {

std::string bytes(std::string_view hexadecimal) {
  std::string out;
  for (std::size_t at = 0; at < hexadecimal.size(); at += 2)
    out += static_cast<char>(std::stoi(std::string(hexadecimal.substr(at, 2)), nullptr, 16));
  return out;
}

Digest key_of(const std::string& raw) {
  Digest key{};
  std::copy(raw.begin(), raw.end(), key.begin());
  return key;
}

// McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B: test cases 13, 14 and 16.
TEST(AesGcm, GivesThePublishedCipherTexts) {
  struct Row {
    std::string key, nonce, plain, associated, cipher;
  };
  const std::string zeros(64, '0');
  for (const auto& row :
       {Row{zeros, "000000000000000000000000", "", "", "530f8afbc74536b9a963b4f1c4cb738b"},
        Row{zeros, "000000000000000000000000", "00000000000000000000000000000000", "",
            "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"},
        Row{"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
            "b16aedf5aa0de657ba637b39",
            "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
            "c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"}}) {
    const Digest key = key_of(bytes(row.key));
    const std::string cipher = gcm_encrypt(key, bytes(row.nonce), bytes(row.plain), bytes(row.associated));
    EXPECT_EQ(cipher, bytes(row.cipher));
    EXPECT_EQ(gcm_decrypt(key, bytes(row.nonce), cipher, bytes(row.associated)), bytes(row.plain));
  }
}

TEST(Seal, OpensOnlyWhatItSealed) {
  const Digest key = sha256("key");
  const std::string sealed = seal(key, "12345678901234567890", "second factor of 7");
  EXPECT_EQ(unseal(key, sealed, "second factor of 7"), "12345678901234567890");
  EXPECT_EQ(unseal(key, sealed, "second factor of 8"), std::nullopt) << "moved to another row";
  EXPECT_EQ(unseal(sha256("other"), sealed, "second factor of 7"), std::nullopt);
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    std::string altered = sealed;
    altered[at] = altered[at] == 'A' ? 'B' : 'A';
    EXPECT_EQ(unseal(key, altered, "second factor of 7"), std::nullopt) << at;
    EXPECT_EQ(unseal(key, sealed.substr(0, at), "second factor of 7"), std::nullopt) << at;
  }
}

TEST(Seal, NeverGivesTheSameTwice) {
  const Digest key = sha256("key");
  EXPECT_NE(seal(key, "secret", "place"), seal(key, "secret", "place"));
}

}  // namespace
}  // namespace kpa::crypto
