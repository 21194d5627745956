#include "core/http/assets.hpp"

#include <array>
#include <stdexcept>

#include <zlib.h>

#include "core/crypto/digest.hpp"
#include "core/http/gzip.hpp"

namespace kpa::http {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> media_types{{
    {".html.gz", "text/html; charset=utf-8"},
    {".css.gz", "text/css; charset=utf-8"},
    {".js.gz", "text/javascript; charset=utf-8"},
    {".png.gz", "image/png"},
    {".svg.gz", "image/svg+xml"},
}};

std::string_view media_type_of(std::string_view name) {
  for (const auto& [ending, type] : media_types)
    if (name.ends_with(ending)) return type;
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

Asset::Asset(std::string_view media_type, std::shared_ptr<const std::string> owned,
             std::string_view compressed)
    : media_type_(media_type),
      owned_(std::move(owned)),
      compressed_(compressed),
      digest_(crypto::hex(crypto::sha256(compressed)).substr(0, 16)) {}

Asset Asset::embedded(const EmbeddedFile& file) { return {media_type_of(file.name), nullptr, file.content}; }

Asset Asset::made(std::string_view text, std::string_view media_type) {
  auto owned = std::make_shared<const std::string>(gzip(text));
  const std::string_view compressed = *owned;
  return {media_type, std::move(owned), compressed};
}

Asset&& Asset::with_policy(std::string content_security_policy) && {
  policy_ = std::move(content_security_policy);
  return std::move(*this);
}

std::string Asset::content() const { return inflated(compressed_); }

Response Asset::answer(const Request& request) const {
  Response response{.content_type = media_type_};
  const bool versioned = request.query == "v=" + digest_;
  response.headers.emplace_back("Cache-Control",
                                versioned ? "public, max-age=31536000, immutable" : "no-cache");
  if (!policy_.empty()) response.headers.emplace_back("Content-Security-Policy", policy_);
  if (takes_gzip(request.headers.find("Accept-Encoding"))) {
    response.headers.emplace_back("ETag", '"' + digest_ + "-gzip\"");
    response.headers.emplace_back("Content-Encoding", "gzip");
    response.headers.emplace_back("Vary", "Accept-Encoding");
    response.asset = compressed_;
  } else {
    response.headers.emplace_back("ETag", '"' + digest_ + '"');
    response.body = content();
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
