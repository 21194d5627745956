#pragma once

#include <span>
#include <string_view>

namespace kpa::wheel_specifications {

/// What the words after a number say about it, other than its name.
enum class Remark {
  none,
  not_measured,  ///< `NOT MEASURED`, `N.A.`, `nil`: the number is not a measurement
  rejected,      ///< `rejected`, `scrap`, `unfit`: the inspector has condemned the part
};

/// The phrases that make this remark, in lower case.
std::span<const std::string_view> phrases_of(Remark remark);

/// The remark in a label, whatever its case and punctuation; `rejected` if it contains both.
Remark remark_in(std::string_view label);

}  // namespace kpa::wheel_specifications
