#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/i18n/language.hpp"
#include "features/one_time_codes/one_time_codes.hpp"

/// The tables one_time_codes and one_time_links. Sending and making append their event in the same statement.
namespace kpa::one_time_codes::store {

using events::Origin;

/// Which codes are meant: those of a purpose and a number with this challenge.
struct Asked {
  Purpose purpose;
  std::string phone_number;
  std::string challenge_hash;
};

/// Until the transaction ends nobody else sends a code, so that caps hold for many at once.
Task<void> lock_sending(db::Queries& unit);

/// What was sent within the last day.
struct Sent {
  std::int64_t to_number = 0;          ///< for any purpose
  std::int64_t to_number_for_it = 0;   ///< for this purpose
  std::int64_t since_last_for_it = 0;  ///< milliseconds; 0 when there is none
  std::int64_t from_address = 0;
  std::int64_t all = 0;
  /// Milliseconds until there is one less of each; 0 when there is none.
  std::int64_t to_number_until = 0;
  std::int64_t from_address_until = 0;
  std::int64_t all_until = 0;
};
/// `source`: whence it was asked for, as caps count it: an address, of IPv6 its /64.
Task<Sent> sent_lately(db::Queries& unit, Purpose purpose, std::string phone_number, std::string source);

/// Whose number it is: somebody active, or nobody.
struct Addressee {
  bool known = false;
  std::optional<i18n::Language> language;
};
/// A new code instead of the live one.
Task<Addressee> replace(db::Queries& unit, Asked asked, std::string code_hash,
                        std::chrono::milliseconds lifetime, Origin origin, std::string source);

/// A code that was sent and is neither used, superseded nor too old.
struct LiveCode {
  std::int64_t id = 0;
  std::optional<std::int64_t> user_id;
  std::string code_hash;
};
/// The live code after one more attempt was counted; nothing when there is none with attempts left.
Task<std::optional<LiveCode>> count_attempt(db::Queries& database, Asked asked);
Task<void> give_back_attempt(db::Queries& database, std::int64_t id);
/// False when it has ended, or is no longer of an active person with its number.
Task<bool> end_code(db::Queries& unit, std::int64_t id);

Task<Instant> replace_link(db::Queries& unit, std::int64_t user_id, std::string token_hash,
                           std::chrono::milliseconds lifetime, Origin origin);
Task<std::optional<std::int64_t>> owner_of_link(db::Queries& database, std::string token_hash);
Task<std::optional<std::int64_t>> end_link(db::Queries& unit, std::string token_hash);

Task<void> end_all(db::Queries& unit, std::int64_t user_id);
Task<std::int64_t> forget_old(db::Queries& database, std::int64_t most);

}  // namespace kpa::one_time_codes::store
