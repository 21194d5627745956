#include "tests/faults/server_process.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "tests/support/eventually.hpp"

namespace kpa::test {
namespace {

constexpr std::string_view ready = " is ready at ";

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

ReservedPort::ReservedPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const int on = 1;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  if (!socket_ || setsockopt(socket_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
      setsockopt(socket_.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0 ||
      bind(socket_.get(), generic, size) != 0 || getsockname(socket_.get(), generic, &size) != 0)
    fail("reserving a port");
  number_ = ntohs(address.sin_port);
}

ServerProcess::ServerProcess(const Environment& environment) {
  // Through env(1), since launch() gives no environment of ours.
  arguments_ = {"/usr/bin/env", "KPA_PROFILE=test", "KPA_SERVER_IO_THREADS=2",
                "KPA_DATA_DIR=" + directory_.path().string(),
                "KPA_SERVER_PORT=" + std::to_string(port_.number())};
  for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"})
    if (const char* value = std::getenv(name)) arguments_.push_back(std::string(name) + '=' + value);
  for (const auto& [name, value] : environment) arguments_.push_back(name + '=' + value);
  arguments_.insert(arguments_.end(), {KPA_PROGRAM, "serve"});
}

ServerProcess::~ServerProcess() {
  try {
    kill();
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
  }
}

void ServerProcess::start() {
  const std::size_t said_before = output().size();
  const auto log = directory_.path() / "server.log";
  const db::Descriptor file(open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (!file) fail(log.string());
  pid_ = db::launch({.arguments = arguments_, .output = file.get(), .ends_with_us = true});
  const bool came_up =
      eventually([&] { return output().find(ready, said_before) != std::string::npos || !running(); });
  if (!came_up || !running()) throw std::runtime_error("kpa did not start:\n" + output());
}

void ServerProcess::kill() {
  if (!running()) return;
  ::kill(pid_, SIGKILL);
  exit_ = db::exit_of(std::exchange(pid_, 0), true).value();
}

void ServerProcess::ask_to_stop() const {
  if (pid_ > 0) ::kill(pid_, SIGTERM);
}

bool ServerProcess::running() {
  if (pid_ == 0) return false;
  if (const auto ended = db::exit_of(pid_, false)) {
    exit_ = *ended;
    pid_ = 0;
  }
  return pid_ != 0;
}

int ServerProcess::exit_status(std::chrono::milliseconds time) {
  if (!eventually([&] { return !running(); }, time))
    throw std::runtime_error("kpa does not stop:\n" + output());
  return exit_;
}

std::string ServerProcess::output() const {
  std::ifstream file(directory_.path() / "server.log", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace kpa::test
