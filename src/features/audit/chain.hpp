#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kpa::audit {

/// An event as it is sealed: every column in PostgreSQL's text form, instants in microseconds since 1970 UTC
/// (not set for infinity, which only a forger would write).
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

/// Stands for the previous hash in the first seal.
constexpr std::string_view no_hash = "0000000000000000000000000000000000000000000000000000000000000000";

/// A position in the chain, to be kept elsewhere and compared later.
struct Anchor {
  std::int64_t sequence = 0;
  std::string hash{no_hash};  ///< SHA-256, 64 lower-case hexadecimal digits

  friend bool operator==(const Anchor&, const Anchor&) = default;
};

/// `1204:9f86d0…`
std::string format(const Anchor& anchor);
/// Reads the output of format(), with digits in either case; nothing when it has another form.
std::optional<Anchor> parse_anchor(std::string_view text);

/// The text that is hashed for the seal of `event` after `previous`: a netstring (`<bytes>:<text>,`) for each
/// value, and `-,` for NULL, in the order given in docs/how-to/audit.md. Never change it: every existing
/// database has seals of this form.
std::string canonical(const Anchor& previous, const SealedEvent& event,
                      std::optional<std::int64_t> sealed_at);
/// Makes the seal after `previous`.
Anchor seal(const Anchor& previous, const SealedEvent& event, std::optional<std::int64_t> sealed_at);

}  // namespace kpa::audit
