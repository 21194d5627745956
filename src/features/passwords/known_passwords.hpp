#pragma once

#include <string_view>

namespace kpa::passwords {

/// Whether `password`, without regard to the case of ASCII letters, is among the passwords of at least 8
/// characters that are known from leaks. Those are what an attacker tries first, however random they look.
/// Exact: no false alarms.
bool is_known_password(std::string_view password);

}  // namespace kpa::passwords
