#pragma once

#include "core/http/permission.hpp"

/// Who may help others to set a new password.
namespace kpa::recovery::permissions {

using http::Permission;
using http::Reach;

inline constexpr Permission reset_passwords{
    .action = "Let a user set a new password", .staff = Reach::regulars, .superuser = Reach::all};

}  // namespace kpa::recovery::permissions
