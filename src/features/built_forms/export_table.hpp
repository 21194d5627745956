#pragma once

#include <vector>

#include "features/built_forms/definition.hpp"
#include "features/built_forms/wire_submissions.hpp"

namespace kpa::built_forms {

/// How submissions of a form become rows of files. `versions` are its published ones, the newest first, at
/// least one: a field has its place and its type from the newest version that has it.
exports::Table<Submission> export_table(const std::vector<Definition>& versions);

}  // namespace kpa::built_forms
