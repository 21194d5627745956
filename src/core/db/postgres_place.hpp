#pragma once

#include <filesystem>
#include <optional>

#include <sys/stat.h>

#include "core/db/process.hpp"

namespace kpa::db {

/// The file itself, not what a link points to; nothing when there is none.
std::optional<struct stat> status_of(const std::filesystem::path& path);

/// Who the server in `directory` runs as when we are root: the owner of what is there, else `postgres`, else
/// `nobody`. Nothing when we are not root, and it runs as us. Throws std::runtime_error when there is no such
/// account.
std::optional<Account> choose_account(const std::filesystem::path& directory);

/// Whether every directory above `directory` lets `account` through, by its mode.
bool may_walk(const Account& account, const std::filesystem::path& directory);

/// Where the socket of the server in `directory` goes: `run` inside, or a short one in /tmp when that path is
/// too long for a socket or has characters that PostgreSQL or libpq read as something else.
std::filesystem::path socket_directory_of(const std::filesystem::path& directory);

}  // namespace kpa::db
