#include "core/db/postgres_place.hpp"

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include <unistd.h>

namespace kpa::db {

namespace fs = std::filesystem;

namespace {

// sockaddr_un::sun_path holds 108 bytes including the NUL.
constexpr std::size_t socket_path_limit = 107;
constexpr std::string_view socket_name = "/.s.PGSQL.5432";

/// The name is a hash of the path alone (FNV-1a), so that every process finds the same directory.
fs::path short_directory(const fs::path& directory) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : directory.string()) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  std::ostringstream name;
  name << "/tmp/kpa-postgres-" << std::hex << hash;
  return name.str();
}

}  // namespace

std::optional<struct stat> status_of(const fs::path& path) {
  struct stat status{};
  if (lstat(path.c_str(), &status) != 0) return std::nullopt;
  return status;
}

std::optional<Account> choose_account(const fs::path& directory) {
  if (geteuid() != 0) return std::nullopt;
  for (const fs::path& owned : {directory / "data", directory}) {
    const auto status = status_of(owned);
    if (!status || status->st_uid == 0) continue;
    if (auto owner = account_of(status->st_uid)) return owner;
    return Account{std::to_string(status->st_uid), status->st_uid, status->st_gid};
  }
  for (const char* name : {"postgres", "nobody"}) {
    if (auto account = account_named(name)) return account;
  }
  throw std::runtime_error(
      "PostgreSQL refuses to run as root, and there is neither a user `postgres` nor `nobody`: create one");
}

bool may_walk(const Account& account, const fs::path& directory) {
  for (fs::path above = directory.parent_path();; above = above.parent_path()) {
    const auto status = status_of(above);
    if (!status) return false;
    const bool member = status->st_gid == account.gid ||
                        std::ranges::find(account.groups, status->st_gid) != account.groups.end();
    const mode_t needed = status->st_uid == account.uid ? S_IXUSR : member ? S_IXGRP : S_IXOTH;
    if ((status->st_mode & needed) == 0) return false;
    if (above == above.root_path()) return true;
  }
}

fs::path socket_directory_of(const fs::path& directory) {
  const fs::path natural = directory / "run";
  const std::string text = natural.string();
  // A comma separates hosts for libpq, and directories for PostgreSQL, which also interprets quotes.
  const bool plain = text.find_first_of(",\"'\\\n") == std::string::npos;
  return plain && text.size() + socket_name.size() <= socket_path_limit ? natural
                                                                        : short_directory(directory);
}

}  // namespace kpa::db
