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

/// A request with an Idempotency-Key, and its caller.
struct KeyedRequest {
  std::int64_t user_id = 0;
  std::string key;
  /// Made by fingerprint(); equal for repeats of the same request.
  std::string fingerprint;
  /// Computes the fingerprint as an earlier version did; called only when the kept answer has one made that
  /// way.
  std::function<std::string()> earlier_fingerprint;
  std::string request_id;
  i18n::Language language = i18n::Language::english;
};

/// Runs requests with Idempotency-Keys at most once. One per I/O thread.
class Once {
 public:
  /// `repeats_wait`: how long a repeat waits for the first request to finish.
  explicit Once(std::chrono::milliseconds repeats_wait = std::chrono::seconds(5)) : patience_(repeats_wait) {}

  /// Runs `work` at most once per caller and key. Its statements, the claim of the key and the answer are one
  /// transaction, so that after a crash either all of it is stored or nothing. The claim is sent with the
  /// first statement: if the key is in use, `work` is given up before it gets a reply from the database, and
  /// rolled back; so it must have no effects other than its statements. A repeat of a successful request gets
  /// the first answer; a failed request stores nothing and may be repeated. A different request under the
  /// same key fails as idempotency_mismatch, with the address of what the key created. If the first request
  /// is still running, a repeat waits for it (without a database connection if both are on this thread), and
  /// after a while fails as idempotency_in_flight. `work` may run again after a serialisation failure.
  Task<Response> run(db::Queries& database, KeyedRequest request,
                     std::function<Task<Response>(db::Queries& unit)> work);

 private:
  const std::chrono::milliseconds patience_;
  // One line of repeats per key; beyond 100 waiting, a client is told to come back.
  Turnstiles turnstiles_{100};
};

/// The key of a request whose handler has not run yet.
struct Keyed {
  Once& once;
  std::string_view key;
};

/// A fingerprint of the request's method and path, and of its decoded values (schema::write_meaning()): equal
/// for all notations of the same content. It begins with the version of this computation.
std::string fingerprint(const Request& request, std::string_view route_path, std::string_view understood);

/// The fingerprint as earlier versions computed it, from the request's bytes. Kept answers live for a day, so
/// a retry right after an upgrade still finds its answer. `values` are those of the path.
std::string fingerprint_of_bytes(const Request& request, std::string_view route_path,
                                 const std::vector<std::string>& values);

/// A valid key has 1 to 255 visible ASCII characters.
bool is_idempotency_key(std::string_view key);

/// Deletes up to `most` answers older than a day; returns how many.
Task<std::int64_t> forget_old_answers(db::Queries& database, std::int64_t most);

}  // namespace kpa::http
