#pragma once

#include <string>
#include <string_view>

namespace kpa::sessions {

/// A User-Agent as it is kept with a session: printable ASCII, at most 200 characters.
std::string device_name(std::string_view user_agent);

/// What a person calls that device: `Chrome (Android)`, `Firefox (Windows)`; of a program that is no browser
/// its name, such as `curl`. Empty when the text names nothing. Only for people to read: anybody can send any
/// text.
std::string readable_device(std::string_view user_agent);

}  // namespace kpa::sessions
