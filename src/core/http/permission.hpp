#pragma once

#include <string_view>

#include "core/http/caller.hpp"

namespace kpa::http {

/// On whose records a role may do something.
enum class Reach {
  nobodys,   ///< on no one's: not allowed
  own,       ///< on their own
  regulars,  ///< on their own, and on those that they may see of people without a rank
  seen,      ///< on all that they may see
  all,
};

/// A row of the permission matrix: an action, and on whose records each role may do it.
struct Permission {
  std::string_view action;  ///< `View all users`
  Reach user = Reach::nobodys;
  Reach staff = Reach::nobodys;
  Reach superuser = Reach::nobodys;
  bool without_login = false;

  constexpr Reach reach_of(Role role) const {
    switch (role) {
      case Role::anyone: return Reach::nobodys;
      case Role::user: return user;
      case Role::staff: return staff;
      case Role::superuser: return superuser;
    }
    return Reach::nobodys;
  }
  constexpr Role least_role() const {
    if (without_login) return Role::anyone;
    if (user != Reach::nobodys) return Role::user;
    return staff != Reach::nobodys ? Role::staff : Role::superuser;
  }
};

}  // namespace kpa::http
