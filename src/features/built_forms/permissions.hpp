#pragma once

#include "core/http/permission.hpp"
#include "features/maintenance_forms/maintenance_forms.hpp"

/// Who may do what with forms that people build, and with what is filled into them.
namespace kpa::built_forms::permissions {

using http::Permission;
using http::Reach;
using maintenance_forms::permissions::submit_forms;
using maintenance_forms::permissions::view_forms;

inline constexpr Permission build_forms{
    .action = "Build and publish forms", .staff = Reach::all, .superuser = Reach::all};
inline constexpr Permission read_forms{.action = "Read published forms, to fill them in",
                                       .user = Reach::all,
                                       .staff = Reach::all,
                                       .superuser = Reach::all};

inline constexpr Permission fill_forms{
    .action = "Fill in published forms", .user = Reach::all, .staff = Reach::all, .superuser = Reach::all};

inline constexpr Permission export_submissions{
    .action = "Export what is filled in on a form, as far as they may see it",
    .user = Reach::all,
    .staff = Reach::all,
    .superuser = Reach::all};

}  // namespace kpa::built_forms::permissions
