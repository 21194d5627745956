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
  std::string ca_file = {};  ///< PEM file of the CAs that TLS trusts; empty: those of the system
  std::chrono::milliseconds connect_timeout{2'000};
  std::chrono::milliseconds first_retry{100};  ///< doubled after each failed attempt
  std::chrono::milliseconds last_retry{5'000};
};

/// One I/O thread's connection to Redis, which reconnects by itself. An outage never throws and is never
/// waited for: without a connection every command returns nothing at once, and its caller must do without
/// Redis. The state is the metric kpa_redis_connected.
class Redis {
 public:
  /// Throws std::runtime_error when the CA file cannot be loaded.
  Redis(boost::asio::io_context& io, RedisSettings settings);
  ~Redis();
  Redis(const Redis&) = delete;
  Redis& operator=(const Redis&) = delete;

  /// Starts to connect.
  void start();
  /// Closes the connection for good; commands under way return nothing.
  void stop();
  bool connected() const;
  /// Why the last attempt to connect, or the last connection, failed; empty if none has.
  const std::string& last_trouble() const;

  /// Sends one command, e.g. {"INCR", "key"}, and returns the reply; nothing when Redis cannot be reached or
  /// does not answer within `timeout`. After a time-out the connection is closed, so that later commands do
  /// not wait too.
  Task<std::optional<Reply>> command(std::vector<std::string> arguments,
                                     std::chrono::milliseconds timeout = std::chrono::seconds(1)) const;
  /// Whether Redis answers within `timeout`.
  Task<bool> ping(std::chrono::milliseconds timeout) const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace kpa::cache
