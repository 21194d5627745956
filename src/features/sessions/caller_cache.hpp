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

/// Access tokens that this I/O thread has verified, with who sent them, so that a busy client costs neither a
/// signature nor a query for each request. A no is believed no longer than a yes: the database that said so
/// may have lagged behind. Forgets everything when full.
class CallerCache {
 public:
  struct Entry {
    std::string token;
    std::optional<http::Caller> caller;   ///< nothing: there was no such session, or it had ended
    std::chrono::sys_seconds expires_at;  ///< of the token
    Clock::time_point checked_at;         ///< when the session was last asked for
    std::uint64_t endings = 0;            ///< Shared::endings before it was asked for
    bool being_checked = false;           ///< somebody asks again already
  };

  explicit CallerCache(std::size_t most) : most_(most) {}

  /// The entry of exactly this token, or null. Good until the next put or drop.
  Entry* find(std::string_view token);
  void put(Entry entry);
  void drop(std::string_view token);
  std::size_t size() const { return by_signature_.size(); }

 private:
  std::size_t most_;
  std::unordered_map<std::size_t, Entry> by_signature_;
};

}  // namespace kpa::sessions
