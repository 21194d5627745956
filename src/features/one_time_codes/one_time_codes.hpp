#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/enum_names.hpp"
#include "core/feature/feature.hpp"
#include "core/http/caller.hpp"
#include "core/i18n/language.hpp"
#include "core/incidents/incidents.hpp"
#include "core/messaging/sms.hpp"
#include "core/turnstile.hpp"
#include "features/identity/identity.hpp"
#include "features/one_time_codes/wire.hpp"

namespace kpa::one_time_codes {

/// What a code is good for. One of another purpose is no code at all.
enum class Purpose { login, password_reset };

/// A code that was right and has not been used.
struct RightCode {
  std::int64_t id = 0;
  std::int64_t user_id = 0;
};

/// What a code is sent for. `challenge`: a secret of whoever asked, without which the code is no good, so
/// that nobody else can try it or use up its attempts.
struct Request {
  Purpose purpose = Purpose::login;
  std::string phone_number;  ///< E.164
  std::string challenge;
};

/// A challenge to be read out by an administrator who has a code sent: eight digits.
std::string spoken_challenge();

/// Why no code was sent. The last stays good.
struct NotSent {
  enum class Reason { too_soon, to_number, from_address, in_all } reason = Reason::too_soon;
  std::chrono::seconds wait{0};  ///< until one is sent again
};

/// A link that is good, or was until a moment ago.
struct Link {
  std::string token;  ///< 256 random bits, base64url; kept nowhere
  Instant expires_at;
};

/// Proofs that are good once: six digits sent to somebody's phone, and links for those who were invited or
/// have lost their password.
class OneTimeCodes final : public Feature {
 public:
  /// All outlive it.
  OneTimeCodes(const Foundation& foundation, const identity::Directory& directory,
               incidents::Incidents& incidents, messaging::SmsSender& sms);

  /// Forgets codes and links that have not been good for two days.
  std::vector<jobs::Job> scheduled_jobs() const override;

  /// Whether this installation can send codes at all.
  bool can_send() const { return sms_.can_send(); }

  /// Sends a code, which replaces the one before with the same challenge. For a number that nobody active
  /// has, does the same work, but sends nothing. `language`: of the message, where the person has chosen
  /// none. `origin.actor_id`: the administrator who wants it sent, nothing for the person. `database` is no
  /// transaction.
  Task<std::optional<NotSent>> send(db::Queries& database, Request request, i18n::Language language,
                                    events::Origin origin);

  /// What a person is told who wants a code sent to themselves: of every number the same, after the same
  /// time. too_many_requests where their address has had its codes of the day; not_implemented.
  Task<Outcome<CodeSent>> answer(const http::Call& call, CodeRequest request, Purpose purpose);

  /// Counts an attempt, then compares: of many at once at most five are looked at. Nothing when the code is
  /// wrong, used, superseded or too old, or was sent for no such request.
  Task<std::optional<RightCode>> check(db::Queries& database, Request request, std::string code);
  /// Takes back the attempt that a right code was: the server did not get to use it.
  Task<void> give_back(db::Queries& database, RightCode code);
  /// Uses it up, as part of what it was sent for. False when somebody else was quicker, or the person is
  /// deactivated or has another number now.
  Task<bool> use(db::Queries& unit, RightCode code);

  /// A link for a person, which supersedes the one before. It is good as long as `origin.actor_id`, who is
  /// given, could make it: they are active, and superuser or, for regular users, staff.
  Task<Link> make_link(db::Queries& unit, std::int64_t user_id, events::Origin origin);
  /// Whose link it is, as long as it is good and they are active.
  Task<std::optional<std::int64_t>> owner_of_link(db::Queries& database, std::string token);
  /// Uses it up, and gives who made it; nothing when it is good no longer.
  Task<std::optional<std::int64_t>> use_link(db::Queries& unit, std::string token);

 private:
  std::string hash(const Request& request, const std::string& code) const;

  const config::AuthSettings& settings_;
  const identity::Directory& directory_;
  incidents::Incidents& incidents_;
  messaging::SmsSender& sms_;
  std::string key_;  ///< makes codes unreadable in the database
  /// The caps are counted under a lock. Whoever waits for it here does so without a connection, which others
  /// need.
  Turnstile turnstile_{64};
};

/// What was made for somebody before their password, number or rank changed is good no longer.
Task<void> end_all(db::Queries& unit, std::int64_t user_id);

/// Of an installation without a sender (`sms.sender`).
Problem no_text_messages();

}  // namespace kpa::one_time_codes

template <>
struct kpa::EnumNames<kpa::one_time_codes::NotSent::Reason> {
  using R = kpa::one_time_codes::NotSent::Reason;
  static constexpr std::array<std::pair<R, std::string_view>, 4> table = {{{R::too_soon, "too_soon"},
                                                                           {R::to_number, "to_number"},
                                                                           {R::from_address, "from_address"},
                                                                           {R::in_all, "in_all"}}};
};
template <>
struct kpa::EnumNames<kpa::one_time_codes::Purpose> {
  using P = kpa::one_time_codes::Purpose;
  static constexpr std::array<std::pair<P, std::string_view>, 2> table = {
      {{P::login, "login"}, {P::password_reset, "password_reset"}}};
};
