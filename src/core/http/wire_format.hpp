#pragma once

#include <string>
#include <string_view>

#include "core/http/message.hpp"
#include "core/http/server.hpp"

namespace kpa::http {

/// What the bytes of an answer depend on besides the Response.
struct Framing {
  bool head = false;  ///< the request was HEAD: the length is sent, the body is not
  bool keep_alive = true;
  /// The client understands chunks (HTTP/1.1); else a streamed body ends with the connection.
  bool chunks = true;
  ///< with the connection
  bool gzip = false;             ///< the client accepts gzip
  std::string_view origin = {};  ///< of a cross-origin request
  bool preflight = false;
  std::string_view request_id = {};
};

/// Appends the complete HTTP/1.1 message to `out`, with date, security headers, CORS and, if worthwhile,
/// gzip. For a streamed answer only the header.
void write_response(Response& response, const Framing& framing, const BrowserPolicy& browsers,
                    std::string& out);

}  // namespace kpa::http
