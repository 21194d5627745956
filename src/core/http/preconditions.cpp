#include "core/http/preconditions.hpp"

#include <charconv>
#include <functional>

#include "core/http/gzip.hpp"

namespace kpa::http {
namespace {

bool matches(std::string_view if_none_match, std::string_view etag) {
  const auto opaque = [](std::string_view one) {
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one.ends_with('"')) one.remove_suffix(1);
    if (one.ends_with(compressed_mark)) one.remove_suffix(compressed_mark.size());
    return one;
  };
  while (!if_none_match.empty()) {
    const std::size_t end = std::min(if_none_match.find(','), if_none_match.size());
    std::string_view one = if_none_match.substr(0, end);
    if_none_match.remove_prefix(std::min(end + 1, if_none_match.size()));
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    while (!one.empty() && one.back() == ' ') one.remove_suffix(1);
    if (one == "*" || opaque(one) == opaque(etag)) return true;
  }
  return false;
}

/// The version in an ETag made by Object::tag_of(), given without quotation marks; nothing for other ETags.
std::optional<std::int64_t> version_of(std::string_view tag) {
  if (!tag.starts_with('v')) return std::nullopt;
  const std::string_view digits = tag.substr(1, tag.find('.') - 1);
  std::int64_t version = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), version);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return version;
}

}  // namespace

void tag(Response& response) {
  for (const auto& [name, value] : response.headers)
    if (name == "ETag") return;
  const std::size_t digest = std::hash<std::string_view>()(response.body);
  std::string text = "W/\"0000000000000000\"";
  std::to_chars(text.data() + 3, text.data() + 19, digest, 16);
  response.headers.emplace_back("ETag", std::move(text));
}

void honour_if_none_match(const Request& request, Response& response) {
  const std::string_view wanted = request.headers.find("If-None-Match");
  if (wanted.empty()) return;
  for (const auto& [name, value] : response.headers) {
    if (name != "ETag" || !matches(wanted, value)) continue;
    response.status = 304;
    response.body.clear();
    response.asset = {};
    return;
  }
}

Outcome<std::optional<std::vector<std::int64_t>>> expected_versions(const Request& request, bool required) {
  using Versions = std::optional<std::vector<std::int64_t>>;
  const auto field = single(request.headers, "If-Match");
  if (!field) return field.error();
  if (!*field && required) return Problem{.code = Code::precondition_required};
  if (!*field || **field == "*") return Versions();
  auto versions = versions_in(**field);
  if (versions) return versions;
  return Problem{.code = Code::malformed_request,
                 .message = i18n::text(
                     "If-Match takes ETags as they were answered, such as \"v3\" with its quotation marks.")};
}

std::optional<std::vector<std::int64_t>> versions_in(std::string_view if_match) {
  const auto skip = [&](std::string_view these) {
    if_match.remove_prefix(std::min(if_match.find_first_not_of(these), if_match.size()));
  };
  std::vector<std::int64_t> versions;
  bool is_list = false;
  for (skip(" \t,"); !if_match.empty(); skip(" \t,")) {  // a list may have empty elements: RFC 9110 §5.6.1.2
    const bool weak = if_match.starts_with("W/");
    if (weak) if_match.remove_prefix(2);
    const std::size_t end = if_match.find('"', 1);
    if (!if_match.starts_with('"') || end == if_match.npos) return std::nullopt;
    const auto version = version_of(if_match.substr(1, end - 1));
    if (version && !weak) versions.push_back(*version);
    is_list = true;
    if_match.remove_prefix(end + 1);
    skip(" \t");
    if (!if_match.empty() && if_match.front() != ',') return std::nullopt;
  }
  if (!is_list) return std::nullopt;
  return versions;
}

}  // namespace kpa::http
