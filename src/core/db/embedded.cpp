#include "core/db/embedded.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/db/blocking.hpp"

namespace kpa::db {
namespace {

/// Lock files get the directory's owner, whichever user creates them first.
Descriptor open_lock(const std::filesystem::path& directory, const char* name) {
  const auto path = directory / name;
  Descriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  struct stat owner{};
  const bool good = file && (geteuid() != 0 || (stat(directory.c_str(), &owner) == 0 &&
                                                fchown(file.get(), owner.st_uid, owner.st_gid) == 0));
  if (!good) throw std::system_error(errno, std::generic_category(), path.string());
  return file;
}

bool lock(const Descriptor& file, int how) {
  int answer = 0;
  do {
    answer = flock(file.get(), how);
  } while (answer != 0 && errno == EINTR);
  if (answer != 0 && errno != EWOULDBLOCK) throw std::system_error(errno, std::generic_category(), "flock");
  return answer == 0;
}

}  // namespace

EmbeddedPostgres::EmbeddedPostgres(const std::filesystem::path& directory, PostgresOptions options)
    : server_(directory, std::move(options)) {
  server_.prepare();
  const Descriptor door = locked_door();
  user_ = open_lock(server_.directory(), "users.lock");
  lock(user_, LOCK_SH);
  try {
    start();
  } catch (...) {
    // A half-started server must not be left running: no one would stop it.
    if (lock(user_, LOCK_EX | LOCK_NB)) server_.stop();
    throw;
  }
}

EmbeddedPostgres::~EmbeddedPostgres() {
  try {
    leave();
  } catch (const std::exception&) {
    // The reason is in its log; the next start takes over a server that is still running.
  }
}

void EmbeddedPostgres::revive() {
  if (server_.running()) return;
  const Descriptor door = locked_door();
  server_.start();
}

EmbeddedPostgres::Departure EmbeddedPostgres::leave() {
  if (!user_) return Departure::others_remain;
  const Descriptor door = locked_door();
  const Descriptor user = std::move(user_);
  if (!lock(user, LOCK_EX | LOCK_NB)) return Departure::others_remain;
  return server_.stop() ? Departure::stopped : Departure::forced;
}

/// Only the process that holds this lock may start or stop the server, join or leave.
Descriptor EmbeddedPostgres::locked_door() const {
  Descriptor door = open_lock(server_.directory(), "door.lock");
  lock(door, LOCK_EX);
  return door;
}

void EmbeddedPostgres::start() {
  server_.start();
  BlockingConnection connection(server_.conninfo("postgres"));
  if (!connection.execute("SELECT FROM pg_database WHERE datname = 'kpa'").affected) {
    connection.execute("CREATE DATABASE kpa");
  }
}

}  // namespace kpa::db
