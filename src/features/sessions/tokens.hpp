#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "core/crypto/jwt.hpp"

namespace kpa::sessions {

constexpr std::string_view access_type = "access";
constexpr std::string_view refresh_type = "refresh";

/// The content of a refresh token. Equal grants give equal tokens, so the database need not store the token
/// itself.
struct RefreshGrant {
  std::string token_id;  ///< random
  std::chrono::sys_seconds issued_at;
  std::chrono::sys_seconds expires_at;
};

/// A new grant, valid from `moment` for `lifetime`.
RefreshGrant new_grant(std::chrono::sys_seconds moment, std::chrono::milliseconds lifetime);

std::string refresh_token(const crypto::TokenSigner& signer, std::int64_t user_id, std::int64_t session_id,
                          const RefreshGrant& grant);
/// `generation`: number of the session's token pair, from 1; it is a claim of the token.
std::string access_token(const crypto::TokenSigner& signer, std::int64_t user_id, std::int64_t session_id,
                         std::int64_t generation, std::chrono::sys_seconds moment,
                         std::chrono::milliseconds lifetime);
/// The id of a person or session in a claim; 0 when it is not one.
std::int64_t id_in(const std::string& claim);
/// The generation in an access token; 0 when it has none.
std::int64_t generation_of(const crypto::Claims& access);

/// The form in which a token is stored: SHA-256 in hexadecimal. Tokens are random, so no salt is needed.
std::string token_hash(std::string_view token);

}  // namespace kpa::sessions
