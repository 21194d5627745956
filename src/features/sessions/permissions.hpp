#pragma once

#include "features/permissions/permissions.hpp"

/// Who may do what with logins. The features above, each with a part of them, are under the same rows.
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
