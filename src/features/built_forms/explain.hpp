#pragma once

#include "core/finding.hpp"

namespace kpa::built_forms {

/// The message of a finding in a submission.
i18n::Message explain(const Finding& finding);

}  // namespace kpa::built_forms
