#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "core/crypto/jwt.hpp"

namespace kpa::sessions {

constexpr std::string_view access_type = "access";
constexpr std::string_view refresh_type = "refresh";

/// What a refresh token is made of. Equal grants give the same token, so the database need not keep the token
/// itself.
struct RefreshGrant {
  std::string token_id;  ///< random
  std::chrono::sys_seconds issued_at;
  std::chrono::sys_seconds expires_at;
};

/// A fresh grant, good from `moment` for `lifetime`.
RefreshGrant new_grant(std::chrono::sys_seconds moment, std::chrono::milliseconds lifetime);

std::string refresh_token(const crypto::TokenSigner& signer, std::int64_t user_id, std::int64_t session_id,
                          const RefreshGrant& grant);
/// `generation`: of the session's tokens, from 1; it stands in the token.
std::string access_token(const crypto::TokenSigner& signer, std::int64_t user_id, std::int64_t session_id,
                         std::int64_t generation, std::chrono::sys_seconds moment,
                         std::chrono::milliseconds lifetime);
/// The id of a person or session, as a token has it; 0 where it has none.
std::int64_t id_in(const std::string& claim);
/// The generation of an access token; 0 where it tells none.
std::int64_t generation_of(const crypto::Claims& access);

/// How a token is kept: SHA-256 in hexadecimal. It is random enough to need no salt.
std::string token_hash(std::string_view token);

}  // namespace kpa::sessions
