#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/container/small_vector.hpp>

#include "core/i18n/language.hpp"
#include "core/problem.hpp"
#include "core/task.hpp"

namespace kpa::http {

enum class Method { get, head, post, put, patch, delete_, options };
constexpr std::size_t method_count = 7;
std::string_view name_of(Method method);

/// The request's header fields. Names are compared without regard to case.
class Headers {
 public:
  virtual ~Headers() = default;
  /// The field's value, or empty when it is not there; of several the first.
  virtual std::string_view find(std::string_view name) const = 0;
  /// How many fields have the name.
  virtual std::size_t count(std::string_view name) const = 0;
};

/// The value of a field that somebody relies on, or nothing when it is not there. One that is blank or comes
/// more than once is malformed_request: to take it for absent would drop what it asks for.
Outcome<std::optional<std::string_view>> single(const Headers& headers, std::string_view name);

/// The body of a request, as far as it is still on its way: it stays with the client until somebody asks for
/// it, which is what tells a client that waits for it to go on (Expect: 100-continue). What nobody asked for
/// when the answer is there is not read, or dropped. Each part comes at a least rate, or the connection ends.
class ArrivingBody {
 public:
  virtual ~ArrivingBody() = default;
  /// Sets how many bytes it may have: `most`; without, as many as usual, and few of `strangers`, who need no
  /// login. payload_too_large when more have come or are announced.
  virtual std::optional<Problem> limit(std::optional<std::size_t> most, bool strangers) = 0;
  /// Whether all of it is in Request::body.
  virtual bool is_whole() const = 0;
  /// Reads all of it, into Request::body. payload_too_large; malformed_request when it is not framed as
  /// announced or ends early; unavailable when too many large ones are in memory. Throws system_error when
  /// the client is gone.
  virtual Task<std::optional<Problem>> read() = 0;
  /// The next part, some KiB, which lasts until the next call; empty at the end. Fails as read() does, and
  /// then not again.
  virtual Task<Outcome<std::string_view>> next() = 0;
};

/// A request. It and its texts belong to the connection and live until the answer is sent.
struct Request {
  Method method = Method::get;
  std::string_view path;   ///< still percent-encoded, without the query
  std::string_view query;  ///< still percent-encoded, without the question mark
  const Headers& headers;
  std::string_view body;  ///< all of it, where it is whole
  std::string_view client_address;
  std::string_view request_id;
  /// What its Accept-Language likes best.
  i18n::Language language = i18n::Language::english;
  ArrivingBody* arriving = nullptr;  ///< null: `body` is all there is
  bool when_full = false;            ///< there is no room: only what is answered even then is
};

/// Sends the next part of a streamed body, some tens of KiB of it; returns when there is room for another, so
/// that a slow reader costs no memory. Throws system_error when the client is gone.
using SendChunk = std::function<Task<void>(std::string_view part)>;
/// Makes a body while it is sent; it and what it holds live until it returns. For each part the server gives
/// as long as for a whole answer. What it throws ends the connection without the body's end, so that nobody
/// takes a part for the whole: what can be refused is refused before.
using StreamBody = std::function<Task<void>(SendChunk send)>;

struct Push;

struct Response {
  int status = 200;
  std::string_view content_type = "application/json";
  /// Names are constants. Mostly they fit in here: the version, the three of the limits, and of caches.
  boost::container::small_vector<std::pair<std::string_view, std::string>, 5> headers = {};
  std::string body = {};
  std::string_view asset = {};  ///< a body that lives as long as the program; then `body` is not looked at
  StreamBody stream = {};       ///< where there is one, `body` is not looked at
  std::shared_ptr<Push> push = {};  ///< with status 101: what is told over a WebSocket from now on
  std::optional<i18n::Language> language = {};  ///< of the texts in the body, where there are any
  std::optional<Code> problem = {};             ///< why the request was refused, where it was
  bool ranges = false;                          ///< may be sent in parts, and goes out as it is
  bool secret = false;                          ///< holds credentials: neither stored nor compressed (BREACH)
};

/// Decodes %XX (and, in a query, +). Nothing when an escape is broken.
bool percent_decode(std::string_view text, bool plus_is_space, std::string& out);
/// Name and value of every parameter. False when an escape is broken or there are more than 100.
bool parse_query(std::string_view query, std::vector<std::pair<std::string, std::string>>& out);

}  // namespace kpa::http
