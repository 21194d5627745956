#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/config/settings.hpp"

namespace kpa::config {

// Readers for the notations of settings. Each returns nothing for a text that it cannot read.

/// `500ms`, `30s`, `15m`, `1h`, `7d`, also combined: `1h30m`; `0`.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// `65536`, `64KiB`, `1MiB`, `2GiB` (powers of 1024), `64kB`, `1MB`, `2GB` (powers of 1000). In bytes.
std::optional<std::uint64_t> parse_size(std::string_view text);

/// `true`, `yes`, `on`, `1` and their opposites, in any case.
std::optional<bool> parse_flag(std::string_view text);

/// Only digits.
std::optional<std::uint64_t> parse_integer(std::string_view text);

/// `600/min burst 100 grace 10s` or `off`: the rate (`/s`, `/min` or `/h`), how many requests may come at
/// once, and for how long further ones are still served before they are refused (optional).
std::optional<RateLimit> parse_rate_limit(std::string_view text);

/// Items separated by commas; blanks around items and empty items are dropped.
std::vector<std::string> parse_list(std::string_view text);

/// `https://host` or `https://host:port`, as a browser sends it in Origin.
bool is_origin(std::string_view text);

/// An IPv4 or IPv6 address, with or without `/prefix`.
bool is_network(const std::string& text);

/// Whether data sent to this host stay on this machine or in a private network (RFC 1918, RFC 4193), as far
/// as the text shows.
bool is_nearby(const std::string& host);

/// Whether the system has this time zone.
bool is_time_zone(const std::string& text);

/// Whether the file contains readable certificates (PEM).
bool has_certificates(const std::filesystem::path& file);

/// The name in `known` that differs from `name` in at most two letters: probably what was meant.
std::optional<std::string> nearest(std::string_view name, const std::vector<std::string>& known);

/// The URL with its password masked: `redis://user:***@host/1`. If the password may be in another place: only
/// `***`.
std::string without_password(std::string_view url);

}  // namespace kpa::config
