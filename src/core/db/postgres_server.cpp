#include "core/db/postgres_server.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <libpq-fe.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/db/postgres_place.hpp"
#include "core/time.hpp"

namespace kpa::db {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr auto poll_interval = 2ms;
constexpr auto start_limit = 10min;  // replaying the write-ahead log after a crash may take minutes
constexpr auto patience = 2s;        // after this, say what we wait for
constexpr auto fast_stop_limit = 60s;
constexpr auto immediate_stop_limit = 15s;
constexpr std::uintmax_t log_limit = 16 << 20;
// How the program reaches our directory when its account may not enter the directories above it: through the
// first descriptor that it inherits.
constexpr std::string_view passed_directory = "/proc/self/fd/3";

// Small settings, for a machine that also does other work; fsync and full_page_writes keep their default, on.
constexpr std::array<std::pair<std::string_view, std::string_view>, 15> house_settings{{
    {"listen_addresses", ""},
    {"unix_socket_permissions", "0700"},
    {"port", "5432"},
    {"max_connections", "60"},
    {"shared_buffers", "64MB"},
    {"max_wal_size", "256MB"},
    {"effective_cache_size", "256MB"},
    {"random_page_cost", "1.1"},
    {"jit", "off"},
    {"huge_pages", "off"},
    {"logging_collector", "off"},
    {"log_line_prefix", "%m [%p] "},
    {"log_error_verbosity", "terse"},  // details of an error are values of rows, such as phone numbers
    {"log_checkpoints", "off"},
    {"timezone", "UTC"},
}};
// For tests: data still survive a killed server, but not a crash of the machine.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> fragile_settings{{
    {"fsync", "off"},
    {"autovacuum_naptime", "1h"},
}};

[[noreturn]] void fail_starting(const std::string& message) { throw std::runtime_error(message); }
[[noreturn]] void fail_starting_with_errno(const std::string& message) {
  fail_starting(message + ": " + std::generic_category().message(errno));
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

struct PostgresServer::PidFile {
  pid_t pid = 0;
  bool ready = false;
};

PostgresServer::PostgresServer(fs::path directory, PostgresOptions options)
    : directory_(fs::weakly_canonical(fs::absolute(directory))),
      data_(directory_ / "data"),
      socket_directory_(socket_directory_of(directory_)),
      options_(std::move(options)) {}

void PostgresServer::prepare() {
  std::error_code missing;
  const bool used = !fs::is_empty(directory_, missing) && !missing;
  // Checked afterwards: if another process created it meanwhile, it is still ours.
  const bool ours =
      fs::exists(data_) || fs::exists(directory_ / "server.lock") || fs::exists(directory_ / "door.lock");
  if (used && !ours) {
    fail_starting(directory_.string() +
                  " holds something else than a database of this program: name an empty directory");
  }
  fs::create_directories(directory_);
  account_ = choose_account(directory_);
  const auto status = status_of(directory_);
  if (!account_ && status && status->st_uid != geteuid()) {
    const auto owner = account_of(status->st_uid);
    fail_starting("the database in " + directory_.string() + " belongs to user " +
                  (owner ? owner->name : std::to_string(status->st_uid)) +
                  ": run this as that user, or as root");
  }
  own(directory_);
}

void PostgresServer::own(const fs::path& directory) const {
  if (account_ && lchown(directory.c_str(), account_->uid, account_->gid) != 0)
    fail_starting_with_errno(directory.string());
  if (chmod(directory.c_str(), 0700) != 0) fail_starting_with_errno(directory.string());
}

void PostgresServer::make_socket_directory() const {
  if (mkdir(socket_directory_.c_str(), 0700) == 0) own(socket_directory_);
  const auto made = status_of(socket_directory_);
  if (!made) fail_starting_with_errno("creating " + socket_directory_.string());
  // It may lie in /tmp, where anybody could have created it before us.
  const uid_t owner = account_ ? account_->uid : geteuid();
  if (!S_ISDIR(made->st_mode) || (made->st_mode & 077) != 0 || made->st_uid != owner) {
    fail_starting(socket_directory_.string() +
                  " exists, but is not a directory that only its owner may use: remove it");
  }
}

void PostgresServer::choose_programs() {
  std::istringstream recorded(read_file(data_ / "PG_VERSION"));
  int found = 0;
  const bool exists = static_cast<bool>(recorded >> found);
  programs_ = find_postgres(exists ? std::optional(found) : std::nullopt);
  if (!exists || found == programs_.major) return;
  const std::string theirs = std::to_string(found);
  fail_starting("the database in " + data_.string() + " is of PostgreSQL " + theirs +
                ", but only PostgreSQL " + std::to_string(programs_.major) +
                " is installed. Either install postgresql-" + theirs +
                ", or bring the data over with pg_upgrade (or with pg_dump on a machine that has version " +
                theirs + "); to start anew, move the directory away");
}

void PostgresServer::start() {
  prepare();
  make_socket_directory();
  choose_programs();
  if (!fs::exists(data_ / "PG_VERSION")) create_data();
  heed_giving_up();
  const auto begin = Clock::now();
  bool told = false;
  for (;;) {
    reap();
    Descriptor lock = open_owned(directory_ / "server.lock", O_RDWR);
    if (flock(lock.get(), LOCK_EX | LOCK_NB) == 0) {
      // No process of this cluster is left, so the process id in its file is stale, even if another process
      // has it now.
      const auto file = read_pid_file();
      if (file && foreign(file->pid)) {
        fail_starting("a PostgreSQL that was started by hand (process " + std::to_string(file->pid) +
                      ") uses " + data_.string() + ": stop it first");
      }
      for (const fs::path& stale : {data_ / "postmaster.pid", socket_directory_ / ".s.PGSQL.5432.lock"}) {
        fs::remove(stale);
      }
      return launch_postmaster(std::move(lock));
    }
    lock.close();
    heed_giving_up();
    if (adopt()) return;
    const auto waited = Clock::now() - begin;
    if (!told && waited > patience)
      tell("Waiting for the PostgreSQL that still runs in " + directory_.string());
    told = told || waited > patience;
    if (waited > start_limit) {
      fail_starting("processes of an earlier PostgreSQL still use " + data_.string() +
                    " but do not answer: end them (`fuser " + (directory_ / "server.lock").string() +
                    "` lists them) and start again");
    }
    std::this_thread::sleep_for(poll_interval);
  }
}

void PostgresServer::create_data() {
  tell("Creating the database in " + directory_.string());
  // Created under another name and renamed when complete: an interrupted attempt leaves nothing that looks
  // like a cluster.
  const fs::path unfinished = directory_ / "data.new";
  fs::remove_all(unfinished);
  Launch initdb = program("initdb");
  const std::string base = initdb.descriptors.empty() ? directory_.string() : std::string(passed_directory);
  for (const char* argument :
       {"--username=kpa", "--encoding=UTF8", "--locale=C", "--lc-ctype=C.UTF-8", "--data-checksums",
        "--auth-local=trust", "--auth-host=reject", "--no-instructions"}) {
    initdb.arguments.emplace_back(argument);
  }
  if (!options_.durable) initdb.arguments.emplace_back("--no-sync");
  initdb.arguments.push_back("--pgdata=" + base + "/data.new");
  Descriptor directory(initdb.descriptors.empty() ? -1 : initdb.descriptors.front());
  const Finished made = run(initdb);
  if (made.exit != 0) {
    fail_starting("initdb failed (" + std::to_string(made.exit) + ") in " + directory_.string() + ":\n" +
                  made.output);
  }
  fs::rename(unfinished, data_);
  if (const Descriptor folder(open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
      options_.durable) {
    if (fsync(folder.get()) != 0) fail_starting_with_errno("fsync of " + directory_.string());
  }
}

void PostgresServer::launch_postmaster(Descriptor lock) {
  tell("Starting PostgreSQL " + std::to_string(programs_.major));
  const fs::path log_file = directory_ / "postgres.log";
  std::error_code ignored;
  if (fs::file_size(log_file, ignored) > log_limit && !ignored)
    fs::rename(log_file, directory_ / "postgres.log.1", ignored);
  const Descriptor output = open_owned(log_file, O_WRONLY | O_APPEND);
  const std::uintmax_t log_start = fs::file_size(log_file);

  Launch postmaster = program("postgres");
  const Descriptor directory(postmaster.descriptors.empty() ? -1 : postmaster.descriptors.front());
  const std::string base = directory ? std::string(passed_directory) : directory_.string();
  const bool inside = socket_directory_.parent_path() == directory_;
  postmaster.arguments.insert(postmaster.arguments.end(), {"-D", base + "/data"});
  for (const std::string& setting : settings())
    postmaster.arguments.insert(postmaster.arguments.end(), {"-c", setting});
  postmaster.arguments.insert(
      postmaster.arguments.end(),
      {"-c", "unix_socket_directories=" + (inside ? base + "/run" : socket_directory_.string())});
  postmaster.output = output.get();
  postmaster.descriptors.push_back(lock.get());
  child_ = launch(postmaster);
  exit_.reset();
  lock.close();  // from here on only the server's processes hold the lock
  await_ready(child_, log_start);
}

void PostgresServer::await_ready(pid_t child, std::uintmax_t log_start) {
  const auto begin = Clock::now();
  bool told = false;
  for (;;) {
    // Reads the state from the file instead of connecting, which would cost both sides more.
    if (const auto file = read_pid_file(); file && file->pid == child && file->ready) return;
    reap();
    heed_giving_up();
    if (exit_) fail_starting("PostgreSQL ended while starting. Its log says:\n" + log_tail(log_start));
    const auto waited = Clock::now() - begin;
    if (!told && waited > patience) tell("PostgreSQL recovers from an interruption");
    told = told || waited > patience;
    if (waited > start_limit)
      fail_starting("PostgreSQL did not become ready. Its log says:\n" + log_tail(log_start));
    std::this_thread::sleep_for(poll_interval);
  }
}

bool PostgresServer::adopt() const {
  const auto file = read_pid_file();
  return file && file->ready && PQping(conninfo("postgres").c_str()) == PQPING_OK;
}

bool PostgresServer::running() const { return pid() != 0; }

pid_t PostgresServer::pid() const {
  reap();
  const auto file = read_pid_file();
  if (!file) return 0;
  return gone_within(0ms) ? 0 : file->pid;
}

bool PostgresServer::stop() {
  if (gone_within(0ms)) return true;
  // A server that was just started has not written its file yet.
  const auto file = read_pid_file();
  const pid_t postmaster = file ? file->pid : child_;
  if (postmaster > 0) kill(postmaster, SIGINT);
  const bool in_order = gone_within(fast_stop_limit);
  if (!in_order) {
    if (postmaster > 0) kill(postmaster, SIGQUIT);
    await_gone("stop");
  }
  // Removes only a directory of its own in /tmp; one inside our directory may stay.
  if (socket_directory_.parent_path() != directory_) rmdir(socket_directory_.c_str());
  return in_order && exit_.value_or(0) == 0;
}

void PostgresServer::crash() {
  if (const pid_t postmaster = pid(); postmaster > 0) kill(postmaster, SIGKILL);
  await_gone("end");
}

void PostgresServer::await_gone(std::string_view doing) const {
  if (gone_within(immediate_stop_limit)) return;
  fail_starting("PostgreSQL in " + directory_.string() + " did not " + std::string(doing) +
                ". Its log says:\n" + log_tail(0));
}

/// Whether all processes of the server have released its lock within `time`.
bool PostgresServer::gone_within(std::chrono::milliseconds time) const {
  const Descriptor lock(open((directory_ / "server.lock").c_str(), O_RDONLY | O_CLOEXEC));
  if (!lock) return true;
  const auto end = Clock::now() + time;
  for (;;) {
    if (flock(lock.get(), LOCK_SH | LOCK_NB) == 0) break;
    if (Clock::now() >= end) return false;
    std::this_thread::sleep_for(poll_interval);
  }
  if (child_ > 0) {
    exit_ = exit_of(child_, true);
    child_ = 0;
  }
  return true;
}

std::optional<PostgresServer::PidFile> PostgresServer::read_pid_file() const {
  // Line 1 of the file is the postmaster's process id, line 8 its state (PostgreSQL 10 and later).
  std::istringstream lines(read_file(data_ / "postmaster.pid"));
  PidFile file;
  if (!(lines >> file.pid)) return std::nullopt;
  std::string line;
  for (int number = 1; number <= 8 && std::getline(lines, line); ++number) {
    file.ready = number == 8 && line.starts_with("ready");
  }
  return file;
}

/// Whether `pid` is a server on our data that somebody started by hand: such a server does not hold our lock.
bool PostgresServer::foreign(pid_t pid) const {
  const std::string command = read_file("/proc/" + std::to_string(pid) + "/cmdline");
  return command.find(data_.string()) != std::string::npos && command.find("postgres") != std::string::npos;
}

void PostgresServer::reap() const {
  if (child_ == 0) return;
  if (const auto ended = exit_of(child_, false)) {
    exit_ = ended;
    child_ = 0;
  }
}

Descriptor PostgresServer::open_owned(const fs::path& path, int flags) const {
  Descriptor file(open(path.c_str(), flags | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file) fail_starting_with_errno(path.string());
  if (account_ && fchown(file.get(), account_->uid, account_->gid) != 0)
    fail_starting_with_errno(path.string());
  return file;
}

/// Prepares to run the program under its account. If a directory above ours is closed to that account (such
/// as /root), the program gets our directory as a descriptor, which the caller closes.
Launch PostgresServer::program(std::string_view name) const {
  Launch what{.arguments = {(programs_.directory / name).string()}, .account = account_};
  if (account_ && !may_walk(*account_, directory_)) {
    const int directory = open(directory_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) fail_starting_with_errno(directory_.string());
    what.descriptors.push_back(directory);
  }
  return what;
}

std::vector<std::string> PostgresServer::settings() const {
  std::vector<std::string> all;
  const auto add = [&](const auto& list) {
    for (const auto& [name, value] : list) all.push_back(std::string(name) + "=" + std::string(value));
  };
  add(house_settings);
  if (!options_.durable) add(fragile_settings);
  add(options_.settings);
  return all;
}

std::string PostgresServer::log_tail(std::uintmax_t from) const {
  constexpr std::size_t lines = 12;
  std::string text = read_file(directory_ / "postgres.log");
  text.erase(0, std::min<std::size_t>(from, text.size()));
  std::size_t start = text.size();
  for (std::size_t i = 0; i <= lines && start != std::string::npos && start > 0; ++i)
    start = text.rfind('\n', start - 1);
  if (start != std::string::npos && start > 0) text.erase(0, start + 1);
  return text + "(all of it: " + (directory_ / "postgres.log").string() + ")";
}

void PostgresServer::tell(std::string_view what) const {
  if (options_.progress) options_.progress(what);
}

void PostgresServer::heed_giving_up() const {
  if (options_.given_up && options_.given_up()) throw GivenUp();
}

std::string PostgresServer::conninfo(const std::string& database) const {
  return "host='" + socket_directory_.string() + "' port=5432 user=kpa dbname='" + database + "'";
}

}  // namespace kpa::db
