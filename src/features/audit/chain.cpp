#include "features/audit/chain.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "core/crypto/digest.hpp"
#include "core/text.hpp"

namespace kpa::audit {
namespace {

/// Identifies the form of the hashed text, so that another form cannot be mistaken for it.
constexpr std::string_view seal_form = "kpa-seal-1";

void add(std::string_view value, std::string& out) {
  out += std::to_string(value.size());
  out += ':';
  out += value;
  out += ',';
}
void add(const std::optional<std::string>& value, std::string& out) {
  if (value)
    add(std::string_view(*value), out);
  else
    out += "-,";
}
void add(const std::optional<std::int64_t>& value, std::string& out) {
  if (value)
    add(std::string_view(std::to_string(*value)), out);
  else
    out += "-,";
}

bool is_digest(std::string_view text) {
  return text.size() == no_hash.size() &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isxdigit(c) != 0; });
}

}  // namespace

std::string format(const Anchor& anchor) { return std::to_string(anchor.sequence) + ':' + anchor.hash; }

std::optional<Anchor> parse_anchor(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || !is_digest(text.substr(colon + 1))) return std::nullopt;
  Anchor anchor{.sequence = 0, .hash = lower(text.substr(colon + 1))};
  const char* const end = text.data() + colon;
  const auto [read, error] = std::from_chars(text.data(), end, anchor.sequence);
  if (error != std::errc() || read != end || anchor.sequence < 0) return std::nullopt;
  return anchor;
}

std::string canonical(const Anchor& previous, const SealedEvent& event,
                      std::optional<std::int64_t> sealed_at) {
  std::string text;
  text.reserve(512 + (event.before ? event.before->size() : 0) + (event.after ? event.after->size() : 0));
  add(seal_form, text);
  add(std::optional(previous.sequence + 1), text);
  add(std::string_view(previous.hash), text);
  add(sealed_at, text);
  add(std::optional(event.id), text);
  add(event.occurred_at, text);
  add(event.actor_id, text);
  add(event.entity_type, text);
  add(event.entity_id, text);
  add(event.entity_version, text);
  add(event.action, text);
  add(event.before, text);
  add(event.after, text);
  add(event.request_id, text);
  add(event.client_address, text);
  return text;
}

Anchor seal(const Anchor& previous, const SealedEvent& event, std::optional<std::int64_t> sealed_at) {
  return {previous.sequence + 1, crypto::hex(crypto::sha256(canonical(previous, event, sealed_at)))};
}

}  // namespace kpa::audit
