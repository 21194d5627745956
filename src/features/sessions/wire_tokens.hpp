#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/schema/object.hpp"

namespace kpa::sessions {

/// Body of POST /api/users/refresh.
struct RefreshRequest {
  std::optional<std::string> refresh_token;  ///< left out if it is in a cookie
};

/// Query parameter of all endpoints that log in.
struct TokenQuery {
  std::optional<bool> cookie;

  bool in_cookies() const { return cookie.value_or(false); }
};

/// The tokens of a session.
struct TokenPair {
  std::string access_token;
  std::string refresh_token;
  std::string token_type = "Bearer";
  std::int64_t expires_in = 0;  ///< seconds until the access token expires
  // Not in the body:
  std::int64_t refresh_expires_in = 0;  ///< likewise
  std::string csrf_token;
  std::int64_t user_id = 0;
};

/// The answer to a page whose tokens are in cookies.
struct CookieSession {
  std::string token_type = "Cookie";
  std::int64_t expires_in = 0;
  std::string csrf_token;
};

/// The answer of all endpoints that log in; made by login_answer().
struct LoginAnswer {
  std::variant<TokenPair, CookieSession> body;
  std::vector<std::string> cookies;  ///< Set-Cookie fields
};

/// Documentation of all endpoints that answer with tokens.
inline constexpr auto about_cookies =
    "With `cookie=true` the tokens are in cookies that scripts cannot read, and not in the body. "
    "The browser sends them by itself; a request that changes something then needs the header "
    "field `X-CSRF-Token`. If the new cookies replace those of another session, that session "
    "ends. Without cookies, the session of an access token sent with the request ends, if it is "
    "the same person's.";

}  // namespace kpa::sessions

namespace kpa::schema {

template <>
const Object<sessions::RefreshRequest>& describe();
template <>
const Object<sessions::TokenQuery>& describe();
template <>
const Object<sessions::TokenPair>& describe();
template <>
const Object<sessions::CookieSession>& describe();

/// For answers only.
template <>
struct Codec<sessions::LoginAnswer> {
  static void write(const sessions::LoginAnswer& answer, std::string& out);
  static json::object document(Components& components);
  static json::value example();
};

}  // namespace kpa::schema
