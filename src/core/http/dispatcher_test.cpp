#include <string>
#include <utility>
#include <vector>

#include "core/http/rig_for_test.hpp"
#include "core/text.hpp"

namespace kpa::http {
namespace {

using test::get_request;
using test::post_request;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

TEST(Dispatcher, TakesPathsWithAndWithoutASlashAndUnderTheirOtherNames) {
  const Rig rig;
  for (const auto* path : {"/notes/a", "/notes/a/", "/numbers/7", "/numbers/7/", "/notes", "/notes/",
                           "/notes?name=a", "/notes/?name=a", "http://elsewhere/notes/a", "/notes/%61"})
    EXPECT_EQ(rig.ask(get_request(path)).status, 200) << path;
  for (const auto* path : {"/memos", "/memos/", "/notes/"})
    EXPECT_EQ(rig.ask(post_request(path, R"({"name":"a"})")).status, 201) << path;
}

TEST(Dispatcher, FindsNothingUnderStrangePaths) {
  const Rig rig;
  for (const auto* path : {"/",
                           "//",
                           "/notes//",
                           "//notes",
                           "/notes/../secret",
                           "/../../etc/passwd",
                           "/..%2f..%2fetc%2fpasswd",
                           "/notes/%2e%2e/secret",
                           "/notes/a/b",
                           "/notes/%zz",
                           "/notes/%4",
                           "/notes/%",
                           "/notes/%00",
                           "/notes/a%00b",
                           "/notes/%ff",
                           "/notes/%c0%af",
                           "/numbers/1x",
                           "/numbers/99999999999999999999",
                           "/numbers/%2B1",
                           "/Notes"})
    expect_problem(rig.ask(get_request(path)), 404, "not_found");
}

TEST(Dispatcher, DecodesPathAndQuery) {
  const Rig rig;
  EXPECT_THAT(rig.ask(get_request("/notes/a%2Fb%20%E0%A4%95+")).body, HasSubstr("\"a/b \u0915+\""));
  EXPECT_THAT(rig.ask(get_request("/notes?name=a%2Bb+c%26")).body, HasSubstr("\"a+b c&\""));
  expect_problem(rig.ask(get_request("/notes?name=%zz")), 400, "malformed_request");
  expect_problem(rig.ask(get_request("/notes?name=%ff")), 400, "malformed_request");
  expect_problem(rig.ask(get_request("/notes?name=%00")), 422, "validation_failed");
  expect_problem(rig.ask(get_request("/notes?name=a&name=b")), 422, "validation_failed");
}

TEST(Dispatcher, RefusesQueryParametersThatNobodyReads) {
  const Rig rig;
  const auto answer = rig.ask(get_request("/notes?size=1"));
  expect_problem(answer, 422, "validation_failed");
  EXPECT_THAT(answer.body, HasSubstr("\"errors\":{\"size\":["));
  expect_problem(rig.ask(get_request("/notes/a?size=1")), 422, "validation_failed");
  expect_problem(rig.ask(post_request("/notes?x", R"({"name":"a"})")), 422, "validation_failed");
}

TEST(Dispatcher, SaysWhatIsWrongWithABody) {
  const Rig rig;
  expect_problem(rig.ask(post_request("/notes", "{\"name\":")), 400, "malformed_request");
  expect_problem(rig.ask(post_request("/notes", "")), 400, "malformed_request");
  const auto all = rig.ask(post_request("/notes", R"({"size":"big","colour":1})"));
  expect_problem(all, 422, "validation_failed");
  for (const auto* path : {"\"name\":[", "\"size\":[", "\"colour\":["})
    EXPECT_THAT(all.body, HasSubstr(path));
  expect_problem(
      rig.ask(
          "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\n{\"name\":\"a\"}"),
      415, "unsupported_media_type");
}

TEST(Dispatcher, SaysTheMessageOfTheRoute) {
  const Rig rig;
  const auto answer = rig.ask(get_request("/envelope"));
  EXPECT_EQ(answer.body,
            R"({"success":true,"message":"Note fetched.","data":{"name":"inside","size":null,"version":1}})");
  EXPECT_EQ(answer.field("etag"), "\"v1\"") << "the record's version";
}

TEST(Dispatcher, TakesNoEncodedBodies) {
  const Rig rig;
  for (const auto* encoding : {"gzip", "br", "gzip, identity"})
    expect_problem(rig.ask(post_request("/notes", R"({"name":"a"})",
                                        "Content-Encoding: " + std::string(encoding) + "\r\n")),
                   415, "unsupported_media_type");
  EXPECT_EQ(rig.ask(post_request("/notes", R"({"name":"a"})", "Content-Encoding: Identity\r\n")).status, 201);
}

TEST(Dispatcher, AsksForCredentialsAndChecksRoles) {
  const Rig rig;
  const auto nobody = rig.ask(get_request("/staff"));
  expect_problem(nobody, 401, "unauthenticated");
  EXPECT_THAT(nobody.field("www-authenticate"), HasSubstr("Bearer"));
  const auto user = rig.ask(get_request("/staff", "Authorization: user\r\n"));
  expect_problem(user, 403, "forbidden");
  const auto staff = rig.ask(get_request("/staff", "Authorization: staff\r\n"));
  EXPECT_EQ(staff.status, 200);
  for (const auto& answer : {nobody, user, staff}) EXPECT_EQ(answer.field("cache-control"), "no-store");
}

TEST(Dispatcher, TellsNothingOfItsInsides) {
  const Rig rig;
  const auto bug = rig.ask(get_request("/bug"));
  expect_problem(bug, 500, "internal_error");
  EXPECT_THAT(bug.body, Not(HasSubstr("secret")));
  const auto constraint = rig.ask(get_request("/constraint"));
  expect_problem(constraint, 500, "internal_error");
  EXPECT_THAT(constraint.body, Not(AnyOf(HasSubstr("secret"), HasSubstr("duplicate"))));
  const auto outage = rig.ask(get_request("/outage"));
  expect_problem(outage, 503, "outcome_unknown");
  EXPECT_THAT(outage.body, Not(HasSubstr("10.0.0.7")));
  EXPECT_EQ(outage.field("retry-after"), "1");
  const auto slow = rig.ask(get_request("/slow-statement"));
  expect_problem(slow, 503, "unavailable");
  EXPECT_EQ(slow.field("retry-after"), "1");
  const auto refusal = rig.ask(get_request("/refusal"));
  expect_problem(refusal, 429, "too_many_requests");
  EXPECT_EQ(refusal.field("retry-after"), "3");
}

TEST(Dispatcher, CompressesWhatIsLongForWhoTakesItAndNeverSecrets) {
  const Rig rig;
  const auto encoding = [&](const std::string& path, const std::string& taken) {
    return rig.ask(get_request(path, "Accept-Encoding: " + taken + "\r\n")).field("content-encoding");
  };
  EXPECT_EQ(encoding("/long", "br, gzip"), "gzip");
  EXPECT_EQ(encoding("/long", "*"), "gzip");
  EXPECT_EQ(encoding("/long", "gzip;q=0.5"), "gzip");
  for (const auto* not_taken : {"br", "identity", "gzip;q=0", "gzip;q=0.000, *", "xgzip"})
    EXPECT_EQ(encoding("/long", not_taken), "") << not_taken;
  EXPECT_EQ(rig.ask(get_request("/long")).field("content-encoding"), "");
  EXPECT_EQ(encoding("/notes/short", "gzip"), "");
  EXPECT_EQ(encoding("/secret", "gzip"), "");
  const auto packed = rig.ask(get_request("/long", "Accept-Encoding: gzip\r\n"));
  EXPECT_LT(packed.body.size(), 200U);
  EXPECT_TRUE(packed.body.starts_with("\x1f\x8b"));
  EXPECT_EQ(packed.field("vary"), "Accept-Encoding");
  // Compressed bytes have another strong ETag, and both are recognised in If-None-Match.
  const std::string note = "/notes/" + std::string(1500, 'n');
  const std::string taken = "Accept-Encoding: gzip\r\n";
  EXPECT_EQ(rig.ask(get_request(note, taken)).field("etag"), "\"v7.gz\"");
  for (const std::string seen : {"\"v7.gz\"", "\"v7\""})
    EXPECT_EQ(rig.ask(get_request(note, taken + "If-None-Match: " + seen + "\r\n")).status, 304) << seen;
  EXPECT_EQ(rig.ask(get_request("/secret")).field("cache-control"), "no-store");
}

TEST(Dispatcher, DoesNotRepeatWhatTheClientHas) {
  const Rig rig;
  EXPECT_EQ(rig.ask(get_request("/notes/a")).field("etag"), "\"v7\"") << "the record's version";
  for (const auto* path : {"/notes/a", "/long"}) {
    const auto etag = rig.ask(get_request(path)).field("etag");
    for (const auto& seen : {etag, "W/" + etag, "\"other\", " + etag, std::string("*")}) {
      const auto answer = rig.ask(get_request(path, "If-None-Match: " + seen + "\r\n"));
      EXPECT_EQ(answer.status, etag.starts_with("W/") && seen.starts_with("W/W/") ? 200 : 304) << seen;
    }
    EXPECT_EQ(rig.ask(get_request(path, "If-None-Match: \"other\"\r\n")).status, 200);
  }
  EXPECT_EQ(rig.ask(get_request("/secret", "If-None-Match: *\r\n")).status, 200);
}

TEST(Dispatcher, ChangesARecordOnlyInAVersionThatTheClientNames) {
  const Rig rig;
  const auto put = [&](const std::string& fields) {
    return rig.ask("PUT /seventh HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n" + fields + "\r\n");
  };
  EXPECT_EQ(put("").status, 200);
  for (const auto* tags :
       {"*", "\"v7\"", "\"v7.gz\"", "\"v7.1700000000000000.hi\"", "\"v1\", \"v7\"", "\"v7\",\"v1\"",
        ", \"v7\" ,", "W/\"v7\", \"v7\"", "\"of,another\", \"v7\"", "\"\", \"v7\""})
    EXPECT_EQ(put("If-Match: " + std::string(tags) + "\r\n").status, 200) << tags;
  // RFC 9110 §13.1.1: a weak ETag never matches, and neither do ETags that we did not make.
  for (const auto* tags : {"\"v6\"", "\"v6\", \"v8\"", "W/\"v7\"", "W/\"v7\", \"v6\"", "\"7\"", "\"v7x\"",
                           "\"v\"", "\"\"", "\"v 7\"", "\"V7\"", "\"v99999999999999999999\""})
    expect_problem(put("If-Match: " + std::string(tags) + "\r\n"), 412, "precondition_failed");
  for (const auto* no_tags : {"v7", "7", "\"v7", "v7\"", "\"v7\" \"v8\"", "\"v7\"; \"v8\"", "\"v7\", *",
                              "*, \"v7\"", "**", ",", "w/\"v7\"", "W/v7", "'v7'", "\"v7\"\"v8\""})
    expect_problem(put("If-Match: " + std::string(no_tags) + "\r\n"), 400, "malformed_request");
}

TEST(Dispatcher, TakesNoBlankOrDoubledFieldForAnAbsentOne) {
  const Rig rig;
  const auto ask = [&](const std::string& start, const std::string& fields) {
    return rig.ask(start + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n" + fields + "\r\n");
  };
  EXPECT_EQ(ask("POST /once", "").status, 200);
  const std::vector<std::pair<std::string, std::string>> named = {{"PUT /seventh", "If-Match: "},
                                                                  {"POST /once", "Idempotency-Key: "}};
  for (const auto& [start, field] : named)
    for (const auto& fields :
         {field + "\r\n", field + " \t \r\n", field + "\"v7\"\r\n" + field + "\"v7\"\r\n",
          field + "\"v7\"\r\n" + field + "\r\n", field + "\r\n" + field + "\r\n",
          field + "\"v7\"\r\n" + lower(field) + "\"v8\"\r\n"})
      expect_problem(ask(start, fields), 400, "malformed_request");
  for (const auto& key :
       {std::string("a b"), std::string("\xc3\xa9"), std::string(256, 'x'), std::string("a\tb")})
    expect_problem(ask("POST /once", "Idempotency-Key: " + key + "\r\n"), 400, "malformed_request");
}

TEST(Dispatcher, TakesABlankFilterForNone) {
  const Rig rig;
  for (const auto* query : {"name=", "name", "name=+", "name=%C2%A0"})
    EXPECT_THAT(rig.ask(get_request("/notes?" + std::string(query))).body, HasSubstr("none")) << query;
  expect_problem(rig.ask(get_request("/notes?size=")), 422, "validation_failed");
  expect_problem(rig.ask(get_request("/notes?name=&name=a")), 422, "validation_failed");
}

TEST(Dispatcher, SendsSecurityHeadersWithEveryAnswer) {
  const Rig rig;
  for (const auto& request :
       {get_request("/notes/a"), get_request("/nowhere"), get_request("/bug"), std::string("x\r\n\r\n"),
        std::string("OPTIONS /notes HTTP/1.1\r\nHost: a\r\n\r\n"),
        std::string("DELETE /notes/a HTTP/1.1\r\nHost: a\r\n\r\n")}) {
    const auto answer = rig.ask(request);
    EXPECT_EQ(answer.field("x-content-type-options"), "nosniff") << request;
    EXPECT_EQ(answer.field("x-frame-options"), "DENY");
    EXPECT_EQ(answer.field("referrer-policy"), "no-referrer");
    for (const auto* directive : {"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"})
      EXPECT_THAT(answer.field("content-security-policy"), HasSubstr(directive));
    EXPECT_EQ(answer.count("date"), 1U);
    EXPECT_EQ(answer.count("x-request-id"), 1U);
  }
}

TEST(Dispatcher, TakesTheClientsRequestIdWhereItIsHarmless) {
  const Rig rig;
  const auto id = [&](const std::string& offered) {
    return rig.ask(get_request("/notes/a", "X-Request-ID: " + offered + "\r\n")).field("x-request-id");
  };
  EXPECT_EQ(id("abc-1.2_Z"), "abc-1.2_Z");
  for (const auto& bad : {std::string("a b"), std::string("a\"b"), std::string(65, 'x'),
                          std::string("<script>"), std::string("a\tb"), std::string("\xc3\xa9")})
    EXPECT_THAT(id(bad), testing::MatchesRegex("[0-9a-f]{16}")) << bad;
  EXPECT_NE(id(""), id(""));
}

std::vector<std::string> varies_by(const RawAnswer& answer) {
  std::vector<std::string> names;
  const auto [first, last] = answer.fields.equal_range("vary");
  for (auto field = first; field != last; ++field) names.push_back(field->second);
  return names;
}

TEST(Dispatcher, LetsOnlyKnownOriginsRead) {
  const Rig rig(test_limits(), {.origins = {"https://kpa.example"}, .credentials = true});
  const auto known = rig.ask(get_request("/notes/a", "Origin: https://kpa.example\r\n"));
  EXPECT_EQ(known.field("access-control-allow-origin"), "https://kpa.example");
  EXPECT_EQ(known.field("access-control-allow-credentials"), "true");
  EXPECT_EQ(known.count("access-control-allow-methods"), 0U);
  for (const auto* stranger : {"https://evil.example", "https://kpa.example.evil.example", "null"}) {
    const auto unknown = rig.ask(get_request("/notes/a", "Origin: " + std::string(stranger) + "\r\n"));
    EXPECT_EQ(unknown.status, 200);
    EXPECT_EQ(unknown.count("access-control-allow-origin"), 0U) << stranger;
    EXPECT_THAT(varies_by(unknown), testing::Contains("Origin"));
  }
  const auto not_from_a_page = rig.ask(get_request("/notes/a"));
  EXPECT_EQ(not_from_a_page.count("access-control-allow-origin"), 0U);
  EXPECT_THAT(varies_by(not_from_a_page), testing::Contains("Origin"))
      << "a cache must not give it to a page";
  const auto preflight = rig.ask(
      "OPTIONS /notes HTTP/1.1\r\nHost: a\r\nOrigin: https://kpa.example\r\nAccess-Control-Request-Method: POST\r\n\r\n");
  EXPECT_EQ(preflight.status, 204);
  EXPECT_THAT(preflight.field("access-control-allow-methods"), HasSubstr("POST"));
  EXPECT_THAT(preflight.field("access-control-allow-headers"), HasSubstr("Authorization"));
  EXPECT_EQ(rig.ask(get_request("/nowhere", "Origin: https://kpa.example\r\n"))
                .field("access-control-allow-origin"),
            "https://kpa.example")
      << "so that a page can read its errors";
}

TEST(Dispatcher, WithAllOriginsNobodysCredentialsAreTaken) {
  const Rig rig(test_limits(), {.all_origins = true, .origins = {}, .credentials = true});
  const auto answer = rig.ask(get_request("/notes/a", "Origin: https://any.example\r\n"));
  EXPECT_EQ(answer.field("access-control-allow-origin"), "*");
  EXPECT_EQ(answer.count("access-control-allow-credentials"), 0U);
  const auto not_from_a_page = rig.ask(get_request("/notes/a"));
  EXPECT_EQ(not_from_a_page.field("access-control-allow-origin"), "*") << "a cache may give it to any page";
  EXPECT_THAT(varies_by(not_from_a_page), testing::ElementsAre("Accept-Encoding"));
}

}  // namespace
}  // namespace kpa::http
