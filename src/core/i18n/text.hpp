#pragma once

#include <string_view>

namespace kpa::i18n {

/// Marks an English text that people may read in their own language, so that the catalogues' extraction finds
/// it. `{name}` in it stands for the parameter of that name.
constexpr std::string_view text(std::string_view english) { return english; }

}  // namespace kpa::i18n
