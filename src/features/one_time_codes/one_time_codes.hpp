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

/// What a code is for; it is not valid for anything else.
enum class Purpose { login, password_reset };

/// A code that was correct, and is not used up yet.
struct RightCode {
  std::int64_t id = 0;
  std::int64_t user_id = 0;
};

/// What a code is sent for. `challenge`: a secret of the client that asked, needed to use the code, so that
/// nobody else can try it or use up its attempts.
struct Request {
  Purpose purpose = Purpose::login;
  std::string phone_number;  ///< E.164
  std::string challenge;
};

/// A challenge of eight digits, which an administrator who has a code sent reads out.
std::string spoken_challenge();

/// Why no code was sent; the previous one remains valid.
struct NotSent {
  enum class Reason { too_soon, to_number, from_address, in_all } reason = Reason::too_soon;
  std::chrono::seconds wait{0};  ///< until a code can be sent again
};

/// A one-time link.
struct Link {
  std::string token;  ///< 256 random bits, base64url; only its hash is stored
  Instant expires_at;
};

/// One-time proofs: six digits sent to a person's phone, and links for people who were invited or have lost
/// their password.
class OneTimeCodes final : public Feature {
 public:
  /// The arguments must outlive it.
  OneTimeCodes(const Foundation& foundation, const identity::Directory& directory,
               incidents::Incidents& incidents, messaging::SmsSender& sms);

  /// Deletes codes and links that became invalid two days ago.
  std::vector<jobs::Job> scheduled_jobs() const override;

  /// Whether this installation can send text messages.
  bool can_send() const { return sms_.can_send(); }

  /// Sends a code, which replaces the previous one with the same challenge. For a number without an active
  /// person it does the same work but sends nothing. `language`: of the message, if the person has chosen
  /// none. `origin.actor_id`: the administrator who has it sent; not set when the person asked. `database`
  /// must not be a transaction.
  Task<std::optional<NotSent>> send(db::Queries& database, Request request, i18n::Language language,
                                    events::Origin origin);

  /// The answer to a person who asks for a code for themselves: the same for every number, after the same
  /// time. Fails with too_many_requests when their address has reached its daily limit, or not_implemented.
  Task<Outcome<CodeSent>> answer(const http::Call& call, CodeRequest request, Purpose purpose);

  /// Counts an attempt, then compares: of many attempts at once at most five are examined. Nothing when the
  /// code is wrong, used, replaced or too old, or was not sent for this request.
  Task<std::optional<RightCode>> check(db::Queries& database, Request request, std::string code);
  /// Takes back the attempt of a correct code that the server could not use after all.
  Task<void> give_back(db::Queries& database, RightCode code);
  /// Uses the code up, in the transaction of what it is for. False when another request was faster, or the
  /// person is deactivated or has another number now.
  Task<bool> use(db::Queries& unit, RightCode code);

  /// Makes a link for a person, which replaces the previous one. `origin.actor_id` must be set: the link is
  /// valid only while its maker is allowed to make it, that is, active, and a superuser or (for regular
  /// users) staff.
  Task<Link> make_link(db::Queries& unit, std::int64_t user_id, events::Origin origin);
  /// The person of the link, if it is valid and they are active.
  Task<std::optional<std::int64_t>> owner_of_link(db::Queries& database, std::string token);
  /// Uses the link up and returns who made it; nothing when it is no longer valid.
  Task<std::optional<std::int64_t>> use_link(db::Queries& unit, std::string token);

 private:
  std::string hash(const Request& request, const std::string& code) const;

  const config::AuthSettings& settings_;
  const identity::Directory& directory_;
  incidents::Incidents& incidents_;
  messaging::SmsSender& sms_;
  std::string key_;  ///< HMAC key, with which codes are hashed for the database
  /// Limits are counted under a database lock; waiting here first keeps connections free for others.
  Turnstile turnstile_{64};
};

/// Ends all codes and links made for a person before their password, number or rank changed.
Task<void> end_all(db::Queries& unit, std::int64_t user_id);

/// The problem of an installation without a gateway (`sms.sender`).
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
