#pragma once

#include "core/http/permission.hpp"

/// Who may do what with people.
namespace kpa::people::permissions {

using http::Permission;
using http::Reach;

inline constexpr Permission view_own_profile{
    .action = "View own profile", .user = Reach::own, .staff = Reach::own, .superuser = Reach::own};
inline constexpr Permission update_own_profile{
    .action = "Update own profile", .user = Reach::own, .staff = Reach::own, .superuser = Reach::own};
inline constexpr Permission view_users{
    .action = "View all users", .staff = Reach::seen, .superuser = Reach::all};
inline constexpr Permission view_a_user{
    .action = "View a user", .user = Reach::own, .staff = Reach::seen, .superuser = Reach::all};
inline constexpr Permission create_users{
    .action = "Create users", .staff = Reach::regulars, .superuser = Reach::all};
inline constexpr Permission view_imports{
    .action = "View imports of users", .staff = Reach::own, .superuser = Reach::all};
inline constexpr Permission update_users{
    .action = "Update a user", .user = Reach::own, .staff = Reach::regulars, .superuser = Reach::all};
inline constexpr Permission deactivate_users{
    .action = "Deactivate and activate users", .staff = Reach::regulars, .superuser = Reach::all};

}  // namespace kpa::people::permissions
