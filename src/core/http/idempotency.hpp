#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/http/caller.hpp"
#include "core/turnstile.hpp"

namespace kpa::http {

/// A request under a caller's key.
struct KeyedRequest {
  std::int64_t user_id = 0;
  std::string key;
  /// Tells one request from another: fingerprint().
  std::string fingerprint;
  /// The same as it was made before; asked for only where an answer is kept under such a one.
  std::function<std::string()> earlier_fingerprint;
  std::string request_id;
  i18n::Language language = i18n::Language::english;
};

/// Does what comes under Idempotency-Keys once. One for each I/O thread.
class Once {
 public:
  /// A repeat waits so long for the first request.
  explicit Once(std::chrono::milliseconds repeats_wait = std::chrono::seconds(5)) : patience_(repeats_wait) {}

  /// Does `work` at most once for a caller's key. Its statements, the claim of the key and the answer are one
  /// transaction, so that after a crash either all of it is there or nothing. The claim travels with the
  /// first of its statements: work that finds the key in use is given up before it has an answer from the
  /// database, and what it had begun is rolled back. So it must have no effects but its statements. A repeat
  /// of a request that succeeded gets the first answer; one that failed left nothing behind and is judged
  /// anew. Another request under the same key is idempotency_mismatch, with the address of what the key made;
  /// one still being worked on is waited for, without a connection where the same thread works on it, and
  /// after a while is idempotency_in_flight. `work` may run again after a serialisation failure.
  Task<Response> run(db::Queries& database, KeyedRequest request,
                     std::function<Task<Response>(db::Queries& unit)> work);

 private:
  const std::chrono::milliseconds patience_;
  Turnstiles turnstiles_{100};  // repeats of one key; a client that sends more at once is told to wait
};

/// The key of a request that is on its way to its handler.
struct Keyed {
  Once& once;
  std::string_view key;
};

/// Of a request's method and path, and of what was understood of it (schema::write_meaning()): the same for
/// every way of saying the same. It begins with the mark of this way of making it.
std::string fingerprint(const Request& request, std::string_view route_path, std::string_view understood);

/// As it was made of the request's bytes, before; answers kept under such a one live for a day after an
/// upgrade, so that a retry across it gets its answer. `values` are the path's.
std::string fingerprint_of_bytes(const Request& request, std::string_view route_path,
                                 const std::vector<std::string>& values);

/// 1 to 255 visible ASCII characters.
bool is_idempotency_key(std::string_view key);

/// Forgets answers older than a day, `most` of them. Gives how many.
Task<std::int64_t> forget_old_answers(db::Queries& database, std::int64_t most);

}  // namespace kpa::http
