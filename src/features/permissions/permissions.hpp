#pragma once

#include <span>

#include "core/http/permission.hpp"

/// The permission matrix, from which every endpoint takes who may call it. Where a row says `own`, the
/// records of others are not there for that role (404); where it says `regulars`, those of staff and
/// superusers are refused (403). How far staff see is identity::Sight; superusers see everything.
namespace kpa::permissions {

using http::Permission;
using http::Reach;

inline constexpr Permission read_what_is_open{
    .action = "Read health, documentation and the API's description", .without_login = true};
inline constexpr Permission log_in{.action = "Register, log in, refresh tokens, recover one's account",
                                   .without_login = true};
inline constexpr Permission keep_own_account{
    .action = "Manage one's own password, second factor and sessions",
    .user = Reach::own,
    .staff = Reach::own,
    .superuser = Reach::own};
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
inline constexpr Permission reset_passwords{
    .action = "Let a user set a new password", .staff = Reach::regulars, .superuser = Reach::all};
inline constexpr Permission submit_forms{
    .action = "Submit forms", .user = Reach::own, .staff = Reach::seen, .superuser = Reach::all};
inline constexpr Permission view_forms{.action = "View forms and their history",
                                       .user = Reach::own,
                                       .staff = Reach::seen,
                                       .superuser = Reach::all};
inline constexpr Permission review_forms{
    .action = "Review submissions", .staff = Reach::seen, .superuser = Reach::all};
inline constexpr Permission view_depots{.action = "View zones, divisions and depots",
                                        .user = Reach::all,
                                        .staff = Reach::all,
                                        .superuser = Reach::all};
inline constexpr Permission read_audit_log{.action = "Read the audit log", .superuser = Reach::all};
inline constexpr Permission administer{.action = "System administration", .superuser = Reach::all};

/// All of them, in the order of the documentation.
std::span<const Permission* const> matrix();

}  // namespace kpa::permissions
