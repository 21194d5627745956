#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kpa::audit {

/// A row of events as it is sealed: every column in PostgreSQL's text, moments in microseconds since 1970 UTC
/// (nothing: infinity, which only a forger writes).
struct SealedEvent {
  std::int64_t id = 0;
  std::optional<std::int64_t> occurred_at;
  std::optional<std::int64_t> actor_id;
  std::optional<std::string> entity_type;
  std::optional<std::int64_t> entity_id;
  std::optional<std::int64_t> entity_version;
  std::optional<std::string> action;
  std::optional<std::string> before;
  std::optional<std::string> after;
  std::optional<std::string> request_id;
  std::optional<std::string> client_address;
};

/// Of the seal before the first.
constexpr std::string_view no_hash = "0000000000000000000000000000000000000000000000000000000000000000";

/// A place in the chain that can be kept elsewhere and compared later.
struct Anchor {
  std::int64_t sequence = 0;
  std::string hash{no_hash};  ///< SHA-256, 64 lower-case hexadecimal digits

  friend bool operator==(const Anchor&, const Anchor&) = default;
};

/// `1204:9f86d0…`
std::string format(const Anchor& anchor);
/// Reads what format() writes, in either case of letters; nothing when it is something else.
std::optional<Anchor> parse_anchor(std::string_view text);

/// What is hashed for the seal of `event` that follows `previous`: a netstring (`<bytes>:<text>,`) for each
/// value, and `-,` for NULL. docs/how-to/audit.md has the order of the values. Never change it: every
/// database out there has seals of this form.
std::string canonical(const Anchor& previous, const SealedEvent& event,
                      std::optional<std::int64_t> sealed_at);
/// The seal that follows `previous`.
Anchor seal(const Anchor& previous, const SealedEvent& event, std::optional<std::int64_t> sealed_at);

}  // namespace kpa::audit
