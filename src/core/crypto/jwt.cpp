#include "core/crypto/jwt.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <new>
#include <stdexcept>
#include <utility>

#include <jwt.h>

#include "core/crypto/base64url.hpp"

namespace kpa::crypto {
namespace {

using boost::system::result;
using std::chrono::seconds;
using std::chrono::sys_seconds;

// {"alg":"HS256","typ":"JWT"} as libjwt writes it, keys sorted. Any other header is refused unread, so that a
// header can never choose an algorithm, a key or an extension. Key rotation would add a `kid` here.
constexpr std::string_view our_header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

// Limited to the year 9999, so that no arithmetic on times can overflow. Zero is invalid, because libjwt 1.10
// returns it, without an error, for a claim that is not an integer (1.17 sets EINVAL).
constexpr bool is_time(long second) { return second > 0 && second <= 253402300799; }

struct FreeJwt {
  void operator()(jwt_t* jwt) const { jwt_free(jwt); }
  void operator()(char* text) const { std::free(text); }  // libjwt 1.10 has no jwt_free_str
};
using Jwt = std::unique_ptr<jwt_t, FreeJwt>;

constexpr std::array<std::pair<const char*, std::string Claims::*>, 4> text_claims = {{
    {"sub", &Claims::subject},
    {"sid", &Claims::session_id},
    {"jti", &Claims::token_id},
    {"type", &Claims::type},
}};

constexpr std::array<std::pair<const char*, sys_seconds Claims::*>, 2> time_claims = {{
    {"iat", &Claims::issued_at},
    {"exp", &Claims::expires_at},
}};

/// libjwt distinguishes an absent claim from one of a wrong type only by errno.
TokenFault fault_of_errno() {
  return errno == ENOENT ? TokenFault::missing_claim : TokenFault::invalid_claim;
}

result<std::string_view, TokenFault> read_text(jwt_t* jwt, const char* claim) {
  errno = 0;
  const char* const text = jwt_get_grant(jwt, claim);
  if (text == nullptr) return fault_of_errno();
  return std::string_view(text);
}

result<sys_seconds, TokenFault> read_time(jwt_t* jwt, const char* claim) {
  errno = 0;
  const long time = jwt_get_grant_int(jwt, claim);
  if (errno != 0) return fault_of_errno();
  if (!is_time(time)) return TokenFault::invalid_claim;
  return sys_seconds(seconds(time));
}

/// Checks that the token is our header, a payload and a signature, each in canonical base64url. libjwt itself
/// ignores unknown characters, which would give one token many spellings.
result<void, TokenFault> check_form(std::string_view token) {
  if (token.size() > max_token_bytes) return TokenFault::too_large;
  const std::size_t first = token.find('.');
  const std::size_t last = token.rfind('.');
  if (first == last) return TokenFault::malformed;  // no dot or only one
  const std::string_view header = token.substr(0, first);
  const std::string_view payload = token.substr(first + 1, last - first - 1);
  const std::string_view signature = token.substr(last + 1);
  if (header.empty() || payload.empty()) return TokenFault::malformed;
  for (const std::string_view part : {header, payload, signature}) {
    if (!is_base64url(part)) return TokenFault::malformed;
  }
  if (header != our_header) return TokenFault::wrong_header;
  return {};
}

}  // namespace

std::string_view name(TokenFault fault) {
  constexpr std::array<std::string_view, 11> names = {
      "too_large",    "malformed",      "wrong_header", "bad_signature", "missing_claim", "invalid_claim",
      "wrong_issuer", "wrong_audience", "wrong_type",   "not_yet_valid", "expired"};
  return names.at(static_cast<std::size_t>(fault));
}

void throw_exception_from_error(TokenFault fault, const boost::source_location&) {
  throw std::logic_error("claims of a refused token were read: " + std::string(name(fault)));
}

TokenSigner::TokenSigner(std::string key, std::string issuer, std::string audience)
    : key_(std::move(key)), issuer_(std::move(issuer)), audience_(std::move(audience)) {
  if (key_.size() < min_key_bytes) throw std::invalid_argument("the key for tokens is shorter than 32 bytes");
}

std::string TokenSigner::sign(const Claims& claims) const {
  jwt_t* raw = nullptr;
  if (jwt_new(&raw) != 0) throw std::bad_alloc();
  const Jwt jwt(raw);
  const auto add_text = [&jwt](const char* claim, const std::string& text) {
    if (text.find('\0') != std::string::npos || jwt_add_grant(jwt.get(), claim, text.c_str()) != 0) {
      throw std::invalid_argument(std::string("claim cannot be written: ") + claim);
    }
  };
  add_text("iss", issuer_);
  add_text("aud", audience_);
  for (const auto& [claim, member] : text_claims) add_text(claim, claims.*member);
  for (const auto& [claim, member] : time_claims) {
    const auto time = (claims.*member).time_since_epoch().count();
    if (!is_time(time) || jwt_add_grant_int(jwt.get(), claim, time) != 0) {
      throw std::invalid_argument(std::string("claim cannot be written: ") + claim);
    }
  }
  const auto* key = reinterpret_cast<const unsigned char*>(key_.data());
  if (jwt_set_alg(jwt.get(), JWT_ALG_HS256, key, static_cast<int>(key_.size())) != 0) throw std::bad_alloc();
  const std::unique_ptr<char, FreeJwt> token(jwt_encode_str(jwt.get()));
  if (!token) throw std::runtime_error("the token could not be signed");
  return token.get();
}

result<Claims, TokenFault> TokenSigner::verify(std::string_view token, std::string_view expected_type,
                                               Instant now, seconds leeway) const {
  if (const auto form = check_form(token); !form) return form.error();

  jwt_t* raw = nullptr;
  const auto* key = reinterpret_cast<const unsigned char*>(key_.data());
  const int status = jwt_decode(&raw, std::string(token).c_str(), key, static_cast<int>(key_.size()));
  const Jwt jwt(raw);
  // The header was checked already; the algorithm is checked again because with `none` libjwt would accept a
  // token without a signature.
  if (status != 0 || !jwt || jwt_get_alg(jwt.get()) != JWT_ALG_HS256) return TokenFault::bad_signature;

  const auto issuer = read_text(jwt.get(), "iss");
  if (!issuer) return issuer.error();
  if (*issuer != issuer_) return TokenFault::wrong_issuer;
  const auto audience = read_text(jwt.get(), "aud");
  if (!audience) return audience.error();
  if (*audience != audience_) return TokenFault::wrong_audience;

  Claims claims;
  for (const auto& [claim, member] : text_claims) {
    const auto text = read_text(jwt.get(), claim);
    if (!text) return text.error();
    claims.*member = *text;
  }
  for (const auto& [claim, member] : time_claims) {
    const auto time = read_time(jwt.get(), claim);
    if (!time) return time.error();
    claims.*member = *time;
  }
  if (claims.type != expected_type) return TokenFault::wrong_type;

  const auto not_before = read_time(jwt.get(), "nbf");  // we write none, but honour it
  if (!not_before && not_before.error() != TokenFault::missing_claim) return not_before.error();
  const sys_seconds valid_from = not_before ? std::max(*not_before, claims.issued_at) : claims.issued_at;
  const auto second = std::chrono::floor<seconds>(now);
  if (valid_from > second + leeway) return TokenFault::not_yet_valid;
  if (claims.expires_at <= second) return TokenFault::expired;
  return claims;
}

}  // namespace kpa::crypto
