#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "core/config/settings.hpp"
#include "core/crypto/jwt.hpp"
#include "core/incidents/incidents.hpp"

namespace kpa::sessions {

/// What the I/O threads of a process share of logins and all that stands on them. Outlives them.
struct Shared {
  /// `auth` is complete: complete_secrets() has filled it.
  explicit Shared(const config::AuthSettings& auth);

  const config::AuthSettings settings;
  const crypto::TokenSigner signer;
  const std::string csrf_key;
  /// Besides the service's own, origins whose pages may use cookies. Set before requests are answered.
  std::vector<std::string> trusted_origins;
  /// Goes up whenever this process ends a session; whoever trusts a session looks again then.
  std::atomic<std::uint64_t> endings{0};
  incidents::Incidents incidents;
};

}  // namespace kpa::sessions
