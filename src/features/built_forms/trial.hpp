#pragma once

#include <vector>

#include "features/built_forms/form.hpp"
#include "features/built_forms/store_submissions.hpp"
#include "features/built_forms/wire_forms.hpp"

namespace kpa::built_forms {

constexpr std::int64_t most_tried = 1'000;

/// What the form would make of these submissions, the newest first. Computes for up to a second.
Trial tried(const Form& form, const std::vector<Replayed>& submissions);

}  // namespace kpa::built_forms
