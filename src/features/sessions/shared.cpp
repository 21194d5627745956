#include "features/sessions/shared.hpp"

#include "core/crypto/digest.hpp"

namespace kpa::sessions {

Shared::Shared(const config::AuthSettings& auth)
    : settings(auth),
      signer(auth.jwt_secret_key, auth.issuer, auth.audience),
      csrf_key(crypto::hex(crypto::hmac_sha256(auth.jwt_secret_key, "csrf"))) {}

}  // namespace kpa::sessions
