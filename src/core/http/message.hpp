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
  /// The field's value; the first of several; empty when there is none.
  virtual std::string_view find(std::string_view name) const = 0;
  /// How many fields have this name.
  virtual std::size_t count(std::string_view name) const = 0;
};

/// The value of a field that must not be ignored by mistake; nothing when it is absent. An empty or repeated
/// field is malformed_request, because treating it as absent would drop what the client asks for.
Outcome<std::optional<std::string_view>> single(const Headers& headers, std::string_view name);

/// The part of a request's body that has not arrived yet. Nothing is read until a handler asks for it; only
/// then is a client with `Expect: 100-continue` told to go on. What nobody asked for by the time of the
/// answer is left unread, or dropped. Each part must come at a minimum rate, or the connection is closed.
class ArrivingBody {
 public:
  virtual ~ArrivingBody() = default;
  /// Sets the size limit to `most` bytes; without it, to the usual one, which is smaller for `strangers`
  /// (routes without login). Returns payload_too_large when more has come or is announced.
  virtual std::optional<Problem> limit(std::optional<std::size_t> most, bool strangers) = 0;
  /// Whether the whole body is in Request::body.
  virtual bool is_whole() const = 0;
  /// Reads the whole body into Request::body. Returns payload_too_large; malformed_request when it ends early
  /// or its framing is wrong; unavailable when too many large bodies are in memory. Throws system_error when
  /// the client is gone.
  virtual Task<std::optional<Problem>> read() = 0;
  /// The next part, some KiB, valid until the next call; empty at the end. Fails like read(), and must not be
  /// called again after that.
  virtual Task<Outcome<std::string_view>> next() = 0;
};

/// A request. Its texts belong to the connection and are valid until the answer is sent.
struct Request {
  Method method = Method::get;
  std::string_view path;   ///< still percent-encoded, without the query
  std::string_view query;  ///< still percent-encoded, without the question mark
  const Headers& headers;
  std::string_view body;  ///< complete only if arriving is null or is_whole()
  std::string_view client_address;
  std::string_view request_id;
  /// The best match for its Accept-Language.
  i18n::Language language = i18n::Language::english;
  ArrivingBody* arriving = nullptr;  ///< null: `body` is complete
  bool when_full = false;            ///< the server is full: only routes with when_full are answered
};

/// Sends the next part of a streamed body, some tens of KiB. Returns when there is room for another, so that
/// a slow reader costs no memory. Throws system_error when the client is gone.
using SendChunk = std::function<Task<void>(std::string_view part)>;
/// Makes a body while it is sent; what the function owns lives until it returns. Each part may take as long
/// as a whole ordinary answer. An exception closes the connection without the body's proper end, so that no
/// client takes a part for the whole; so check everything that can be refused before the first part.
using StreamBody = std::function<Task<void>(SendChunk send)>;

struct Push;

struct Response {
  int status = 200;
  std::string_view content_type = "application/json";
  /// Names must be constants. Room for the usual fields: version, three of the rate limit, caching.
  boost::container::small_vector<std::pair<std::string_view, std::string>, 5> headers = {};
  std::string body = {};
  std::string_view asset = {};      ///< a body that lives as long as the program; if set, `body` is ignored
  StreamBody stream = {};           ///< if set, `body` is ignored
  std::shared_ptr<Push> push = {};  ///< for status 101: what is then sent over the WebSocket
  std::optional<i18n::Language> language = {};  ///< of the texts in the body, if any
  std::optional<Code> problem = {};             ///< why the request was refused, if it was
  bool ranges = false;                          ///< may be sent in parts; never compressed on its way
  bool secret = false;                          ///< holds credentials: neither cached nor compressed (BREACH)
};

/// Decodes %XX (and + in a query). False when an escape is invalid.
bool percent_decode(std::string_view text, bool plus_is_space, std::string& out);
/// Appends name and value of every parameter. False when an escape is invalid or there are more than 100.
bool parse_query(std::string_view query, std::vector<std::pair<std::string, std::string>>& out);

}  // namespace kpa::http
