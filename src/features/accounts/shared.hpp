#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "core/config/settings.hpp"
#include "core/crypto/digest.hpp"
#include "core/crypto/jwt.hpp"
#include "core/events/incidents.hpp"
#include "core/messaging/sms.hpp"
#include "core/worker_pool.hpp"
#include "features/accounts/password.hpp"

namespace kpa::accounts {

/// What the instances of all I/O threads have in common. Outlives them.
struct Shared {
  /// `auth` is complete: complete_secrets() has filled it. `hashing` and `text_messages` outlive it.
  Shared(const config::AuthSettings& auth, WorkerPool& hashing, messaging::SmsSender& text_messages);

  const config::AuthSettings settings;
  const PasswordRules password_rules;
  const crypto::TokenSigner signer;
  const std::string csrf_key;
  const std::string dummy_hash;  ///< verified when a login names nobody, so that it takes as long
  const crypto::Digest code_key;
  const crypto::Digest second_factor_key;
  /// For work on passwords only: a flood of logins fills this queue and no other, and its threads give way to
  /// those that answer.
  WorkerPool& passwords;
  messaging::SmsSender& sms;
  /// Besides the service's own, origins whose pages may use cookies. Set before requests are answered.
  std::vector<std::string> trusted_origins;
  /// Goes up whenever this process ends a session; whoever trusts a session looks again then.
  std::atomic<std::uint64_t> endings{0};
  events::Incidents incidents;
};

}  // namespace kpa::accounts
