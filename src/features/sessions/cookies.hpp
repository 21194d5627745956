#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/http/message.hpp"
#include "features/sessions/wire_tokens.hpp"

/// Logins whose tokens are kept in cookies, where no script of a page can read them.
namespace kpa::sessions {

/// The tokens as the client asked for them: in the body, or, with `in_cookies`, as cookies with a body that
/// holds none. Every answer that logs somebody in is made by this.
LoginAnswer login_answer(TokenPair tokens, bool in_cookies);

/// An access token, and how it came.
struct Credential {
  std::string_view token;  ///< empty: there is none
  bool in_cookie = false;  ///< then a change needs a CSRF token as well
};
/// From the Authorization field or, only when there is none, from the cookie.
Credential credential_of(const http::Headers& headers);

/// The token of an Authorization field (RFC 6750 §2.1), or empty when it holds none.
std::string_view bearer_token(std::string_view authorization);

/// The refresh token in the cookie that goes to /api/users/refresh only; empty when there is none.
std::string_view refresh_cookie_of(const http::Headers& headers);

/// The CSRF token in its cookie, which shows whose cookies they are; to allow a change it has to come as a
/// header field. Empty when there is none.
std::string_view csrf_cookie_of(const http::Headers& headers);

/// Set-Cookie fields that make a browser forget the cookies of an ended session, where it sent them.
std::vector<std::string> cookies_to_forget(const http::Request& request);

}  // namespace kpa::sessions
