#include "core/db/process.hpp"

#include <cerrno>
#include <csignal>
#include <system_error>

#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kpa::db {
namespace {

constexpr int first_passed = 3;
// Above all descriptors that a child gets, so that moving one into place never overwrites another.
constexpr int safe_descriptor = 64;

[[noreturn]] void fail_with_errno(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

Descriptor safe_copy(int fd) {
  Descriptor copy(fcntl(fd, F_DUPFD_CLOEXEC, safe_descriptor));
  if (!copy) fail_with_errno("copying a file descriptor");
  return copy;
}

std::optional<Account> account(const passwd* entry) {
  if (!entry) return std::nullopt;
  Account found{entry->pw_name, entry->pw_uid, entry->pw_gid};
  int count = 0;
  getgrouplist(entry->pw_name, entry->pw_gid, nullptr, &count);
  found.groups.resize(static_cast<std::size_t>(count));
  getgrouplist(found.name.c_str(), found.gid, found.groups.data(), &count);
  return found;
}

struct Child {
  char* const* arguments;
  char* const* environment;
  const Account* account;
  int input;
  int output;
  const std::vector<Descriptor>& passed;
  int report;
  pid_t parent;
  bool ends_with_us;
};

/// Between fork and exec only async-signal-safe calls are allowed: no allocation, no locks.
void become(const Child& child) {
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  umask(077);
  if (setsid() < 0 || chdir("/") != 0) return;
  if (dup2(child.input, 0) < 0 || dup2(child.output, 1) < 0 || dup2(child.output, 2) < 0) return;
  int next = first_passed;
  for (const Descriptor& fd : child.passed) {
    if (dup2(fd.get(), next++) < 0) return;
  }
  // Fails on old kernels; there our own descriptors are all close-on-exec anyway.
  close_range(static_cast<unsigned>(next), ~0U, CLOSE_RANGE_CLOEXEC);
  if (child.account) {
    const Account& account = *child.account;
    if (setgroups(account.groups.size(), account.groups.data()) != 0) return;
    if (setgid(account.gid) != 0 || setuid(account.uid) != 0) return;
  }
  // Set after setuid, which would clear it. The parent may have ended before, so that is checked too.
  if (child.ends_with_us && (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != child.parent)) return;
  execve(child.arguments[0], child.arguments, child.environment);
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Descriptor::~Descriptor() { close(); }

void Descriptor::close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

std::optional<Account> account_named(const std::string& name) { return account(getpwnam(name.c_str())); }
std::optional<Account> account_of(uid_t uid) { return account(getpwuid(uid)); }

pid_t launch(const Launch& what) {
  static const char* const environment[] = {"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC",
                                            nullptr};
  std::vector<char*> arguments;
  for (const std::string& argument : what.arguments) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);

  const Descriptor null(open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!null) fail_with_errno("/dev/null");
  const Descriptor input = safe_copy(null.get());
  const Descriptor output = safe_copy(what.output >= 0 ? what.output : null.get());
  std::vector<Descriptor> passed;
  for (const int fd : what.descriptors) passed.push_back(safe_copy(fd));
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) fail_with_errno("pipe");
  const Descriptor reader(ends[0]);
  Descriptor writer(ends[1]);
  Descriptor report = safe_copy(writer.get());
  writer.close();

  const Child child{arguments.data(),
                    const_cast<char* const*>(environment),
                    what.account ? &*what.account : nullptr,
                    input.get(),
                    output.get(),
                    passed,
                    report.get(),
                    getpid(),
                    what.ends_with_us};
  const pid_t pid = fork();
  if (pid < 0) fail_with_errno("fork");
  if (pid == 0) {
    become(child);
    const int error = errno;
    [[maybe_unused]] const auto written = write(child.report, &error, sizeof error);
    _exit(127);
  }
  // Close our copy, else we would never see the end of the pipe; exec closes the child's copy.
  report.close();
  int error = 0;
  ssize_t size = 0;
  do {
    size = ::read(reader.get(), &error, sizeof error);
  } while (size < 0 && errno == EINTR);
  if (size == static_cast<ssize_t>(sizeof error)) {
    exit_of(pid, true);
    errno = error;
    fail_with_errno("starting " + what.arguments.front());
  }
  return pid;
}

std::optional<int> exit_of(pid_t child, bool wait) {
  int status = 0;
  pid_t found = 0;
  do {
    found = waitpid(child, &status, wait ? 0 : WNOHANG);
  } while (found < 0 && errno == EINTR);
  if (found == 0) return std::nullopt;
  if (found < 0) {
    if (errno == ECHILD) return 255;
    fail_with_errno("waitpid");
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}

}  // namespace kpa::db
