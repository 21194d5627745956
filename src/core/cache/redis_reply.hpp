#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kpa::cache {

/// Redis' reply to a command.
struct Reply {
  enum class Kind { nil, integer, text, list, error };
  Kind kind = Kind::nil;
  std::int64_t integer = 0;       ///< when the reply is an integer
  std::string text = {};          ///< the text or status; or the message of an error
  std::vector<Reply> items = {};  ///< when the reply is a list
};

/// A command in Redis' protocol (RESP), ready to be sent.
std::string format_command(std::span<const std::string> arguments);

/// Parses replies from bytes as they arrive.
class ReplyReader {
 public:
  ReplyReader();
  ~ReplyReader();

  void feed(std::string_view bytes);
  /// The next complete reply; nothing until it has arrived. Throws std::runtime_error when the bytes are not
  /// Redis' protocol; then the connection must be closed.
  std::optional<Reply> next();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kpa::cache
