#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace kpa::db {

/// An open file descriptor that closes itself. -1 means none.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  int get() const { return fd_; }
  void close();
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

/// A system account, with what a process needs to switch to it.
struct Account {
  std::string name;
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<gid_t> groups = {};
};

std::optional<Account> account_named(const std::string& name);
std::optional<Account> account_of(uid_t uid);

struct Launch {
  std::vector<std::string> arguments;   ///< the first is the program's full path
  std::optional<Account> account = {};  ///< whom it runs as; needs root
  int output = -1;                      ///< descriptor for its standard output and error; -1: /dev/null
  std::vector<int> descriptors = {};    ///< become 3, 4, … in the program, which inherits no others
  bool ends_with_us = false;            ///< killed when the thread that launched it ends
};

/// Starts a program in a session of its own (our Ctrl-C does not reach it), in `/`, with a small fixed
/// environment. Throws std::system_error when it cannot be started.
pid_t launch(const Launch& what);

/// How a child ended: 0 success, 1–255 its exit code, 256 + signal number. With `wait` false: nothing while
/// it still runs. A child that somebody else reaped counts as 255. Throws std::system_error.
std::optional<int> exit_of(pid_t child, bool wait);

}  // namespace kpa::db
