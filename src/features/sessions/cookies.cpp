#include "features/sessions/cookies.hpp"

#include <utility>

#include "core/http/cookies.hpp"
#include "core/text.hpp"

namespace kpa::sessions {
namespace {

// Browsers accept these prefixes only with Secure, and __Host- only from this host with path / (RFC 6265bis
// §4.1.3), so that other hosts of the domain cannot set them.
constexpr std::string_view access_cookie = "__Host-kpa_access";
constexpr std::string_view refresh_cookie = "__Secure-kpa_refresh";
constexpr std::string_view csrf_cookie = "__Host-kpa_csrf";
constexpr std::string_view refresh_path = "/api/users/refresh";

std::vector<std::string> cookies(const TokenPair& tokens) {
  // The cookie outlives the access token, so that it still shows whose session the browser holds.
  const std::chrono::seconds refresh(tokens.refresh_expires_in);
  return {
      http::set_cookie({.name = access_cookie, .value = tokens.access_token, .lifetime = refresh}),
      http::set_cookie(
          {.name = refresh_cookie, .value = tokens.refresh_token, .path = refresh_path, .lifetime = refresh}),
      http::set_cookie(
          {.name = csrf_cookie, .value = tokens.csrf_token, .lifetime = refresh, .readable = true})};
}

}  // namespace

LoginAnswer login_answer(TokenPair tokens, bool in_cookies) {
  if (!in_cookies) return {.body = std::move(tokens), .cookies = {}};
  auto set = cookies(tokens);
  return {.body = CookieSession{.expires_in = tokens.expires_in, .csrf_token = std::move(tokens.csrf_token)},
          .cookies = std::move(set)};
}

std::string_view bearer_token(std::string_view authorization) {
  constexpr std::string_view scheme = "bearer ";
  if (!same_letters(authorization.substr(0, scheme.size()), scheme)) return {};
  const std::string_view token = trimmed(authorization.substr(scheme.size()));
  // A search for each character is as fast as memory; tokens have hundreds of characters.
  for (const char separator : {' ', '\t', ','})
    if (token.find(separator) != token.npos) return {};
  return token;
}

Credential credential_of(const http::Headers& headers) {
  const std::string_view authorization = headers.find("Authorization");
  if (!authorization.empty()) return {.token = bearer_token(authorization)};
  return {.token = http::cookie_of(headers, access_cookie), .in_cookie = true};
}

std::string_view refresh_cookie_of(const http::Headers& headers) {
  return http::cookie_of(headers, refresh_cookie);
}

std::string_view csrf_cookie_of(const http::Headers& headers) {
  return http::cookie_of(headers, csrf_cookie);
}

std::vector<std::string> cookies_to_forget(const http::Request& request) {
  const Credential credential = credential_of(request.headers);
  if (!credential.in_cookie || credential.token.empty()) return {};
  return cookies({});
}

}  // namespace kpa::sessions
