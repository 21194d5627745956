#include "tests/support/redis_server.hpp"

#include <csignal>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "core/db/process.hpp"

namespace kpa::test {

RedisServer::RedisServer(std::string password, const Certificate* certificate)
    : port(free_port()), password_(std::move(password)), certificate_(certificate) {
  start();
}

void RedisServer::start() {
  std::vector<std::string> arguments{"/usr/bin/env", "redis-server", "--bind", "127.0.0.1", "--save", "",
                                     "--appendonly", "no",           "--dir",  "/tmp"};
  if (certificate_ == nullptr)
    arguments.insert(arguments.end(), {"--port", port});
  else
    arguments.insert(arguments.end(), {"--port", "0", "--tls-port", port, "--tls-auth-clients", "no",
                                       "--tls-cert-file", certificate_->certificate(), "--tls-key-file",
                                       certificate_->key(), "--tls-ca-cert-file", certificate_->ca()});
  if (!password_.empty()) arguments.insert(arguments.end(), {"--requirepass", password_});
  pid_ = db::launch({.arguments = std::move(arguments), .ends_with_us = true});
}

void RedisServer::kill() {
  if (pid_ == 0) return;
  signal(SIGKILL);
  db::exit_of(std::exchange(pid_, 0), true);
}

void RedisServer::signal(int number) const { ::kill(pid_, number); }

std::string free_port() {
  boost::asio::io_context io;
  using boost::asio::ip::tcp;
  const tcp::acceptor probe(io, {boost::asio::ip::address_v4::loopback(), 0});
  return std::to_string(probe.local_endpoint().port());
}

}  // namespace kpa::test
