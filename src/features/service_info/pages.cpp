#include "features/service_info/pages.hpp"

#include <algorithm>
#include <mutex>
#include <optional>
#include <stdexcept>

#include "core/http/pages.hpp"
#include "embedded/docs_pages.hpp"

namespace kpa::service_info {
namespace {

using http::Asset;

/// Files that the pages load: the embedded file and its name below /api/docs/.
constexpr std::string_view loaded[] = {
    "swagger-ui.css", "swagger-ui-bundle.js", "redoc.standalone.js", "swagger.js", "redoc.js", "pages.css",
    "icon.svg"};

/// Only our own scripts. Both pages set styles from scripts and use data: images; ReDoc searches in a worker
/// made from a blob.
constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

Asset file(std::string_view name) {
  const auto files = embedded::docs_pages();
  const auto found = std::ranges::find(files, name, http::name_served);
  if (found == files.end()) throw std::logic_error("not embedded: " + std::string(name));
  return Asset::embedded(*found);
}

/// Made at the first request: only then does the router have all its routes.
struct Document {
  std::once_flag once;
  std::optional<Asset> asset;
};

}  // namespace

void add_pages(http::Router& router, http::ApiInfo info) {
  http::Pages pages;
  std::vector<std::pair<std::string, std::string>> addresses;  // as the pages write them, and with the digest
  for (const auto name : loaded) {
    const std::string path = "/api/docs/" + std::string(name);
    Asset asset = file(name);
    addresses.emplace_back('"' + path + '"', '"' + path + "?v=" + asset.digest() + '"');
    std::move(pages).add(std::string(name), std::move(asset));
  }
  const auto page = [&](std::string_view name) {
    std::string html = file(name).content();
    for (const auto& [plain, versioned] : addresses)
      if (const std::size_t at = html.find(plain); at != html.npos) html.replace(at, plain.size(), versioned);
    return Asset::made(html, "text/html; charset=utf-8").with_policy(std::string(policy));
  };
  http::add_pages(router, "/api/docs/", std::move(pages).add("", page("swagger.html")));
  http::add_asset(router, "/api/redoc/", page("redoc.html"));
  const auto document = std::make_shared<Document>();
  http::add_page(router, "/api/openapi.json", [document, &router, info](const http::Request& request) {
    std::call_once(document->once, [&] {
      document->asset = Asset::made(http::openapi_document(router, info), "application/json");
    });
    return document->asset->answer(request);
  });
}

}  // namespace kpa::service_info
