#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kpa::sessions {

/// What a page has to send along as X-CSRF-Token with every change that its cookies stand for: an HMAC of the
/// session. Another site can make a browser send the cookies, but not this; and one of another session, which
/// an attacker may have, does not serve.
std::string csrf_token(std::string_view key, std::int64_t session_id);

/// In a time that does not depend on how much of `token` is right.
bool is_csrf_token(std::string_view token, std::string_view key, std::int64_t session_id);

}  // namespace kpa::sessions
