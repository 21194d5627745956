#pragma once

#include <string>
#include <string_view>

namespace kpa::http {

/// Compresses `text` as a gzip member (RFC 1952), at a fast level.
std::string gzip(std::string_view text);
/// Suffix that the ETag of a compressed answer has before its closing quotation mark.
constexpr std::string_view compressed_mark = ".gz";
/// Whether the client with this Accept-Encoding field prefers gzip to, or accepts it as well as, no encoding
/// (RFC 9110 §12.5.3).
bool takes_gzip(std::string_view accept_encoding);

}  // namespace kpa::http
