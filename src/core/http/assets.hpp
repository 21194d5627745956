#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/embedded_file.hpp"
#include "core/http/router.hpp"

namespace kpa::http {

/// A static answer. Text is kept compressed, and inflated only for clients that do not prefer gzip or Brotli;
/// files that are compressed by nature (pictures, fonts) are kept as they are. The ETag is a digest of the
/// content and differs by encoding. Can be sent in part (Range).
class Asset {
 public:
  /// A file that the build embedded, as `name.ending.gz` (compressed) or as it is. The media type follows
  /// from the ending; throws std::logic_error for an unknown one.
  static Asset embedded(const EmbeddedFile& file);
  /// A file read from a folder, with what was made of it before as `.gz` and `.br`, or null. Throws
  /// std::logic_error for an unknown ending.
  static Asset read(std::string_view name, std::string content, std::shared_ptr<const std::string> gzip,
                    std::shared_ptr<const std::string> brotli);
  /// Compresses `text` here. `media_type` must be a constant.
  static Asset made(std::string_view text, std::string_view media_type);

  /// Sets a Content-Security-Policy in place of the strict one of all answers; few pages need that.
  Asset&& with_policy(std::string content_security_policy) &&;
  /// The file's name contains its digest, as in a built web app: clients may keep it for a year.
  Asset&& named_by_digest() &&;

  /// With `?v=<digest>` clients may keep it for a year, since other content has another address; without it,
  /// they ask each time whether it changed.
  Response answer(const Request& request) const;
  /// 16 hexadecimal digits that change with the content.
  const std::string& digest() const { return digest_; }
  std::string content() const;

 private:
  Asset(std::string_view media_type, std::shared_ptr<const std::string> owned, std::string_view kept,
        bool compressed);

  std::string_view media_type_;
  std::shared_ptr<const std::string> owned_;  // null when the bytes are part of the program
  std::string_view kept_;
  bool compressed_;
  std::shared_ptr<const std::string> brotli_;  // the same in Brotli, if that was made; only where compressed_
  bool lasts_ = false;
  std::string digest_;
  std::string policy_;
};

/// Whether a file with this name can be served: whether the media type of its ending is known.
bool has_media_type(std::string_view name);

/// The name of an embedded file without `.gz`, if that only marks compression by the build.
std::string_view name_served(const EmbeddedFile& file);

/// Serves the asset at `path` to anyone; it is not in the OpenAPI document.
void add_asset(Router& router, std::string path, Asset asset);

/// Adds a route that is neither typed nor documented, for pages.
using PlainHandler = std::function<Response(const Request&)>;
void add_page(Router& router, std::string path, PlainHandler handler);

}  // namespace kpa::http
