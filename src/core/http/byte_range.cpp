#include "core/http/byte_range.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>

#include "core/text.hpp"

namespace kpa::http {
namespace {

/// Reads decimal digits; a number too large for the type becomes its maximum.
std::optional<std::size_t> read_position(std::string_view digits) {
  if (digits.empty() || !std::ranges::all_of(digits, is_digit)) return std::nullopt;
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() ? value : std::numeric_limits<std::size_t>::max();
}

std::string_view etag_of(const Response& response) {
  for (const auto& [name, value] : response.headers)
    if (name == "ETag") return value;
  return {};
}

}  // namespace

ByteRange parse_range(std::string_view field, std::size_t size) {
  constexpr std::string_view unit = "bytes=";
  if (!same_letters(field.substr(0, unit.size()), unit)) return {};
  const std::string_view range = trimmed(field.substr(std::min(unit.size(), field.size())));
  const std::size_t dash = range.find('-');
  if (dash == range.npos) return {};
  const std::string_view before = range.substr(0, dash), after = range.substr(dash + 1);
  const auto unsatisfiable = ByteRange{.kind = ByteRange::Kind::unsatisfiable};
  if (before.empty()) {  // `-500`: the last 500 bytes
    const auto wanted = read_position(after);
    if (!wanted) return {};
    if (*wanted == 0) return unsatisfiable;
    if (size == 0) return {};
    const std::size_t length = std::min(*wanted, size);
    return {.kind = ByteRange::Kind::part, .first = size - length, .length = length};
  }
  const auto first = read_position(before);
  const auto last = after.empty() ? std::numeric_limits<std::size_t>::max() : read_position(after);
  if (!first || !last || *last < *first) return {};
  if (*first >= size) return unsatisfiable;
  return {.kind = ByteRange::Kind::part, .first = *first, .length = std::min(*last, size - 1) - *first + 1};
}

void honour_range(const Request& request, Response& response) {
  if (!response.ranges || response.status != 200) return;
  response.headers.emplace_back("Accept-Ranges", "bytes");
  if (request.method != Method::get || request.headers.count("Range") != 1) return;
  const std::string_view version = request.headers.find("If-Range");
  // Only a strong ETag guarantees the same bytes; we send no Last-Modified, so a date never matches.
  if (!version.empty() && (version != etag_of(response) || !version.starts_with('"'))) return;
  const std::size_t size = response.asset.empty() ? response.body.size() : response.asset.size();
  const ByteRange range = parse_range(request.headers.find("Range"), size);
  if (range.kind == ByteRange::Kind::whole) return;
  std::string told = "bytes ";
  if (range.kind == ByteRange::Kind::unsatisfiable) {
    response = {.status = 416, .content_type = ""};
    told += '*';
  } else {
    response.status = 206;
    told.append(std::to_string(range.first))
        .append(1, '-')
        .append(std::to_string(range.first + range.length - 1));
    if (response.asset.empty())
      response.body = response.body.substr(range.first, range.length);
    else
      response.asset = response.asset.substr(range.first, range.length);
  }
  response.headers.emplace_back("Content-Range", told + '/' + std::to_string(size));
}

}  // namespace kpa::http
