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

// How the values of settings are written. Each reader gives nothing for a text that it does not understand.

/// `500ms`, `30s`, `15m`, `1h`, `7d`, also combined: `1h30m`; `0`.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// `65536`, `64KiB`, `1MiB`, `2GiB` (powers of 1024), `64kB`, `1MB`, `2GB` (powers of 1000). In bytes.
std::optional<std::uint64_t> parse_size(std::string_view text);

/// `true`, `yes`, `on`, `1` and their opposites, in any case.
std::optional<bool> parse_flag(std::string_view text);

/// Digits only.
std::optional<std::uint64_t> parse_integer(std::string_view text);

/// `600/min burst 100 grace 10s`: a rate (`/s`, `/min` or `/h`), how much of it may come at once, and for how
/// long more is served before it is refused (may be left out). `off`.
std::optional<RateLimit> parse_rate_limit(std::string_view text);

/// Separated by commas; blanks around an item and empty items are dropped.
std::vector<std::string> parse_list(std::string_view text);

/// `https://host` or `https://host:port`: what a browser sends as Origin.
bool is_origin(std::string_view text);

/// An IPv4 or IPv6 address, with or without `/prefix`.
bool is_network(const std::string& text);

/// Whether what is sent to this host stays on this machine or in a private network (RFC 1918, RFC 4193), as
/// far as the text tells.
bool is_nearby(const std::string& host);

/// A zone that the system knows.
bool is_time_zone(const std::string& text);

/// Whether certificates (PEM) can be read from this file.
bool has_certificates(const std::filesystem::path& file);

/// Of `known`, the name that differs from `name` in one or two places at most: what a typing mistake meant.
std::optional<std::string> nearest(std::string_view name, const std::vector<std::string>& known);

/// A URL without its password: `redis://user:***@host/1`. Where a password may stand elsewhere, only `***`.
std::string without_password(std::string_view url);

}  // namespace kpa::config
