#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/http/caller.hpp"
#include "core/time.hpp"

namespace kpa::sessions {

/// Access tokens verified by this I/O thread, with their callers, so that a busy client costs neither a
/// signature check nor a query per request. Refusals are cached for the same time as callers, since the
/// answering database may lag behind. When full, it is cleared.
class CallerCache {
 public:
  struct Entry {
    std::string token;
    std::optional<http::Caller> caller;   ///< not set: there was no such session, or it had ended
    std::chrono::sys_seconds expires_at;  ///< of the token
    Clock::time_point checked_at;         ///< when the session was last read
    std::uint64_t endings = 0;            ///< Shared::endings before that
    std::int64_t generation = 0;          ///< of the token
    bool being_checked = false;           ///< a request is checking again already
  };

  explicit CallerCache(std::size_t most) : most_(most) {}

  /// The entry of exactly this token, or null. Valid until the next put or drop.
  Entry* find(std::string_view token);
  void put(Entry entry);
  void drop(std::string_view token);
  std::size_t size() const { return by_signature_.size(); }

 private:
  std::size_t most_;
  std::unordered_map<std::size_t, Entry> by_signature_;
};

}  // namespace kpa::sessions
