#pragma once

#include <string_view>
#include <vector>

#include "core/problem.hpp"
#include "features/identity/identity.hpp"

namespace kpa::people {

/// Whether only superusers may set this member of Details.
bool is_rank(std::string_view member);

/// The problems when somebody who is not a superuser creates a person with these details: ranks may be given,
/// but only with their default values.
std::vector<FieldProblem> refused_ranks(const identity::Details& details);

}  // namespace kpa::people
