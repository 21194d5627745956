#pragma once

#include "core/http/permission.hpp"

/// Who may do what with forms of any kind.
namespace kpa::maintenance_forms::permissions {

using http::Permission;
using http::Reach;

inline constexpr Permission submit_forms{
    .action = "Submit forms", .user = Reach::own, .staff = Reach::seen, .superuser = Reach::all};
inline constexpr Permission view_forms{.action = "View forms and their history",
                                       .user = Reach::own,
                                       .staff = Reach::seen,
                                       .superuser = Reach::all};

}  // namespace kpa::maintenance_forms::permissions
