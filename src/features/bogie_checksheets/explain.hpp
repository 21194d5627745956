#pragma once

#include "core/finding.hpp"

namespace kpa::bogie_checksheets {

/// The message of a finding on a checksheet, new or stored; see kpa::Explain.
i18n::Message explain(const Finding& finding);

}  // namespace kpa::bogie_checksheets
