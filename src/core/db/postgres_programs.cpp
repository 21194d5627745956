#include "core/db/postgres_programs.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace kpa::db {
namespace {

namespace fs = std::filesystem;

bool complete(const fs::path& directory) {
  return access((directory / "postgres").c_str(), X_OK) == 0 &&
         access((directory / "initdb").c_str(), X_OK) == 0;
}

int leading_number(const std::string& text) { return std::atoi(text.c_str()); }

/// The 15 of `postgres (PostgreSQL) 15.20 (Debian …)`; 0 when the output is something else.
int version_of(const fs::path& directory) {
  const Finished said = run({.arguments = {(directory / "postgres").string(), "--version"}});
  const std::size_t number = said.output.find_first_of("0123456789");
  return said.exit == 0 && number != std::string::npos ? leading_number(said.output.substr(number)) : 0;
}

std::vector<fs::path> directories_on_path() {
  std::vector<fs::path> directories;
  const char* path = std::getenv("PATH");
  std::istringstream list(path ? path : "");
  for (std::string entry; std::getline(list, entry, ':');) {
    if (entry.starts_with('/')) directories.emplace_back(entry);
  }
  return directories;
}

std::vector<PostgresPrograms> installed() {
  std::vector<PostgresPrograms> found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
    const int major = leading_number(entry.path().filename().string());
    if (major > 0 && complete(entry.path() / "bin")) found.push_back({major, entry.path() / "bin"});
  }
  std::ranges::sort(found, std::ranges::greater{}, &PostgresPrograms::major);
  if (!found.empty()) return found;

  auto candidates = directories_on_path();
  for (const fs::path& directory : directories_on_path()) {
    const fs::path config = directory / "pg_config";
    if (access(config.c_str(), X_OK) != 0) continue;
    Finished said = run({.arguments = {config.string(), "--bindir"}});
    while (!said.output.empty() && std::isspace(static_cast<unsigned char>(said.output.back())))
      said.output.pop_back();
    if (said.exit == 0) candidates.insert(candidates.begin(), said.output);
    break;
  }
  for (const fs::path& directory : candidates) {
    if (!complete(directory)) continue;
    if (const int major = version_of(directory); major > 0) found.push_back({major, directory});
  }
  return found;
}

}  // namespace

PostgresPrograms find_postgres(std::optional<int> major) {
  const auto programs = installed();
  if (programs.empty()) {
    throw std::runtime_error(
        "PostgreSQL is not installed: `apt-get install postgresql` (only its programs are used, not its service), or "
        "set DATABASE_URL to a database that runs elsewhere");
  }
  const auto same =
      std::ranges::find_if(programs, [&](const auto& p) { return p.major == major.value_or(p.major); });
  return same == programs.end() ? programs.front() : *same;
}

Finished run(Launch what) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  const Descriptor reader(ends[0]);
  Descriptor writer(ends[1]);
  what.output = writer.get();
  what.ends_with_us = true;
  const pid_t child = launch(what);
  writer.close();
  Finished finished;
  std::array<char, 4096> buffer;
  for (;;) {
    const ssize_t size = ::read(reader.get(), buffer.data(), buffer.size());
    if (size > 0) finished.output.append(buffer.data(), static_cast<std::size_t>(size));
    if (size == 0 || (size < 0 && errno != EINTR)) break;
  }
  finished.exit = exit_of(child, true).value_or(255);
  return finished;
}

}  // namespace kpa::db
