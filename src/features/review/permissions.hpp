#pragma once

#include "core/http/permission.hpp"

/// Who may do what with reviews. On which records, the table of transitions says more exactly: workflow.cpp.
namespace kpa::review::permissions {

using http::Permission;
using http::Reach;

inline constexpr Permission review_submissions{
    .action = "Review submissions", .staff = Reach::seen, .superuser = Reach::all};
inline constexpr Permission follow_reviews{
    .action = "See the review of a form, comment on it and reopen it after a rejection",
    .user = Reach::own,
    .staff = Reach::seen,
    .superuser = Reach::all};
inline constexpr Permission edit_comments{.action = "Edit own comments for five minutes",
                                          .user = Reach::own,
                                          .staff = Reach::own,
                                          .superuser = Reach::own};
inline constexpr Permission delegate_reviews{
    .action = "Let somebody review in one's place", .staff = Reach::own, .superuser = Reach::all};

}  // namespace kpa::review::permissions
