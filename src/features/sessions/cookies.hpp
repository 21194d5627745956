#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/http/message.hpp"
#include "features/sessions/wire_tokens.hpp"

/// Tokens in cookies, where scripts of a page cannot read them.
namespace kpa::sessions {

/// The answer to every kind of login. The tokens are in the body or, with `in_cookies`, in cookies, and then
/// the body has none.
LoginAnswer login_answer(TokenPair tokens, bool in_cookies);

/// An access token, and where it was.
struct Credential {
  std::string_view token;  ///< empty: none
  bool in_cookie = false;  ///< then a change also needs a CSRF token
};
/// From the Authorization field; only if there is none, from the cookie.
Credential credential_of(const http::Headers& headers);

/// The token in an Authorization field (RFC 6750 §2.1); empty when there is none.
std::string_view bearer_token(std::string_view authorization);

/// The refresh token in its cookie, which is sent only to /api/users/refresh; empty when there is none.
std::string_view refresh_cookie_of(const http::Headers& headers);

/// The CSRF token in its cookie, which shows whose cookies they are. To allow a change, it must also come as
/// a header field. Empty when there is none.
std::string_view csrf_cookie_of(const http::Headers& headers);

/// Set-Cookie fields that delete the cookies of an ended session, for those that the browser sent.
std::vector<std::string> cookies_to_forget(const http::Request& request);

}  // namespace kpa::sessions
