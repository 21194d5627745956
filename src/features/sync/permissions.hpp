#pragma once

#include "core/http/permission.hpp"

namespace kpa::sync::permissions {

using http::Permission;
using http::Reach;

inline constexpr Permission synchronise{
    .action = "Synchronise a device", .user = Reach::own, .staff = Reach::own, .superuser = Reach::own};

}  // namespace kpa::sync::permissions
