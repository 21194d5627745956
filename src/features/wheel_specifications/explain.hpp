#pragma once

#include "core/finding.hpp"

namespace kpa::wheel_specifications {

/// The message of a finding of evaluate(), new or stored; see kpa::Explain.
i18n::Message explain(const Finding& finding);

}  // namespace kpa::wheel_specifications
