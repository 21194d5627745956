#include "features/sessions/csrf.hpp"

#include "core/crypto/base64url.hpp"
#include "core/crypto/digest.hpp"

namespace kpa::sessions {

std::string csrf_token(std::string_view key, std::int64_t session_id) {
  const crypto::Digest digest = crypto::hmac_sha256(key, "csrf of session " + std::to_string(session_id));
  return crypto::base64url_encode({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

bool is_csrf_token(std::string_view token, std::string_view key, std::int64_t session_id) {
  return crypto::constant_time_equal(token, csrf_token(key, session_id));
}

}  // namespace kpa::sessions
