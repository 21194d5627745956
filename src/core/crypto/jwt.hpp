#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <boost/system/result.hpp>

#include "core/time.hpp"

namespace kpa::crypto {

/// What a token says. Issuer and audience are the signer's.
struct Claims {
  std::string subject;     ///< `sub`: whose token it is
  std::string session_id;  ///< `sid`: the session that it can be revoked with
  std::string token_id;    ///< `jti`: different in every token
  std::string type;        ///< `type`: what it may be used for, e.g. "access"
  std::chrono::sys_seconds issued_at;
  std::chrono::sys_seconds expires_at;

  bool operator==(const Claims&) const = default;
};

/// Why a token was refused. For logs and counters: a client learns only that the token is invalid.
enum class TokenFault {
  too_large,       ///< over max_token_bytes; not read at all
  malformed,       ///< not three parts of canonical base64url
  wrong_header,    ///< not exactly the header that we write: another algorithm, `none`, a key id, a critical
                   ///< extension
  bad_signature,   ///< altered, signed with another key, or its payload is no JSON object
  missing_claim,   ///< one of the claims that we write is absent
  invalid_claim,   ///< a claim has another JSON type or an impossible time
  wrong_issuer,    ///< made by another service
  wrong_audience,  ///< meant for another service
  wrong_type,      ///< e.g. a refresh token where an access token is wanted
  not_yet_valid,   ///< issued in the future, or `nbf` is
  expired,
};

/// Stable, snake_case.
std::string_view name(TokenFault fault);

[[noreturn]] void throw_exception_from_error(TokenFault fault, const boost::source_location& where);

constexpr std::size_t max_token_bytes = 4096;
/// RFC 7518 §3.2: a key for HS256 is at least as long as the hash.
constexpr std::size_t min_key_bytes = 32;
/// How far the clocks of two instances may be apart.
constexpr std::chrono::seconds default_leeway{30};

/// Signs and verifies JSON Web Tokens with HMAC-SHA256 and nothing else (RFC 8725 §3.1). Safe to share by
/// threads.
class TokenSigner {
 public:
  /// Throws std::invalid_argument when the key is shorter than min_key_bytes.
  TokenSigner(std::string key, std::string issuer, std::string audience);

  /// The compact form. Equal claims give an equal token. Throws std::invalid_argument when a claim is not
  /// UTF-8.
  std::string sign(const Claims& claims) const;

  /// The claims of a token that we signed, of `expected_type`, at `now`. `leeway` is allowed to the times
  /// before which a token is not valid; the end of its life is exact.
  boost::system::result<Claims, TokenFault> verify(std::string_view token, std::string_view expected_type,
                                                   Instant now,
                                                   std::chrono::seconds leeway = default_leeway) const;

 private:
  std::string key_;
  std::string issuer_;
  std::string audience_;
};

}  // namespace kpa::crypto
