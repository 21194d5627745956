#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kpa::crypto {

/// RFC 4648 §5, without padding.
std::string base64url_encode(std::string_view bytes);

/// Decodes exactly what base64url_encode writes, else nothing: padding, other characters, an impossible
/// length and non-zero unused bits are refused, so that each value has only one spelling.
std::optional<std::string> base64url_decode(std::string_view text);

/// Whether base64url_decode would succeed; allocates nothing.
bool is_base64url(std::string_view text);

}  // namespace kpa::crypto
