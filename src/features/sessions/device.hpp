#pragma once

#include <string>
#include <string_view>

namespace kpa::sessions {

/// A User-Agent as stored with a session: printable ASCII, at most 200 characters.
std::string device_name(std::string_view user_agent);

/// The device's name for people: `Chrome (Android)`, `Firefox (Windows)`; for other programs their name, such
/// as `curl`. Empty when nothing is recognised. For display only: a client can send any text.
std::string readable_device(std::string_view user_agent);

}  // namespace kpa::sessions
