#include "core/http/assets.hpp"

#include <array>
#include <stdexcept>

#include <zlib.h>

#include "core/crypto/digest.hpp"
#include "core/http/gzip.hpp"

namespace kpa::http {
namespace {

/// Media types of a web app's files, by ending.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> media_types{{
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
    {".xml", "application/xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".svg", "image/svg+xml"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".wasm", "application/wasm"},
}};

std::string_view known_type(std::string_view name) {
  for (const auto& [ending, type] : media_types)
    if (name.ends_with(ending)) return type;
  return {};
}

std::string_view media_type_of(std::string_view name) {
  if (const auto type = known_type(name); !type.empty()) return type;
  throw std::logic_error("no media type is known for " + std::string(name));
}

std::string inflated(std::string_view member) {
  constexpr int gzip_wrapper = 15 + 16;
  z_stream z{};
  if (inflateInit2(&z, gzip_wrapper) != Z_OK) throw std::bad_alloc();
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(member.data()));
  z.avail_in = static_cast<uInt>(member.size());
  std::string out;
  int state = Z_OK;
  while (state == Z_OK) {
    const std::size_t before = out.size();
    out.resize(before + 4 * member.size() + 1024);
    z.next_out = reinterpret_cast<Bytef*>(out.data() + before);
    z.avail_out = static_cast<uInt>(out.size() - before);
    state = inflate(&z, Z_NO_FLUSH);
    out.resize(out.size() - z.avail_out);
  }
  inflateEnd(&z);
  if (state != Z_STREAM_END) throw std::logic_error("an embedded file is no gzip member");
  return out;
}

Task<Response> answered(PlainHandler handler, Call call) { co_return handler(call.request); }

}  // namespace

bool has_media_type(std::string_view name) { return !known_type(name).empty(); }

std::string_view name_served(const EmbeddedFile& file) {
  constexpr std::string_view compressed = ".gz";
  std::string_view name = file.name;
  if (name.ends_with(compressed)) name.remove_suffix(compressed.size());
  return name;
}

Asset::Asset(std::string_view media_type, std::shared_ptr<const std::string> owned, std::string_view kept,
             bool compressed)
    : media_type_(media_type),
      owned_(std::move(owned)),
      kept_(kept),
      compressed_(compressed),
      digest_(crypto::hex(crypto::sha256(kept)).substr(0, 16)) {}

Asset Asset::embedded(const EmbeddedFile& file) {
  const std::string_view name = name_served(file);
  return {media_type_of(name), nullptr, file.content, name.size() < file.name.size()};
}

Asset Asset::read(std::string_view name, std::string content, std::shared_ptr<const std::string> gzip,
                  std::shared_ptr<const std::string> brotli) {
  const bool compressed = gzip != nullptr;
  if (!compressed) gzip = std::make_shared<const std::string>(std::move(content));
  const std::string_view kept = *gzip;
  Asset asset(media_type_of(name), std::move(gzip), kept, compressed);
  if (compressed) asset.brotli_ = std::move(brotli);
  return asset;
}

Asset Asset::made(std::string_view text, std::string_view media_type) {
  auto owned = std::make_shared<const std::string>(gzip(text));
  const std::string_view kept = *owned;
  return {media_type, std::move(owned), kept, true};
}

Asset&& Asset::with_policy(std::string content_security_policy) && {
  policy_ = std::move(content_security_policy);
  return std::move(*this);
}

Asset&& Asset::named_by_digest() && {
  lasts_ = true;
  return std::move(*this);
}

std::string Asset::content() const { return compressed_ ? inflated(kept_) : std::string(kept_); }

Response Asset::answer(const Request& request) const {
  Response response{.content_type = media_type_, .ranges = true};
  const bool lasts = lasts_ || request.query == "v=" + digest_;
  response.headers.emplace_back("Cache-Control", lasts ? "public, max-age=31536000, immutable" : "no-cache");
  if (!policy_.empty()) response.headers.emplace_back("Content-Security-Policy", policy_);
  if (compressed_) response.headers.emplace_back("Vary", "Accept-Encoding");
  const std::string_view accepted = request.headers.find("Accept-Encoding");
  const int gzip = compressed_ ? liking(accepted, "gzip") : 0;
  const int brotli = brotli_ ? liking(accepted, "br") : 0;
  if (brotli > 0 && brotli >= gzip) {
    response.headers.emplace_back("ETag", '"' + digest_ + "-br\"");
    response.headers.emplace_back("Content-Encoding", "br");
    response.asset = *brotli_;
  } else if (gzip > 0) {
    response.headers.emplace_back("ETag", '"' + digest_ + "-gzip\"");
    response.headers.emplace_back("Content-Encoding", "gzip");
    response.asset = kept_;
  } else {
    response.headers.emplace_back("ETag", '"' + digest_ + '"');
    if (compressed_)
      response.body = content();
    else
      response.asset = kept_;
  }
  return response;
}

void add_page(Router& router, std::string path, PlainHandler handler) {
  auto route = std::make_shared<Route>();
  route->path = std::move(path);
  route->role = Role::anyone;
  route->documented = false;
  route->handler = [handler = std::move(handler)](Call call, const std::vector<std::string>&) {
    return answered(handler, call);
  };
  router.add(std::move(route));
}

void add_asset(Router& router, std::string path, Asset asset) {
  const auto kept = std::make_shared<const Asset>(std::move(asset));
  add_page(router, std::move(path), [kept](const Request& request) { return kept->answer(request); });
}

}  // namespace kpa::http
