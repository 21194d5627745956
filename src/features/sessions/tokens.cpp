#include "features/sessions/tokens.hpp"

#include <charconv>

#include "core/crypto/digest.hpp"
#include "core/crypto/random.hpp"

namespace kpa::sessions {
namespace {

std::chrono::sys_seconds after(std::chrono::sys_seconds moment, std::chrono::milliseconds lifetime) {
  return moment + std::chrono::ceil<std::chrono::seconds>(lifetime);
}

}  // namespace

RefreshGrant new_grant(std::chrono::sys_seconds moment, std::chrono::milliseconds lifetime) {
  return {.token_id = crypto::random_token(), .issued_at = moment, .expires_at = after(moment, lifetime)};
}

std::string refresh_token(const crypto::TokenSigner& signer, std::int64_t user_id, std::int64_t session_id,
                          const RefreshGrant& grant) {
  return signer.sign({.subject = std::to_string(user_id),
                      .session_id = std::to_string(session_id),
                      .token_id = grant.token_id,
                      .type = std::string(refresh_type),
                      .issued_at = grant.issued_at,
                      .expires_at = grant.expires_at});
}

std::string access_token(const crypto::TokenSigner& signer, std::int64_t user_id, std::int64_t session_id,
                         std::int64_t generation, std::chrono::sys_seconds moment,
                         std::chrono::milliseconds lifetime) {
  return signer.sign({.subject = std::to_string(user_id),
                      .session_id = std::to_string(session_id),
                      .token_id = std::to_string(generation) + '.' + crypto::random_token(),
                      .type = std::string(access_type),
                      .issued_at = moment,
                      .expires_at = after(moment, lifetime)});
}

std::int64_t id_in(const std::string& claim) {
  std::int64_t id = 0;
  std::from_chars(claim.data(), claim.data() + claim.size(), id);
  return id;
}

std::int64_t generation_of(const crypto::Claims& access) {
  std::int64_t generation = 0;
  const char* const end = access.token_id.data() + access.token_id.size();
  const auto [stopped, error] = std::from_chars(access.token_id.data(), end, generation);
  return error == std::errc() && stopped != end && *stopped == '.' ? generation : 0;
}

std::string token_hash(std::string_view token) { return crypto::hex(crypto::sha256(token)); }

}  // namespace kpa::sessions
