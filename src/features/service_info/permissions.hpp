#pragma once

#include "core/http/permission.hpp"

/// Who may see information about the service.
namespace kpa::service_info::permissions {

using http::Permission;
using http::Reach;

inline constexpr Permission read_what_is_open{
    .action = "Read health, documentation and the API's description", .without_login = true};

}  // namespace kpa::service_info::permissions
