#include "features/accounts/shared.hpp"

#include "core/crypto/bcrypt.hpp"
#include "core/crypto/digest.hpp"

namespace kpa::accounts {

Shared::Shared(const config::AuthSettings& auth, WorkerPool& hashing, messaging::SmsSender& text_messages)
    : settings(auth),
      password_rules{.min_length = auth.password_min_length,
                     .min_score = static_cast<int>(auth.password_min_score)},
      signer(auth.jwt_secret_key, auth.issuer, auth.audience),
      csrf_key(crypto::hex(crypto::hmac_sha256(auth.jwt_secret_key, "csrf"))),
      dummy_hash(crypto::dummy_hash(static_cast<int>(auth.bcrypt_cost))),
      code_key(crypto::hmac_sha256(auth.secret_key, "kpa one-time codes 1")),
      second_factor_key(crypto::hmac_sha256(auth.secret_key, "kpa second factors 1")),
      passwords(hashing),
      sms(text_messages) {}

}  // namespace kpa::accounts
