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

/// CPU-bound work on passwords (checking, hashing, comparing), on threads of its own.
class PasswordWork {
 public:
  /// `pool` must outlive it.
  PasswordWork(const config::AuthSettings& auth, WorkerPool& pool);

  /// Everything wrong with a new password of `person`, under `path`, and with its confirmation, under
  /// `confirm_password`.
  Task<std::vector<FieldProblem>> judge(std::string password, std::string confirmation,
                                        identity::Person person, std::string path) const;
  Task<std::string> hash(std::string password) const;

  struct Compared {
    bool right = false;
    std::optional<std::string> rehashed;  ///< set when the hash had another cost
  };
  /// Takes as long as a comparison with a hash of the present cost, whatever the cost of `hash`. An empty
  /// `hash` matches nothing.
  Task<Compared> compare(std::string given, std::string hash) const;
  Task<bool> is_right(std::string given, std::string hash) const;

 private:
  PasswordRules rules_;
  int cost_;
  std::string dummy_hash_;  ///< compared with when there is no hash, so that the time is the same
  WorkerPool& pool_;
};

}  // namespace kpa::passwords
