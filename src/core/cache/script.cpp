#include "core/cache/script.hpp"

#include <iterator>
#include <utility>

#include "core/crypto/digest.hpp"

namespace kpa::cache {
namespace {

bool is_unknown(const std::optional<Reply>& reply) {
  return reply && reply->kind == Reply::Kind::error && reply->text.starts_with("NOSCRIPT");
}

}  // namespace

Script::Script(std::string lua) : lua_(std::move(lua)), sha1_(crypto::sha1_hex(lua_)) {}

Task<std::optional<Reply>> Script::run(const Redis& redis, std::vector<std::string> keys,
                                       std::vector<std::string> arguments,
                                       std::chrono::milliseconds timeout) const {
  std::vector<std::string> command{"EVALSHA", sha1_, std::to_string(keys.size())};
  std::ranges::move(keys, std::back_inserter(command));
  std::ranges::move(arguments, std::back_inserter(command));
  auto reply = co_await redis.command(command, timeout);
  if (!is_unknown(reply)) co_return reply;
  command[0] = "EVAL";
  command[1] = lua_;
  co_return co_await redis.command(std::move(command), timeout);
}

}  // namespace kpa::cache
