#include "core/crypto/jwt.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/crypto/base64url.hpp"
#include "core/crypto/digest.hpp"

namespace kpa::crypto {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

const std::string key = "0123456789abcdef0123456789abcdef";
constexpr sys_seconds moment{seconds(1'700'000'000)};

TokenSigner signer() { return TokenSigner(key, "kpa", "kpa-api"); }

Claims claims() {
  return {.subject = "42",
          .session_id = "7d8f",
          .token_id = "a1b2c3",
          .type = "access",
          .issued_at = moment,
          .expires_at = moment + seconds(3600)};
}

// Signs independently of TokenSigner, so that tests can make tokens that it would not.
constexpr std::string_view good_header = R"({"alg":"HS256","typ":"JWT"})";

std::string good_payload() {
  return R"({"aud":"kpa-api","exp":1700003600,"iat":1700000000,"iss":"kpa","jti":"a1b2c3","sid":"7d8f","sub":"42","type":"access"})";
}

std::string signed_token(std::string_view header, std::string_view payload, std::string_view with_key = key) {
  const std::string message = base64url_encode(header) + '.' + base64url_encode(payload);
  const Digest mac = hmac_sha256(with_key, message);
  return message + '.' + base64url_encode({reinterpret_cast<const char*>(mac.data()), mac.size()});
}

std::string with(std::string text, std::string_view part, std::string_view replacement) {
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return text.replace(at, part.size(), replacement);
}

std::string payload_with(std::string_view part, std::string_view replacement) {
  return signed_token(good_header, with(good_payload(), part, replacement));
}

TEST(Jwt, ReadsBackWhatItSigned) {
  const std::string token = signer().sign(claims());
  const auto read = signer().verify(token, "access", moment + seconds(5));
  ASSERT_TRUE(read) << name(read.error());
  EXPECT_EQ(*read, claims());
}

TEST(Jwt, SigningIsDeterministicAndIsWhatTheStandardSays) {
  EXPECT_EQ(signer().sign(claims()), signer().sign(claims()));
  EXPECT_EQ(signer().sign(claims()), signed_token(good_header, good_payload()));
}

TEST(Jwt, KeepsTextInEveryLanguage) {
  Claims other = claims();
  other.subject = "निरीक्षक \"1\" \\ /";
  const auto read = signer().verify(signer().sign(other), "access", moment);
  ASSERT_TRUE(read) << name(read.error());
  EXPECT_EQ(read->subject, other.subject);
}

TEST(Jwt, RefusesToSignWhatItCouldNotVerify) {
  EXPECT_THROW(TokenSigner(key.substr(1), "kpa", "kpa-api"), std::invalid_argument);
  Claims not_utf8 = claims();
  not_utf8.session_id = "\xff";
  EXPECT_THROW(signer().sign(not_utf8), std::invalid_argument);
  Claims with_nul = claims();
  with_nul.token_id = std::string("a\0b", 3);
  EXPECT_THROW(signer().sign(with_nul), std::invalid_argument);
  Claims before_1970 = claims();
  before_1970.issued_at = sys_seconds(seconds(-1));
  EXPECT_THROW(signer().sign(before_1970), std::invalid_argument);
}

TEST(Jwt, RefusesEveryForgery) {
  struct Case {
    std::string what;
    std::string token;
    TokenFault fault;
  };
  const std::string good = signer().sign(claims());
  const std::string header = base64url_encode(good_header);
  const std::string payload = base64url_encode(good_payload());
  const std::string signature = good.substr(good.rfind('.') + 1);
  const std::string none = base64url_encode(R"({"alg":"none","typ":"JWT"})");
  using enum TokenFault;
  const std::vector<Case> cases = {
      {"nothing", "", malformed},
      {"a word", "token", malformed},
      {"dots only", "..", malformed},
      {"two parts", header + '.' + payload, malformed},
      {"four parts", good + '.' + signature, malformed},
      {"no header", '.' + payload + '.' + signature, malformed},
      {"no payload", header + ".." + signature, malformed},
      {"no signature", header + '.' + payload + '.', bad_signature},
      {"a space before", ' ' + good, malformed},
      {"a line end after", good + '\n', malformed},
      {"padding", good + '=', malformed},
      {"a NUL after", good + std::string(1, '\0'), malformed},
      {"a NUL and more after", good + std::string("\0.x", 3), malformed},
      {"unused bits set", good.substr(0, good.size() - 1) + static_cast<char>(good.back() + 1), malformed},
      {"classic base64", with(good, signature, std::string(43, '+')), malformed},
      {"bytes that are no text", "\xff\xfe." + payload + '.' + signature, malformed},
      {"4096 bytes", header + '.' + std::string(4096 - 36 - 2 - 43, 'A') + '.' + signature, bad_signature},
      {"4097 bytes", std::string(4097, 'A'), too_large},
      {"a megabyte", std::string(1 << 20, '.'), too_large},

      {"none, unsigned", none + '.' + payload + '.', wrong_header},
      {"none, with our signature", none + '.' + payload + '.' + signature, wrong_header},
      {"none in capitals", base64url_encode(R"({"alg":"NONE","typ":"JWT"})") + '.' + payload + '.',
       wrong_header},
      {"HS384", signed_token(R"({"alg":"HS384","typ":"JWT"})", good_payload()), wrong_header},
      {"HS512", signed_token(R"({"alg":"HS512","typ":"JWT"})", good_payload()), wrong_header},
      {"RS256", signed_token(R"({"alg":"RS256","typ":"JWT"})", good_payload()), wrong_header},
      {"ES256", signed_token(R"({"alg":"ES256","typ":"JWT"})", good_payload()), wrong_header},
      {"hs256", signed_token(R"({"alg":"hs256","typ":"JWT"})", good_payload()), wrong_header},
      {"no algorithm", signed_token(R"({"typ":"JWT"})", good_payload()), wrong_header},
      {"a key id", signed_token(R"({"alg":"HS256","kid":"/dev/null","typ":"JWT"})", good_payload()),
       wrong_header},
      {"a critical extension", signed_token(R"({"alg":"HS256","crit":["b64"],"typ":"JWT"})", good_payload()),
       wrong_header},
      {"a header twice", signed_token(R"({"alg":"HS256","alg":"none","typ":"JWT"})", good_payload()),
       wrong_header},
      {"a header that is no JSON", signed_token("HS256", good_payload()), wrong_header},
      {"compressed", signed_token(R"({"alg":"HS256","typ":"JWT","zip":"DEF"})", good_payload()),
       wrong_header},

      {"another key", signed_token(good_header, good_payload(), key + "x"), bad_signature},
      {"an empty key", signed_token(good_header, good_payload(), ""), bad_signature},
      {"another person", with(good, payload, base64url_encode(with(good_payload(), "\"42\"", "\"43\""))),
       bad_signature},
      {"another signature", header + '.' + payload + '.' + std::string(43, 'A'), bad_signature},
      {"half a signature", good.substr(0, good.size() - 23), bad_signature},
      {"a payload that is no JSON", signed_token(good_header, "kpa"), bad_signature},
      {"deep nesting", signed_token(good_header, std::string(2900, '[')), bad_signature},
      {"deep nesting, closed", signed_token(good_header, std::string(1400, '[') + std::string(1400, ']')),
       missing_claim},
      {"an array", signed_token(good_header, "[" + good_payload() + "]"), missing_claim},
      {"an empty object", signed_token(good_header, "{}"), missing_claim},
      {"more after the payload", signed_token(good_header, good_payload() + "{}"), bad_signature},
      {"NUL in a claim", payload_with("\"42\"", R"("4\u00002")"), bad_signature},
      {"bytes that are no UTF-8 in a claim", payload_with("\"42\"", "\"\xff\""), bad_signature},

      {"no issuer", payload_with(R"("iss":"kpa",)", ""), missing_claim},
      {"no audience", payload_with(R"("aud":"kpa-api",)", ""), missing_claim},
      {"no subject", payload_with(R"("sub":"42",)", ""), missing_claim},
      {"no session", payload_with(R"("sid":"7d8f",)", ""), missing_claim},
      {"no token id", payload_with(R"("jti":"a1b2c3",)", ""), missing_claim},
      {"no type", payload_with(R"(,"type":"access")", ""), missing_claim},
      {"no issue time", payload_with(R"("iat":1700000000,)", ""), missing_claim},
      {"no expiry", payload_with(R"("exp":1700003600,)", ""), missing_claim},

      {"a number as subject", payload_with("\"42\"", "42"), invalid_claim},
      {"null as subject", payload_with("\"42\"", "null"), invalid_claim},
      {"a list of audiences", payload_with("\"kpa-api\"", R"(["kpa-api"])"), invalid_claim},
      {"text as expiry", payload_with("1700003600", "\"1700003600\""), invalid_claim},
      {"a fraction as expiry", payload_with("1700003600", "1700003600.5"), invalid_claim},
      {"true as expiry", payload_with("1700003600", "true"), invalid_claim},
      {"an exponent as expiry", payload_with("1700003600", "1e300"), invalid_claim},
      {"an endless expiry", payload_with("1700003600", "9223372036854775807"), invalid_claim},
      {"an expiry beyond 64 bits", payload_with("1700003600", "99999999999999999999"), bad_signature},
      {"a negative issue time", payload_with("1700000000", "-1"), invalid_claim},
      {"text as not-before", payload_with("\"sub\"", R"("nbf":"0","sub")"), invalid_claim},

      {"another issuer", payload_with("\"kpa\"", "\"kpb\""), wrong_issuer},
      {"another audience", payload_with("kpa-api", "kpa-api2"), wrong_audience},
      {"another type", payload_with("\"access\"", "\"refresh\""), wrong_type},
      {"an empty type", payload_with("\"access\"", "\"\""), wrong_type},
      {"issued 31 s ahead", payload_with("1700000000", "1700000031"), not_yet_valid},
      {"not before 31 s ahead", payload_with("\"sub\"", R"("nbf":1700000031,"sub")"), not_yet_valid},
      {"expired a second ago", payload_with("1700003600", "1699999999"), expired},
      {"expiring now", payload_with("1700003600", "1700000000"), expired},
  };
  for (const Case& c : cases) {
    const auto read = signer().verify(c.token, "access", moment);
    ASSERT_FALSE(read) << c.what;
    EXPECT_EQ(name(read.error()), name(c.fault)) << c.what;
  }
}

TEST(Jwt, RefusesEveryChangeOfOneCharacter) {
  const TokenSigner kpa = signer();
  const std::string good = kpa.sign(claims());
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const char replacement : {'A', 'z', '_', '.', '='}) {
      if (good[i] == replacement) continue;
      std::string altered = good;
      altered[i] = replacement;
      EXPECT_FALSE(kpa.verify(altered, "access", moment)) << i << replacement;
    }
    EXPECT_FALSE(kpa.verify(good.substr(0, i), "access", moment)) << i;
  }
}

TEST(Jwt, ClocksMayDifferByTheLeewayButLifeIsExact) {
  const std::string token = signer().sign(claims());
  EXPECT_TRUE(signer().verify(token, "access", moment - seconds(30)));
  EXPECT_FALSE(signer().verify(token, "access", moment - seconds(31)));
  EXPECT_FALSE(signer().verify(token, "access", moment - seconds(1), seconds(0)));
  EXPECT_TRUE(signer().verify(token, "access", moment + seconds(3600) - std::chrono::microseconds(1)));
  EXPECT_FALSE(signer().verify(token, "access", moment + seconds(3600)));
  EXPECT_TRUE(signer().verify(payload_with("\"sub\"", R"("nbf":1700000030,"sub")"), "access", moment));
}

TEST(Jwt, ClaimsThatWeDoNotWriteAreIgnored) {
  EXPECT_TRUE(signer().verify(payload_with("\"sub\"", R"("name":"John","sub")"), "access", moment));
}

TEST(Jwt, ReadingTheClaimsOfARefusedTokenIsABug) {
  EXPECT_THROW(signer().verify("", "access", moment).value(), std::logic_error);
}

}  // namespace
}  // namespace kpa::crypto
