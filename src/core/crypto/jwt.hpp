#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <boost/system/result.hpp>

#include "core/time.hpp"

namespace kpa::crypto {

/// The claims of a token. Issuer and audience come from the signer.
struct Claims {
  std::string subject;     ///< `sub`: the user
  std::string session_id;  ///< `sid`: the session, by which the token can be revoked
  std::string token_id;    ///< `jti`: unique to each token
  std::string type;        ///< `type`: the purpose, e.g. "access"
  std::chrono::sys_seconds issued_at;
  std::chrono::sys_seconds expires_at;

  bool operator==(const Claims&) const = default;
};

/// Why a token was refused. For logs and counters: a client learns only that the token is invalid.
enum class TokenFault {
  too_large,       ///< over max_token_bytes; not read
  malformed,       ///< not three parts of canonical base64url
  wrong_header,    ///< not exactly the header that we write: another algorithm, `none`, a key id, a critical
                   ///< extension
  bad_signature,   ///< altered, signed with another key, or the payload is not a JSON object
  missing_claim,   ///< one of the claims that we write is absent
  invalid_claim,   ///< a claim of another JSON type, or an impossible time
  wrong_issuer,    ///< made by another service
  wrong_audience,  ///< meant for another service
  wrong_type,      ///< e.g. a refresh token where an access token is wanted
  not_yet_valid,   ///< `iat` or `nbf` is in the future
  expired,
};

/// A stable name in snake_case.
std::string_view name(TokenFault fault);

[[noreturn]] void throw_exception_from_error(TokenFault fault, const boost::source_location& where);

constexpr std::size_t max_token_bytes = 4096;
/// RFC 7518 §3.2: a key for HS256 must be at least as long as the hash.
constexpr std::size_t min_key_bytes = 32;
/// How much the clocks of two instances may differ.
constexpr std::chrono::seconds default_leeway{30};

/// Signs and verifies JSON Web Tokens with HMAC-SHA256 and nothing else (RFC 8725 §3.1). Safe to use from
/// several threads.
class TokenSigner {
 public:
  /// Throws std::invalid_argument when the key is shorter than min_key_bytes.
  TokenSigner(std::string key, std::string issuer, std::string audience);

  /// The token in compact form. Equal claims give equal tokens. Throws std::invalid_argument when a claim is
  /// not UTF-8.
  std::string sign(const Claims& claims) const;

  /// The claims of a token of `expected_type` that we signed and that is valid at `now`. `leeway` applies to
  /// `iat` and `nbf`; expiry is exact.
  boost::system::result<Claims, TokenFault> verify(std::string_view token, std::string_view expected_type,
                                                   Instant now,
                                                   std::chrono::seconds leeway = default_leeway) const;

 private:
  std::string key_;
  std::string issuer_;
  std::string audience_;
};

}  // namespace kpa::crypto
