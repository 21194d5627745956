#pragma once

#include <string>
#include <utility>

#include <sys/types.h>

#include "tests/support/certificate.hpp"

namespace kpa::test {

/// A redis-server on loopback without persistence, already running; killed by the destructor.
class RedisServer {
 public:
  explicit RedisServer(std::string password = {}) : RedisServer(std::move(password), nullptr) {}
  /// Accepts only TLS.
  explicit RedisServer(const Certificate& certificate) : RedisServer({}, &certificate) {}
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;
  ~RedisServer() { kill(); }

  /// After kill(): starts it again, empty. It answers a little later.
  void start();
  void kill();
  void signal(int number) const;

  std::string url() const {
    return (certificate_ == nullptr ? "redis://127.0.0.1:" : "rediss://127.0.0.1:") + port + "/0";
  }

  const std::string port;

 private:
  RedisServer(std::string password, const Certificate* certificate);

  std::string password_;
  const Certificate* certificate_;
  pid_t pid_ = 0;
};

/// A TCP port of 127.0.0.1 on which nobody listens.
std::string free_port();

}  // namespace kpa::test
