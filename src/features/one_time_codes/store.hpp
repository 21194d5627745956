#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/i18n/language.hpp"
#include "features/one_time_codes/one_time_codes.hpp"

/// SQL for the tables one_time_codes and one_time_links. Creating one appends its event in the same
/// statement.
namespace kpa::one_time_codes::store {

using events::Origin;

/// Identifies codes: by purpose, number and challenge.
struct Asked {
  Purpose purpose;
  std::string phone_number;
  std::string challenge_hash;
};

/// Until the transaction ends nobody else can send a code, so that limits hold for parallel requests.
Task<void> lock_sending(db::Queries& unit);

/// What was sent within the last day.
struct Sent {
  std::int64_t to_number = 0;          ///< for any purpose
  std::int64_t to_number_for_it = 0;   ///< for this purpose
  std::int64_t since_last_for_it = 0;  ///< milliseconds; 0 when there was none
  std::int64_t from_address = 0;
  std::int64_t all = 0;
  /// Milliseconds until each of the counts decreases; 0 when it is zero.
  std::int64_t to_number_until = 0;
  std::int64_t from_address_until = 0;
  std::int64_t all_until = 0;
};
/// `source`: the network for which limits are counted: an IPv4 address, or the /64 of an IPv6 address.
Task<Sent> sent_lately(db::Queries& unit, Purpose purpose, std::string phone_number, std::string source);

/// Whose number it is, if it is an active person's.
struct Addressee {
  bool known = false;
  std::optional<i18n::Language> language;
};
/// Stores a new code in place of the live one.
Task<Addressee> replace(db::Queries& unit, Asked asked, std::string code_hash,
                        std::chrono::milliseconds lifetime, Origin origin, std::string source);

/// A code that was sent and is not used, replaced or expired.
struct LiveCode {
  std::int64_t id = 0;
  std::optional<std::int64_t> user_id;
  std::string code_hash;
};
/// Counts an attempt and returns the live code; nothing when there is none with attempts left.
Task<std::optional<LiveCode>> count_attempt(db::Queries& database, Asked asked);
Task<void> give_back_attempt(db::Queries& database, std::int64_t id);
/// False when it has ended already, or its person is not active or has another number.
Task<bool> end_code(db::Queries& unit, std::int64_t id);

Task<Instant> replace_link(db::Queries& unit, std::int64_t user_id, std::string token_hash,
                           std::chrono::milliseconds lifetime, Origin origin);
Task<std::optional<std::int64_t>> owner_of_link(db::Queries& database, std::string token_hash);
Task<std::optional<std::int64_t>> end_link(db::Queries& unit, std::string token_hash);

Task<void> end_all(db::Queries& unit, std::int64_t user_id);
Task<std::int64_t> forget_old(db::Queries& database, std::int64_t most);

}  // namespace kpa::one_time_codes::store
