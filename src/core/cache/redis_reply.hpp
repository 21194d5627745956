#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kpa::cache {

/// What Redis answered to a command.
struct Reply {
  enum class Kind { nil, integer, text, list, error };
  Kind kind = Kind::nil;
  std::int64_t integer = 0;       ///< of an integer
  std::string text = {};          ///< of a text or status; of an error its message
  std::vector<Reply> items = {};  ///< of a list
};

/// A command in Redis' protocol, ready to be sent.
std::string format_command(std::span<const std::string> arguments);

/// Reads replies out of bytes as they come.
class ReplyReader {
 public:
  ReplyReader();
  ~ReplyReader();

  void feed(std::string_view bytes);
  /// The next whole reply; nothing while it is not all there. Throws std::runtime_error when what came is not
  /// Redis' protocol: the connection is of no more use.
  std::optional<Reply> next();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kpa::cache
