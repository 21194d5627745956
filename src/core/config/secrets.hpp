#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/config/settings.hpp"

namespace kpa::config {

/// Why a secret is too easy to guess, in words that do not give it away; nothing when it is good enough for
/// prod: 32 bytes (RFC 7518 §3.2 for HS256), not repetitive, none of the examples that documents are full of.
std::optional<std::string> weakness(std::string_view secret);

/// The secret kept in `<data_dir>/secret`, generated at the first call (mode 0600) and the same ever after,
/// whoever asks first. Throws std::runtime_error that says what to do when it cannot be kept or others can
/// read it.
std::string kept_secret(const std::filesystem::path& data_dir);

/// Fills what may be left out: the secret with kept_secret() (never in prod, where load() insists on one),
/// and the JWT secret with a key derived from the secret.
void complete_secrets(Settings& settings);

}  // namespace kpa::config
