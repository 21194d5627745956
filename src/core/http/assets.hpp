#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/embedded_file.hpp"
#include "core/http/router.hpp"

namespace kpa::http {

/// A static answer. A text is kept compressed, and inflated only for clients that like that less; what a
/// build has compressed already (pictures, fonts) is kept as it is. Its ETag is a digest of its content,
/// another one for each coding. It is also sent in part (Range).
class Asset {
 public:
  /// A file that the build embedded: compressed as `name.ending.gz`, or as it is. Its media type follows from
  /// the ending. Throws std::logic_error for an ending that is not known here.
  static Asset embedded(const EmbeddedFile& file);
  /// `text` of `media_type`, a constant; compressed here.
  static Asset made(std::string_view text, std::string_view media_type);

  /// `content_security_policy` replaces the strict one of all answers; the pages that need it are few.
  Asset&& with_policy(std::string content_security_policy) &&;
  /// Its address has its digest in it, as the files of a built web app have: it may be kept for a year.
  Asset&& named_by_digest() &&;

  /// Asked for with `?v=` and its digest it may be kept for a year, since another content has another
  /// address; without, the client asks each time whether it changed.
  Response answer(const Request& request) const;
  /// 16 hexadecimal digits that change with the content.
  const std::string& digest() const { return digest_; }
  std::string content() const;

 private:
  Asset(std::string_view media_type, std::shared_ptr<const std::string> owned, std::string_view kept,
        bool compressed);

  std::string_view media_type_;
  std::shared_ptr<const std::string> owned_;  // null when it is part of the program
  std::string_view kept_;
  bool compressed_;
  bool lasts_ = false;
  std::string digest_;
  std::string policy_;
};

/// The name of an embedded file without the `.gz` that only says that the build compressed it.
std::string_view name_served(const EmbeddedFile& file);

/// Serves the asset at `path`, to anyone, without a place in the OpenAPI document.
void add_asset(Router& router, std::string path, Asset asset);

/// Adds a route that is neither typed nor documented, for pages.
using PlainHandler = std::function<Response(const Request&)>;
void add_page(Router& router, std::string path, PlainHandler handler);

}  // namespace kpa::http
