#include "core/http/wire_format.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

#include "core/http/gzip.hpp"

namespace kpa::http {
namespace {

constexpr std::size_t worth_compressing = 1024;

std::string_view reason(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    default: return "Status";
  }
}

/// The value of the Date field, cached for one second: formatting it costs more than the rest of the header.
std::string_view http_date() {
  thread_local std::time_t second = 0;
  thread_local std::array<char, 40> text{};
  thread_local std::size_t length = 0;
  const std::time_t now = std::time(nullptr);
  if (now != second) {
    second = now;
    std::tm utc{};
    gmtime_r(&now, &utc);
    length = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
  }
  return {text.data(), length};
}

void number(std::size_t value, std::string& out) {
  std::array<char, 24> digits;
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
}

void field(std::string_view name, std::string_view value, std::string& out) {
  out.append(name).append(": ").append(value).append("\r\n");
}

/// Compressed bytes need a strong ETag of their own (RFC 9110 §8.8.3.3); readers of ETags remove the mark.
void mark_compressed(Response& response) {
  for (auto& [name, value] : response.headers)
    if (name == "ETag" && value.starts_with('"')) value.insert(value.size() - 1, compressed_mark);
}

bool compressible(std::string_view content_type) {
  return content_type.find("json") != content_type.npos || content_type.starts_with("text/");
}

void write_cors(const Framing& framing, const BrowserPolicy& browsers, std::string& out) {
  const bool known =
      std::find(browsers.origins.begin(), browsers.origins.end(), framing.origin) != browsers.origins.end();
  // Also without an Origin: else a cache could give that answer, without CORS fields, to pages.
  if (!browsers.all_origins || !browsers.origins.empty()) field("Vary", "Origin", out);
  if (!known && !browsers.all_origins) return;
  // Credentials require the origin itself instead of "*"; it is named only if it was configured.
  field("Access-Control-Allow-Origin", known ? framing.origin : "*", out);
  if (known && browsers.credentials) field("Access-Control-Allow-Credentials", "true", out);
  field(
      "Access-Control-Expose-Headers",
      "ETag, Location, Retry-After, X-Request-ID, Idempotency-Replayed, RateLimit-Limit, RateLimit-Remaining, "
      "RateLimit-Reset",
      out);
  if (!framing.preflight) return;
  field("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE", out);
  field("Access-Control-Allow-Headers",
        "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-CSRF-Token, X-Request-ID, "
        "X-Requested-With",
        out);
  field("Access-Control-Max-Age", "600", out);
}

/// On every answer: no content sniffing, framing or Referer, and an answer opened as a page runs no scripts.
/// Pages that need more send a policy of their own.
constexpr std::string_view security_headers =
    "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nX-Frame-Options: DENY\r\n";
constexpr std::string_view strict_policy =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

}  // namespace

void write_response(Response& response, const Framing& framing, const BrowserPolicy& browsers,
                    std::string& out) {
  const auto has = [&](std::string_view name) {
    return std::any_of(response.headers.begin(), response.headers.end(),
                       [&](const auto& entry) { return entry.first == name; });
  };
  const bool bodiless = response.status == 204 || response.status == 304;
  std::string_view body = response.asset.empty() ? std::string_view(response.body) : response.asset;
  const bool could_compress = !bodiless && !response.secret && response.asset.empty() && !response.stream &&
                              !response.ranges && compressible(response.content_type);
  if (could_compress && framing.gzip && body.size() >= worth_compressing) {
    response.body = gzip(body);
    mark_compressed(response);
    body = response.body;
    response.headers.emplace_back("Content-Encoding", "gzip");
  }
  out.append("HTTP/1.1 ");
  number(static_cast<std::size_t>(response.status), out);
  out.append(1, ' ').append(reason(response.status)).append("\r\n");
  field("Date", http_date(), out);
  if (!bodiless && !response.content_type.empty()) field("Content-Type", response.content_type, out);
  if (response.stream) {
    if (framing.chunks && !framing.head) field("Transfer-Encoding", "chunked", out);
  } else if (!bodiless) {
    out.append("Content-Length: ");
    number(body.size(), out);
    out.append("\r\n");
  }
  field("Connection", framing.keep_alive ? "keep-alive" : "close", out);
  field("X-Request-ID", framing.request_id, out);
  out.append(security_headers);
  if (browsers.https_only.count() > 0) {
    out.append("Strict-Transport-Security: max-age=");
    number(static_cast<std::size_t>(browsers.https_only.count()), out);
    out.append("; includeSubDomains\r\n");
  }
  if (!has("Content-Security-Policy")) field("Content-Security-Policy", strict_policy, out);
  if (could_compress) field("Vary", "Accept-Encoding", out);
  if (response.language) {
    field("Content-Language", i18n::code_of(*response.language), out);
    field("Vary", "Accept-Language", out);
  }
  for (const auto& [name, value] : response.headers) field(name, value, out);
  write_cors(framing, browsers, out);
  out.append("\r\n");
  if (!framing.head && !bodiless && !response.stream) out.append(body);
}

}  // namespace kpa::http
