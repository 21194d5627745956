#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kpa::sessions {

/// The value that a page must send as X-CSRF-Token with every change that is authenticated by cookies: an
/// HMAC of the session id. Another site can make a browser send the cookies but cannot know this value; the
/// value of another session, such as an attacker's own, is refused.
std::string csrf_token(std::string_view key, std::int64_t session_id);

/// Compares in a time that does not depend on how much of `token` is right.
bool is_csrf_token(std::string_view token, std::string_view key, std::int64_t session_id);

}  // namespace kpa::sessions
