#pragma once

#include "features/permissions/permissions.hpp"

/// Who may do what with logins; also used by the features that build on this one.
namespace kpa::sessions::permissions {

using http::Permission;
using http::Reach;
using kpa::permissions::administer;

inline constexpr Permission log_in{.action = "Register, log in, refresh tokens, recover one's account",
                                   .without_login = true};
inline constexpr Permission keep_own_account{
    .action = "Manage one's own password, second factor and sessions",
    .user = Reach::own,
    .staff = Reach::own,
    .superuser = Reach::own};

}  // namespace kpa::sessions::permissions
