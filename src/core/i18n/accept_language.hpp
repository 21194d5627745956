#pragma once

#include <string_view>

#include "core/i18n/language.hpp"

namespace kpa::i18n {

/// The available language that an Accept-Language field (RFC 9110 §12.5.4) prefers; English when it names
/// none of them. `hi-IN` counts as hi; of equal weights the first counts.
Language preferred_language(std::string_view accept_language);

}  // namespace kpa::i18n
