#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kpa::test {

/// What is made in place among the arguments of a co_await, `12: Tokens{`: GCC 12 destroys such a thing twice
/// when the coroutine goes on, so it is given a name before. So is a lambda that keeps copies. A Problem with
/// nothing but a code owns nothing.
std::vector<std::string> made_within_awaits(std::string_view code);

}  // namespace kpa::test
