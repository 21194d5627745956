#pragma once

#include <string>
#include <string_view>

#include "core/http/message.hpp"
#include "core/http/server.hpp"

namespace kpa::http {

/// What the answer's bytes depend on besides the response itself.
struct Framing {
  bool head = false;  ///< asked with HEAD: the length is told, the body left out
  bool keep_alive = true;
  bool chunks = true;  ///< the client reads chunks (HTTP/1.1); for one that does not a streamed body ends
                       ///< with the connection
  bool gzip = false;   ///< the client takes gzip
  std::string_view origin = {};  ///< of a cross-origin request
  bool preflight = false;
  std::string_view request_id = {};
};

/// Appends the whole HTTP/1.1 message to `out`, with date, security headers, CORS and, where it pays, gzip.
/// Of a streamed answer only what stands before the body.
void write_response(Response& response, const Framing& framing, const BrowserPolicy& browsers,
                    std::string& out);

}  // namespace kpa::http
