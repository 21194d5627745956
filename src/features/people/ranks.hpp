#pragma once

#include <string_view>
#include <vector>

#include "core/problem.hpp"
#include "features/identity/identity.hpp"

namespace kpa::people {

/// Whether a member of Details is one that only superusers decide.
bool is_rank(std::string_view member);

/// What is wrong where somebody else enrols a person of these details: they may say the ranks of somebody
/// new, but only as they are without being said.
std::vector<FieldProblem> refused_ranks(const identity::Details& details);

}  // namespace kpa::people
