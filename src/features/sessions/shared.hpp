#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "core/config/settings.hpp"
#include "core/crypto/jwt.hpp"
#include "core/incidents/incidents.hpp"

namespace kpa::sessions {

/// State of logins that all I/O threads of a process share. Must outlive them.
struct Shared {
  /// `auth` must have been completed by complete_secrets().
  explicit Shared(const config::AuthSettings& auth);

  const config::AuthSettings settings;
  const crypto::TokenSigner signer;
  const std::string csrf_key;
  /// Other origins whose pages may use cookies. Set it before requests are answered.
  std::vector<std::string> trusted_origins;
  /// Incremented whenever this process ends a session; cached callers with another value are checked again.
  std::atomic<std::uint64_t> endings{0};
  incidents::Incidents incidents;
};

}  // namespace kpa::sessions
