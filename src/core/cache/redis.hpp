#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/cache/redis_reply.hpp"
#include "core/cache/redis_url.hpp"
#include "core/task.hpp"

namespace kpa::cache {

struct RedisSettings {
  RedisAddress address = {};
  std::string ca_file = {};  ///< whom TLS trusts, in PEM; empty: whom the system does
  std::chrono::milliseconds connect_timeout{2'000};
  std::chrono::milliseconds first_retry{100};  ///< doubled after each attempt that failed
  std::chrono::milliseconds last_retry{5'000};
};

/// One I/O thread's connection to Redis, kept up by itself. An outage is never an exception and never waited
/// for: while there is no connection every command gives nothing at once, and its caller does without Redis.
/// Its state is in the metrics as kpa_redis_connected.
class Redis {
 public:
  /// Throws std::runtime_error when the CA file cannot be used.
  Redis(boost::asio::io_context& io, RedisSettings settings);
  ~Redis();
  Redis(const Redis&) = delete;
  Redis& operator=(const Redis&) = delete;

  /// Begins to connect.
  void start();
  /// Closes the connection for good; commands under way give nothing.
  void stop();
  bool connected() const;
  /// Why the last attempt to connect, or the last connection, came to its end; empty before.
  const std::string& last_trouble() const;

  /// Sends one command, e.g. {"INCR", "key"}, and gives the reply; nothing when Redis cannot be reached or
  /// does not answer within `timeout`. A late reply gives the connection up, so that later commands do not
  /// wait too.
  Task<std::optional<Reply>> command(std::vector<std::string> arguments,
                                     std::chrono::milliseconds timeout = std::chrono::seconds(1)) const;
  /// Whether Redis answers within `timeout`.
  Task<bool> ping(std::chrono::milliseconds timeout) const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace kpa::cache
