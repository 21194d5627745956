// RFC 8725 over HTTP: forged tokens, and tokens meant for another use.
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/hmac.h>

#include "core/crypto/base64url.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;
using kpa::crypto::base64url_decode;
using kpa::crypto::base64url_encode;

constexpr auto profile = "/api/users/profile";
constexpr std::string_view good_header = R"({"alg":"HS256","typ":"JWT"})";

TestService& service() {
  static TestService running;
  return running;
}

std::string text(const Answer& answer, std::string_view path) {
  return std::string(answer.at(path).as_string());
}

/// HMAC of `message` with the hash that the JWT algorithm names.
std::string mac(std::string_view algorithm, std::string_view key, std::string_view message) {
  const EVP_MD* digest = algorithm == "HS512"   ? EVP_sha512()
                         : algorithm == "HS384" ? EVP_sha384()
                                                : EVP_sha256();
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned length = 0;
  HMAC(digest, key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(message.data()), message.size(),
       reinterpret_cast<unsigned char*>(out.data()), &length);
  out.resize(length);
  return out;
}

/// The parts of a person's token, and forged tokens made of them.
struct Forge {
  explicit Forge(const std::string& token, std::string signing_key = service().settings().auth.jwt_secret_key)
      : key(std::move(signing_key)) {
    const auto first = token.find('.'), second = token.rfind('.');
    claims = json::parse(base64url_decode(token.substr(first + 1, second - first - 1)).value()).as_object();
    signature = token.substr(second + 1);
  }

  std::string with(std::string_view header, const json::object& payload, std::string_view algorithm = "HS256",
                   std::string_view signed_with = {}) const {
    const std::string message = base64url_encode(header) + '.' + base64url_encode(json::serialize(payload));
    const std::string_view used = signed_with.empty() ? std::string_view(key) : signed_with;
    return message + '.' + base64url_encode(mac(algorithm, used, message));
  }
  /// Correctly signed, with one claim changed; null removes it.
  std::string claiming(const char* name, const json::value& value) const {
    json::object changed = claims;
    if (value.is_null())
      changed.erase(name);
    else
      changed[name] = value;
    return with(good_header, changed);
  }
  /// Correctly signed, with another header.
  std::string headed(std::string_view header, std::string_view algorithm = "HS256") const {
    return with(header, claims, algorithm);
  }
  std::string unsigned_as(std::string_view header, const std::string& end) const {
    return base64url_encode(header) + '.' + base64url_encode(json::serialize(claims)) + '.' + end;
  }

  std::string key;
  json::object claims;
  std::string signature;
};

/// A token with exactly one fault.
struct Row {
  const char* what;
  std::string token;
};

/// `own` is a token of either type; `another` is of the same type, but another person's.
std::vector<Row> forgeries(const std::string& own, const std::string& another) {
  const Forge forge(own), theirs(another);
  const std::int64_t issued = forge.claims.at("iat").as_int64();
  json::object altered = forge.claims;
  altered["sub"] = theirs.claims.at("sub");
  const auto under_our_signature = [&](const json::object& claims) {
    return base64url_encode(good_header) + '.' + base64url_encode(json::serialize(claims)) + '.' +
           forge.signature;
  };
  return {
      {"none", forge.unsigned_as(R"({"alg":"none","typ":"JWT"})", "")},
      {"None, with a good signature", forge.unsigned_as(R"({"alg":"None","typ":"JWT"})", forge.signature)},
      {"no algorithm", forge.headed(R"({"typ":"JWT"})")},
      {"HS384, with our key", forge.headed(R"({"alg":"HS384","typ":"JWT"})", "HS384")},
      {"HS512, with our key", forge.headed(R"({"alg":"HS512","typ":"JWT"})", "HS512")},
      {"RS256 by name, HMAC in truth", forge.headed(R"({"alg":"RS256","typ":"JWT"})")},
      {"ES256 by name, HMAC in truth", forge.headed(R"({"alg":"ES256","typ":"JWT"})")},
      {"no signature", forge.unsigned_as(good_header, "")},
      {"half a signature", forge.unsigned_as(good_header, forge.signature.substr(0, 22))},
      {"another key", forge.with(good_header, forge.claims, "HS256", std::string(44, 'k'))},
      {"the server's other secret",
       forge.with(good_header, forge.claims, "HS256", service().settings().auth.secret_key)},
      {"kid: a file of zeros", forge.with(R"({"alg":"HS256","kid":"../../../../dev/null","typ":"JWT"})",
                                          forge.claims, "HS256", std::string(1, '\0'))},
      {"kid: SQL", forge.headed(R"({"alg":"HS256","kid":"x' UNION SELECT 'k' --","typ":"JWT"})")},
      {"jku", forge.headed(R"({"alg":"HS256","jku":"https://evil.example/keys","typ":"JWT"})")},
      {"x5u", forge.headed(R"({"alg":"HS256","typ":"JWT","x5u":"https://evil.example/cert"})")},
      {"jwk", forge.headed(R"({"alg":"HS256","jwk":{"k":"aw","kty":"oct"},"typ":"JWT"})")},
      {"crit", forge.headed(R"({"alg":"HS256","b64":false,"crit":["b64"],"typ":"JWT"})")},
      {"no type", forge.claiming("type", nullptr)},
      {"another audience", forge.claiming("aud", "kpa-erp-web")},
      {"no audience", forge.claiming("aud", nullptr)},
      {"another issuer", forge.claiming("iss", "https://evil.example")},
      {"no issuer", forge.claiming("iss", nullptr)},
      {"expired", forge.claiming("exp", issued - 1)},
      {"no expiry", forge.claiming("exp", nullptr)},
      {"issued in the future", forge.claiming("iat", issued + 600)},
      {"not valid yet", forge.claiming("nbf", issued + 600)},
      {"a session that is not there", forge.claiming("sid", "999999999")},
      {"no session", forge.claiming("sid", nullptr)},
      {"a claim altered under our signature", under_our_signature(altered)},
      {"another's claims under our signature", under_our_signature(theirs.claims)},
      {"oversized", forge.claiming("pad", std::string(5000, 'x').c_str())},
      {"a line end", own + "%0d%0a"},
      {"two tokens", own + ',' + another},
      {"nested", forge.with(R"({"alg":"HS256","cty":"JWT","typ":"JWT"})", forge.claims)},
  };
}

TEST(Tokens, ThatTheServiceDidNotMakeOrNotForThisAreRefused) {
  const Person person = service().enrol();
  const Person other = service().enrol();
  const Forge forge(person.token);
  auto client = service().client();

  client.token = forge.claiming("pad", "x");
  ASSERT_EQ(client.get(profile).status, 200) << "the forge signs as the service does";

  auto rows = forgeries(person.token, other.token);
  rows.push_back({"another type of token", person.refresh_token});
  rows.push_back({"another type by its claim", forge.claiming("type", "refresh")});
  for (const auto& [what, token] : rows) {
    client.token = token;
    const auto answer = client.get(profile);
    EXPECT_EQ(answer.status, 401) << what << '\n' << answer.text;
    EXPECT_THAT(text(answer, "code"), testing::AnyOf("invalid_token", "unauthenticated")) << what;
    EXPECT_THAT(answer.header("WWW-Authenticate"), testing::StartsWith("Bearer")) << what;
  }
  client.token = person.token;
  EXPECT_EQ(client.get(profile).status, 200) << "nothing of that ended the session";
}

/// Refreshes with a token that the database expects, whoever made it, so that it can only be refused for its
/// content.
Answer refresh_expected(const json::value& session, const std::string& token) {
  service().sql("UPDATE refresh_tokens SET token_hash = encode(sha256('" + token +
                "'), 'hex') WHERE rotated_at IS NULL AND session_id = " + session.as_string().c_str());
  return service().client().post("/api/users/refresh", {{"refresh_token", token}});
}

TEST(Tokens, ThatTheServiceDidNotMakeOrNotForThisRefreshNothing) {
  const Person person = service().enrol();
  const Person other = service().enrol();
  const Forge forge(person.refresh_token);
  const json::value& session = forge.claims.at("sid");
  const auto control = refresh_expected(session, forge.claiming("pad", "x"));
  ASSERT_EQ(control.status, 200) << "another claim does no harm when all else is right\n" << control.text;

  auto rows = forgeries(person.refresh_token, other.refresh_token);
  rows.push_back({"another type of token", person.token});
  rows.push_back({"another type by its claim", forge.claiming("type", "access")});
  for (const auto& [what, token] : rows) {
    const auto answer = refresh_expected(session, token);
    EXPECT_EQ(answer.status, token.size() > 4096 ? 422 : 401) << what << '\n' << answer.text;
    EXPECT_THAT(text(answer, "code"), testing::AnyOf("invalid_token", "validation_failed")) << what;
  }
  const auto signed_again = refresh_expected(session, forge.with(good_header, forge.claims));
  EXPECT_EQ(signed_again.status, 200) << "nothing of that ended the session\n" << signed_again.text;
  EXPECT_EQ(service().client(person).get(profile).status, 200);
}

/// The subject is not trusted: the session decides whose token it is.
TEST(Tokens, SpeakForTheirSessionsPersonOnly) {
  const Person person = service().enrol();
  const Person other = service().enrol();
  auto client = service().client();
  client.token = Forge(person.token).claiming("sub", std::to_string(other.id).c_str());
  const auto answer = client.get(profile);
  if (answer.status == 200)
    EXPECT_EQ(answer.at("id"), person.id);
  else
    EXPECT_EQ(answer.status, 401);
}

TEST(Tokens, AreTakenFromTheHeaderOnly) {
  const Person person = service().enrol();
  const auto client = service().client();
  EXPECT_EQ(client.get(std::string(profile) + "?access_token=" + person.token).status, 401);
  EXPECT_EQ(client.get(std::string(profile) + "?token=" + person.token).status, 401);
  for (const char* name : {"access_token", "token", "Authorization"})
    EXPECT_EQ(client.get(profile, {{"Cookie", std::string(name) + '=' + person.token}}).status, 401) << name;
  EXPECT_EQ(client.get(profile, {{"X-Access-Token", person.token}}).status, 401);
  EXPECT_EQ(client.get(profile, {{"Authorization", "Basic " + person.token}}).status, 401);
}

std::string refresh_request(const std::string& token) {
  return post_request("/api/users/refresh", json::serialize(json::object{{"refresh_token", token}}));
}

// Half of the clients lose the answer: they hang up after sending the request.
TEST(Tokens, FiftyRefreshesAtOnceLeaveOneLiveTokenThatThoseWhoLostItsAnswerGetToo) {
  const Person person = service().enrol();
  constexpr std::size_t count = 50;
  std::vector<RawAnswer> answers(count);
  {
    std::vector<std::jthread> clients;
    for (std::size_t number = 0; number < count; ++number)
      clients.emplace_back([&answer = answers[number], lost = number % 2 == 1, &person] {
        RawClient client(service().port());
        client.send(refresh_request(person.refresh_token));
        if (!lost) answer = client.receive();
      });
  }
  std::set<std::string> live;
  for (std::size_t number = 0; number < count; number += 2) {
    ASSERT_EQ(answers[number].status, 200) << answers[number].body;
    live.insert(json::parse(answers[number].body).at("refresh_token").as_string().c_str());
  }
  // Each of those who lost it asks again.
  for (std::size_t number = 1; number < count; number += 2) {
    const auto again =
        service().client().post("/api/users/refresh", {{"refresh_token", person.refresh_token}});
    ASSERT_EQ(again.status, 200) << again.text;
    live.insert(text(again, "refresh_token"));
  }
  ASSERT_EQ(live.size(), 1U);
  EXPECT_EQ(
      service().sql(
          "SELECT count(*) FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE s.user_id = " +
          std::to_string(person.id) + " AND t.rotated_at IS NULL"),
      "1");
  EXPECT_EQ(service().client().post("/api/users/refresh", {{"refresh_token", *live.begin()}}).status, 200);
}

}  // namespace
