#pragma once

#include "features/permissions/permissions.hpp"

/// Who may do what with places.
namespace kpa::depots::permissions {

using http::Permission;
using http::Reach;
using kpa::permissions::administer;

inline constexpr Permission view_depots{.action = "View zones, divisions and depots",
                                        .user = Reach::all,
                                        .staff = Reach::all,
                                        .superuser = Reach::all};

}  // namespace kpa::depots::permissions
