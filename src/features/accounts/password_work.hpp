#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/accounts/rules.hpp"
#include "features/accounts/shared.hpp"

namespace kpa::accounts {

/// What takes the processor for a while: judging, hashing and comparing passwords, on threads of their own.
class PasswordWork {
 public:
  explicit PasswordWork(Shared& shared) : shared_(shared) {}

  /// Everything wrong with a new password of `person`, under `path`.
  Task<std::vector<FieldProblem>> judge(std::string password, Person person, std::string path);
  Task<std::string> hash(std::string password);

  struct Compared {
    bool right = false;
    std::optional<std::string> rehashed;  ///< where the hash was made with another cost
  };
  Task<Compared> compare(std::string given, std::string hash);
  Task<bool> is_right(std::string given, std::string hash);

 private:
  Shared& shared_;
};

}  // namespace kpa::accounts
