#pragma once

#include <string_view>

namespace kpa::wheel_specifications {

/// What the words behind a number say of it, where they do more than name it.
enum class Remark {
  none,
  not_measured,  ///< `NOT MEASURED`, `N.A.`, `nil`: the number is no measurement
  rejected,      ///< `rejected`, `scrap`, `unfit`: whoever measured has condemned the part
};

/// The remark among the words of a label, in any case and punctuation; rejected where there are both.
Remark remark_in(std::string_view label);

}  // namespace kpa::wheel_specifications
