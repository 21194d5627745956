#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/config/settings.hpp"

namespace kpa::config {

/// Why a secret is too easy to guess, in words that do not reveal it; nothing when it is good enough for
/// prod: 32 bytes (RFC 7518 §3.2 for HS256), not repetitive, not copied from an example.
std::optional<std::string> weakness(std::string_view secret);

/// The secret stored in `<data_dir>/secret`, created by the first process that asks (mode 0600) and the same
/// from then on. Throws std::runtime_error that says what to do when it cannot be stored, or other users can
/// read it.
std::string kept_secret(const std::filesystem::path& data_dir);

/// Fills in secrets that were not configured: the secret from kept_secret() (never in prod, where load()
/// requires one), and the JWT secret derived from the secret.
void complete_secrets(Settings& settings);

}  // namespace kpa::config
