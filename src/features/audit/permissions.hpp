#pragma once

#include "core/http/permission.hpp"

/// Who may do what with the audit log.
namespace kpa::audit::permissions {

using http::Permission;
using http::Reach;

inline constexpr Permission read_audit_log{.action = "Read the audit log", .superuser = Reach::all};

}  // namespace kpa::audit::permissions
