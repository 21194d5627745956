#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/config/settings.hpp"
#include "core/task.hpp"
#include "core/worker_pool.hpp"
#include "features/identity/identity.hpp"
#include "features/passwords/password.hpp"

namespace kpa::passwords {

/// What takes the processor for a while: judging, hashing and comparing passwords, on threads of their own.
class PasswordWork {
 public:
  /// `pool` outlives it.
  PasswordWork(const config::AuthSettings& auth, WorkerPool& pool);

  /// Everything wrong with a new password of `person`, under `path`, and with its confirmation, under
  /// `confirm_password`.
  Task<std::vector<FieldProblem>> judge(std::string password, std::string confirmation,
                                        identity::Person person, std::string path) const;
  Task<std::string> hash(std::string password) const;

  struct Compared {
    bool right = false;
    std::optional<std::string> rehashed;  ///< where the hash was made with another cost
  };
  /// As long as a comparison with a hash of the present cost, whatever the cost of this one. `hash`: empty
  /// where there is none, which nothing matches.
  Task<Compared> compare(std::string given, std::string hash) const;
  Task<bool> is_right(std::string given, std::string hash) const;

 private:
  PasswordRules rules_;
  int cost_;
  std::string dummy_hash_;  ///< compared where there is no hash, so that it takes as long
  WorkerPool& pool_;
};

}  // namespace kpa::passwords
