#include "features/sessions/cookies.hpp"

#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/accounts.hpp"

namespace kpa::sessions {
namespace {

using namespace test;
using http::Method;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Fields = std::map<std::string, std::string, std::less<>>;

/// A browser that stores cookies without understanding them.
struct Browser {
  Node& node;
  std::map<std::string, std::string> jar;
  std::string csrf;

  TestAnswer send(TestRequest request, bool with_csrf = true) {
    std::string cookie;
    for (const auto& [name, value] : jar) {
      const bool everywhere = name != "__Secure-kpa_refresh";
      if (everywhere || request.path.starts_with("/api/users/refresh"))
        cookie += (cookie.empty() ? "" : "; ") + name + "=" + value;
    }
    if (!cookie.empty()) request.headers.emplace("Cookie", cookie);
    if (with_csrf && !csrf.empty()) request.headers.emplace("X-CSRF-Token", csrf);
    auto answer = node.send(request);
    for (const auto& set : answer.cookies) {
      const auto name = set.substr(0, set.find('='));
      const auto value = set.substr(name.size() + 1, set.find(';') - name.size() - 1);
      if (set.find("Max-Age=0") != set.npos)
        jar.erase(name);
      else
        jar[name] = value;
    }
    if (const auto token = answer.text("csrf_token"); !token.empty()) csrf = token;
    return answer;
  }
};

struct CookieModeTest : testing::Test, World {
  CookieModeTest() {
    enrol();
    node.shared.trusted_origins = {"https://erp.example.org"};
  }
  TestRequest login_request() {
    return {.method = Method::post,
            .path = "/api/users/login?cookie=true",
            .body = json::object{{"phone_number", "+919876543210"}, {"password", "monsoon-42-axle"}}};
  }
  static TestRequest bio(const std::string& text) {
    return {.method = Method::patch, .body = json::object{{"bio", text}}};
  }
  static TestRequest refresh() {
    return {.method = Method::post, .path = "/api/users/refresh?cookie=true", .body = json::object()};
  }
  /// Of the newest session.
  std::string token_of_an_hour_ago() {
    const auto now_in_seconds = std::chrono::floor<std::chrono::seconds>(now());
    return node.shared.signer.sign({.subject = value("SELECT user_id FROM sessions ORDER BY id DESC LIMIT 1"),
                                    .session_id = value("SELECT max(id) FROM sessions"),
                                    .token_id = "7",
                                    .type = "access",
                                    .issued_at = now_in_seconds - std::chrono::hours(2),
                                    .expires_at = now_in_seconds - std::chrono::hours(1)});
  }
  std::string bio_now() { return value("SELECT coalesce(bio, '-') FROM users"); }

  Browser browser{node, {}, {}};
};

TEST_F(CookieModeTest, ALoginEndsTheSessionThatItCameWith) {
  const std::string reasons = "SELECT string_agg(coalesce(revoked_for, '-'), ' ' ORDER BY id) FROM sessions";
  browser.send(login_request());
  auto wrong = login_request();
  wrong.body = json::object{{"phone_number", "+919876543210"}, {"password", "monsoon-42-axlf"}};
  EXPECT_EQ(browser.send(wrong).status, 401);
  auto without_cookies = login_request();
  without_cookies.path = "/api/users/login";
  EXPECT_EQ(browser.send(without_cookies).status, 200);
  EXPECT_EQ(value(reasons), "- - -") << "the browser's cookies are what they were";

  const auto former = browser.jar.at("__Host-kpa_access");
  EXPECT_EQ(browser.send(login_request()).status, 200);
  EXPECT_EQ(value(reasons), "- new_login - -");
  EXPECT_EQ(node.profile(former).code(), "invalid_token");
  EXPECT_EQ(browser.send({}).status, 200);
  const TestRequest enrolment{.method = Method::post,
                              .path = "/api/users/register?cookie=true",
                              .body = registration("+919876500002")};
  EXPECT_EQ(browser.send(enrolment).status, 201);
  EXPECT_EQ(value(reasons), "- new_login - new_login -") << "whoever it was, nobody has its tokens";

  const auto an_hour_ago = token_of_an_hour_ago();
  auto found = login_request();  // sent from elsewhere, without the session's other cookies
  found.headers = {{"Cookie", "__Host-kpa_access=" + an_hour_ago}};
  EXPECT_EQ(node.send(found).status, 200);
  EXPECT_EQ(value(reasons), "- new_login - new_login - -") << "an old token alone ends nothing";
  browser.jar["__Host-kpa_access"] = an_hour_ago;
  EXPECT_EQ(browser.send(login_request()).status, 200);
  EXPECT_EQ(value(reasons), "- new_login - new_login new_login - -");

  const auto token = login("+919876543210", "monsoon-42-axle").text("access_token");
  EXPECT_EQ(node.post("/api/users/register", registration("+919876500001"), token).status, 201);
  EXPECT_EQ(node.profile(token).status, 200) << "who enrols somebody else goes on";
  EXPECT_EQ(node.post("/api/users/login", login_request().body, token).status, 200);
  EXPECT_EQ(node.profile(token).code(), "invalid_token");
  EXPECT_EQ(value("SELECT string_agg(after->>'reason', ' ') FROM events WHERE action = 'session_ended'"),
            "new_login new_login new_login new_login");
}

TEST_F(CookieModeTest, ALoginGivesCookiesAndNoTokens) {
  const auto answer = browser.send(login_request());
  ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
  EXPECT_EQ(answer.text("token_type"), "Cookie");
  EXPECT_EQ(answer.text("expires_in"), "3600");
  EXPECT_EQ(answer.body.as_object().size(), 3U);
  EXPECT_EQ(answer.headers.at("Cache-Control"), "no-store");
  const std::string access = browser.jar.at("__Host-kpa_access");
  const std::string renewing = browser.jar.at("__Secure-kpa_refresh");
  EXPECT_THAT(json::serialize(answer.body), Not(HasSubstr(access)));
  EXPECT_THAT(
      answer.cookies,
      ElementsAre(
          "__Host-kpa_access=" + access + "; Path=/; Max-Age=604800; HttpOnly; Secure; SameSite=Strict",
          "__Secure-kpa_refresh=" + renewing +
              "; Path=/api/users/refresh; Max-Age=604800; HttpOnly; Secure; SameSite=Strict",
          "__Host-kpa_csrf=" + browser.csrf + "; Path=/; Max-Age=604800; Secure; SameSite=Strict"));
  EXPECT_EQ(browser.send({}).status, 200) << "the profile";
}

TEST_F(CookieModeTest, ARegistrationGivesThemToo) {
  const auto answer = browser.send({.method = Method::post,
                                    .path = "/api/users/register?cookie=true",
                                    .body = registration("+919876543211")});
  ASSERT_EQ(answer.status, 201) << json::serialize(answer.body);
  EXPECT_EQ(browser.send({}).text("phone_number"), "+919876543211");
}

TEST_F(CookieModeTest, WithoutItNoCookieIsSet) {
  auto request = login_request();
  for (const char* path : {"/api/users/login", "/api/users/login?cookie=false"}) {
    request.path = path;
    const auto answer = node.send(request);
    EXPECT_EQ(answer.body.as_object().size(), 4U);
    EXPECT_THAT(answer.cookies, IsEmpty());
  }
}

TEST_F(CookieModeTest, AChangeNeedsTheSessionsCsrfToken) {
  browser.send(login_request());
  Browser other{node, {}, {}};
  other.send(login_request());
  std::string altered = browser.csrf;
  altered[5] = altered[5] == 'A' ? 'B' : 'A';
  for (const std::string& bad : {std::string(), std::string("x"), altered, other.csrf, browser.csrf + "x"}) {
    auto request = bio("changed");
    if (!bad.empty()) request.headers.emplace("X-CSRF-Token", bad);
    const auto answer = browser.send(request, false);
    EXPECT_EQ(answer.status, 403) << bad;
    EXPECT_EQ(answer.code(), "csrf_token_invalid");
  }
  for (const auto method : {Method::post, Method::put, Method::delete_}) {
    const std::string path = method == Method::post  ? "/api/users/logout"
                             : method == Method::put ? "/api/users/profile"
                                                     : "/api/users/sessions";
    EXPECT_EQ(browser.send({.method = method, .path = path, .body = json::object()}, false).code(),
              "csrf_token_invalid");
  }
  EXPECT_EQ(bio_now(), "-");
  EXPECT_EQ(value("SELECT count(*) FROM sessions WHERE revoked_at IS NULL"), "3");
  EXPECT_EQ(browser.send(bio("mine")).status, 200);
  EXPECT_EQ(bio_now(), "mine");
}

TEST_F(CookieModeTest, AForeignPageChangesNothingEvenWithTheToken) {
  browser.send(login_request());
  struct Row {
    Fields fields;
    int status;
  };
  for (const auto& row : {
           Row{{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example"}}, 403},
           Row{{{"Sec-Fetch-Site", "same-site"}, {"Origin", "https://old.example.org"}}, 403},
           Row{{{"Origin", "https://evil.example"}, {"Host", "kpa.example.org"}}, 403},
           Row{{{"Sec-Fetch-Site", "same-site"}, {"Origin", "https://erp.example.org"}}, 200},
           Row{{{"Sec-Fetch-Site", "same-origin"}}, 200},
       }) {
    auto request = bio("x");
    request.headers = row.fields;
    EXPECT_EQ(browser.send(request).status, row.status) << row.fields.begin()->second;
    auto login = login_request();
    login.headers = row.fields;
    EXPECT_EQ(Browser({node, {}, {}}).send(login).status, row.status) << "a login as somebody else";
  }
}

TEST_F(CookieModeTest, ABearerWinsAndNeedsNoCsrfToken) {
  browser.send(login_request());
  const auto bearer = enrol(registration("+919876543211")).text("access_token");
  auto request = bio("bearer's");
  request.token = bearer;
  const auto answer = browser.send(request, false);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.text("phone_number"), "+919876543211");
  for (const char* other : {"Basic eDp5", "Bearer", "Bearer x"})
    EXPECT_EQ(browser.send({.headers = {{"Authorization", other}}}).status, 401)
        << "the cookie does not stand in for what is wrong";
}

TEST_F(CookieModeTest, ARefreshTakesTheTokenOfItsCookieAndReplacesBoth) {
  browser.send(login_request());
  const auto before = browser.jar;
  EXPECT_EQ(browser.send(refresh(), false).code(), "csrf_token_invalid");
  EXPECT_EQ(browser.jar, before);
  const auto answer = browser.send(refresh());
  ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
  EXPECT_EQ(answer.body.as_object().size(), 3U);
  EXPECT_NE(browser.jar.at("__Host-kpa_access"), before.at("__Host-kpa_access"));
  EXPECT_NE(browser.jar.at("__Secure-kpa_refresh"), before.at("__Secure-kpa_refresh"));
  EXPECT_EQ(browser.jar.at("__Host-kpa_csrf"), before.at("__Host-kpa_csrf")) << "it is the session's";
  EXPECT_EQ(browser.send(bio("still")).status, 200);
}

TEST_F(CookieModeTest, ARefreshWithoutAnyTokenIsToldSo) {
  for (const char* path : {"/api/users/refresh", "/api/users/refresh?cookie=true"}) {
    const auto answer = node.post(path, json::object());
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.errors().count("refresh_token"), 1U);
  }
  browser.send(login_request());
  auto request = refresh();
  request.path = "/api/users/refresh";
  EXPECT_EQ(browser.send(request).status, 422) << "a cookie is looked at only where it is asked for";
}

TEST_F(CookieModeTest, ALogoutClearsTheCookies) {
  browser.send(login_request());
  EXPECT_EQ(browser.send({.method = Method::post, .path = "/api/users/logout"}).status, 204);
  EXPECT_THAT(browser.jar, IsEmpty());
  EXPECT_EQ(browser.send({}).code(), "unauthenticated");
}

TEST_F(CookieModeTest, ALogoutClearsTheCookiesAlsoWhenTheirTokenHasExpired) {
  const TestRequest logout{.method = Method::post, .path = "/api/users/logout"};
  browser.send(login_request());
  const std::string expired = token_of_an_hour_ago();
  EXPECT_EQ(node.send({.method = Method::post, .path = logout.path, .token = expired}).code(),
            "invalid_token")
      << "an old token that somebody found";
  browser.jar["__Host-kpa_access"] = expired;
  EXPECT_EQ(browser.send({}).code(), "invalid_token");
  EXPECT_EQ(browser.send(logout, false).code(), "csrf_token_invalid");
  const std::string ended_for = "SELECT coalesce(revoked_for, '-') FROM sessions ORDER BY id DESC LIMIT 1";
  EXPECT_EQ(value(ended_for), "-");
  const auto cookies = browser.jar;
  EXPECT_EQ(browser.send(logout).status, 204);
  EXPECT_THAT(browser.jar, IsEmpty());
  EXPECT_EQ(value(ended_for), "logout");

  browser.jar = cookies;  // like another browser with the same profile
  const auto endings = node.shared.endings.load();
  EXPECT_EQ(browser.send(logout).status, 204);
  EXPECT_THAT(browser.jar, IsEmpty());
  EXPECT_EQ(node.shared.endings.load(), endings) << "nobody else is asked about anew for it";
}

TEST_F(CookieModeTest, EndingTheSessionOneIsInClearsThemToo) {
  browser.send(login_request());
  const auto id = value("SELECT max(id) FROM sessions");
  EXPECT_EQ(browser.send({.method = Method::delete_, .path = "/api/users/sessions/" + id}).status, 204);
  EXPECT_THAT(browser.jar, IsEmpty());
}

TEST_F(CookieModeTest, ALogoutWithABearerSetsNoCookies) {
  const auto token = node.send([&] {
                           auto request = login_request();
                           request.path = "/api/users/login";
                           return request;
                         }())
                         .text("access_token");
  const auto answer = node.send({.method = Method::post, .path = "/api/users/logout", .token = token});
  EXPECT_EQ(answer.status, 204);
  EXPECT_THAT(answer.cookies, IsEmpty());
}

TEST(Authorization, GivesItsBearerToken) {
  EXPECT_EQ(bearer_token("Bearer a.b.c"), "a.b.c");
  EXPECT_EQ(bearer_token("bearer   a.b.c "), "a.b.c");
  for (const std::string_view bad :
       {"", "Bearer", "Bearer ", "a.b.c", "Basic a.b.c", "Bearer a b", "Bearer a,b"})
    EXPECT_EQ(bearer_token(bad), "") << bad;
}

}  // namespace
}  // namespace kpa::sessions
