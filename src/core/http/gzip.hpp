#pragma once

#include <string>
#include <string_view>

namespace kpa::http {

/// `text` as a gzip member (RFC 1952), fast rather than small.
std::string gzip(std::string_view text);
/// The end of a compressed answer's ETag, before its quotation mark.
constexpr std::string_view compressed_mark = ".gz";
/// Whether who sends this Accept-Encoding field likes gzip at least as much as no coding (RFC 9110 §12.5.3).
bool takes_gzip(std::string_view accept_encoding);

}  // namespace kpa::http
