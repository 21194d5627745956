#pragma once

#include <filesystem>
#include <optional>

#include <sys/stat.h>

#include "core/db/process.hpp"

namespace kpa::db {

/// lstat: of the file itself, not of a link's target; nothing when it does not exist.
std::optional<struct stat> status_of(const std::filesystem::path& path);

/// The account that the server in `directory` runs as when we are root: the owner of what is there, else
/// `postgres`, else `nobody`. Nothing when we are not root: it runs as us. Throws std::runtime_error when no
/// such account exists.
std::optional<Account> choose_account(const std::filesystem::path& directory);

/// Whether the modes of all directories above `directory` let `account` pass through them.
bool may_walk(const Account& account, const std::filesystem::path& directory);

/// The socket directory of the server in `directory`: `run` inside it, or a short one in /tmp when that path
/// is too long for a socket or has characters that PostgreSQL or libpq would interpret.
std::filesystem::path socket_directory_of(const std::filesystem::path& directory);

}  // namespace kpa::db
