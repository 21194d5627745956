#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/cache/redis.hpp"

namespace kpa::cache {

/// A Lua script that Redis runs atomically. Its text is sent only when Redis does not have it yet.
class Script {
 public:
  explicit Script(std::string lua);

  /// The script's result for KEYS and ARGV; nothing when Redis cannot be reached in time. An error of the
  /// script itself is a Reply of kind error.
  Task<std::optional<Reply>> run(const Redis& redis, std::vector<std::string> keys,
                                 std::vector<std::string> arguments, std::chrono::milliseconds timeout) const;

 private:
  std::string lua_;
  std::string sha1_;
};

}  // namespace kpa::cache
