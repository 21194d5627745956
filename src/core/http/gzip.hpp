#pragma once

#include <string>
#include <string_view>

namespace kpa::http {

/// Compresses `text` as a gzip member (RFC 1952), at a fast level.
std::string gzip(std::string_view text);
/// Suffix that the ETag of a compressed answer has before its closing quotation mark.
constexpr std::string_view compressed_mark = ".gz";
/// How much the client with this Accept-Encoding field likes a content coding (`gzip`, `br`): thousandths,
/// and 0 when it refuses it or likes no coding better (RFC 9110 §12.5.3).
int liking(std::string_view accept_encoding, std::string_view coding);
/// Whether the client prefers gzip to, or accepts it as well as, no encoding.
bool takes_gzip(std::string_view accept_encoding);

}  // namespace kpa::http
