#include "features/sessions/caller_cache.hpp"

#include <functional>
#include <utility>

#include "core/crypto/digest.hpp"

namespace kpa::sessions {
namespace {

/// The key is the signature. Only verified tokens are stored, so nobody can choose colliding signatures; if
/// two did collide, the later one would stay.
std::size_t key_of(std::string_view token) {
  constexpr std::size_t signature = 43;  // HMAC-SHA256 in base64url
  return std::hash<std::string_view>()(token.size() > signature ? token.substr(token.size() - signature)
                                                                : token);
}

}  // namespace

CallerCache::Entry* CallerCache::find(std::string_view token) {
  const auto found = by_signature_.find(key_of(token));
  if (found == by_signature_.end() || !crypto::constant_time_equal(found->second.token, token))
    return nullptr;
  return &found->second;
}

void CallerCache::put(Entry entry) {
  const std::size_t key = key_of(entry.token);
  if (by_signature_.size() >= most_ && !by_signature_.contains(key)) by_signature_.clear();
  by_signature_.insert_or_assign(key, std::move(entry));
}

void CallerCache::drop(std::string_view token) {
  if (find(token) != nullptr) by_signature_.erase(key_of(token));
}

}  // namespace kpa::sessions
