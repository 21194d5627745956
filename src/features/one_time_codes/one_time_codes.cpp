#include "features/one_time_codes/one_time_codes.hpp"

#include <cstring>
#include <utility>

#include <boost/asio/this_coro.hpp>

#include "core/crypto/digest.hpp"
#include "core/crypto/random.hpp"
#include "core/http/client_address.hpp"
#include "core/i18n/catalogue.hpp"
#include "core/observe/log.hpp"
#include "core/text.hpp"
#include "core/timer.hpp"
#include "core/typed_code.hpp"
#include "features/one_time_codes/rules.hpp"
#include "features/one_time_codes/store.hpp"

namespace kpa::one_time_codes {
namespace {

namespace asio = boost::asio;

const observe::Log security("security");

/// When a request for a code is answered, counted from its start. Much longer than the work takes, so that
/// the response time hides the extra work for a number that has an account.
constexpr auto code_answered_after = std::chrono::milliseconds(100);

constexpr std::size_t code_digits = 6;
constexpr std::size_t spoken_digits = 8;

std::string random_digits(std::size_t count) {
  std::uint64_t number = 0;
  const std::string bytes = crypto::random_bytes(sizeof number);
  std::memcpy(&number, bytes.data(), sizeof number);
  return digits(number, count);
}

/// Short: one message of at most 160 characters in English; a message in other scripts holds 70.
i18n::Text text_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::login: return i18n::text("{code} is your KPA ERP login code. Tell it to nobody.");
    case Purpose::password_reset:
      return i18n::text("{code} is your KPA ERP code for a new password. Tell it to nobody.");
  }
  return {};
}

std::string token_hash(const std::string& token) { return crypto::hex(crypto::sha256(token)); }

/// A challenge of digits was read out and typed, so it is normalised; one from a device is hashed unchanged.
std::string challenge_hash(const std::string& challenge) {
  const std::string typed = typed_code(challenge);
  return token_hash(is_digits(typed, spoken_digits) ? typed : challenge);
}

std::optional<NotSent> refusal(const store::Sent& sent, const config::AuthSettings& settings) {
  using Reason = NotSent::Reason;
  const auto waiting = [](std::int64_t milliseconds) {
    return std::chrono::ceil<std::chrono::seconds>(std::chrono::milliseconds(milliseconds));
  };
  const std::int64_t pause = pause_after(sent.to_number_for_it, settings.code_pause).count();
  // Checked first, because only the limit of the client's own address is reported to it.
  if (sent.from_address >= settings.codes_per_address)
    return NotSent{Reason::from_address, waiting(sent.from_address_until)};
  if (sent.all >= settings.codes_per_day) return NotSent{Reason::in_all, waiting(sent.all_until)};
  if (sent.to_number >= settings.codes_per_number)
    return NotSent{Reason::to_number, waiting(sent.to_number_until)};
  if (sent.to_number_for_it > 0 && sent.since_last_for_it < pause)
    return NotSent{Reason::too_soon, waiting(pause - sent.since_last_for_it)};
  return std::nullopt;
}

/// A new code, to be sent.
struct Made {
  std::string code;
  std::string hash;
  i18n::Language language;  ///< of the message, if the person has chosen none
};

/// Returns why no code is sent; else stores it. The message is written in the same transaction, so that
/// neither exists without the other. For an unknown number the same work is done, so that the response time
/// does not reveal who exists.
Task<std::optional<NotSent>> decide(db::Queries& unit, const config::AuthSettings& settings,
                                    messaging::SmsSender& sms, Request request, Made made,
                                    events::Origin origin) {
  co_await store::lock_sending(unit);
  const std::string source = http::to_string(http::client_network(origin.client_address));
  const store::Asked asked{request.purpose, request.phone_number, challenge_hash(request.challenge)};
  const auto sent = co_await store::sent_lately(unit, request.purpose, request.phone_number, source);
  if (const auto refused = refusal(sent, settings)) co_return refused;
  const auto addressee =
      co_await store::replace(unit, asked, made.hash, settings.code_lifetime, origin, source);
  if (addressee.known) {
    const i18n::Language language = addressee.language.value_or(made.language);
    messaging::Sms message{.to = request.phone_number,
                           .text = i18n::in(language, text_of(request.purpose), {{"code", made.code}}),
                           .code = made.code};
    co_await sms.send(unit, std::move(message), settings.code_lifetime);
  } else {
    co_await sms.send_to_nobody(unit, request.phone_number, settings.code_lifetime);
  }
  co_return std::nullopt;
}

Task<jobs::Done> forget_codes(db::Queries& unit) {
  constexpr std::int64_t most = 10'000;  // rows deleted in one transaction
  co_return jobs::all_if_fewer(co_await store::forget_old(unit, most), most);
}

}  // namespace

std::string spoken_challenge() { return random_digits(spoken_digits); }

Problem no_text_messages() {
  return {.code = Code::not_implemented,
          .message = i18n::text(
              "This installation sends no text messages. Ask an administrator for a one-time link.")};
}

OneTimeCodes::OneTimeCodes(const Foundation& foundation, const identity::Directory& directory,
                           incidents::Incidents& incidents, messaging::SmsSender& sms)
    : settings_(foundation.settings.auth), directory_(directory), incidents_(incidents), sms_(sms) {
  const crypto::Digest key = crypto::hmac_sha256(settings_.secret_key, "kpa one-time codes 1");
  key_.assign(key.begin(), key.end());
}

std::vector<jobs::Job> OneTimeCodes::scheduled_jobs() const {
  return {{.name = "forget_codes", .period = std::chrono::hours(1), .work = forget_codes}};
}

Task<std::optional<NotSent>> OneTimeCodes::send(db::Queries& database, Request request,
                                                i18n::Language language, events::Origin origin) {
  Made made{.code = random_digits(code_digits), .hash = {}, .language = language};
  made.hash = hash(request, made.code);
  const auto work = [&](db::Queries& unit) { return decide(unit, settings_, sms_, request, made, origin); };
  std::optional<Turnstile::Turn> turn = co_await turnstile_.enter();
  const auto refused = co_await database.transaction(work);
  turn.reset();
  if (refused) {
    security.warning("no code sent", {{"reason", name_of(refused->reason)},
                                      {"purpose", name_of(request.purpose)},
                                      {"address", origin.client_address},
                                      {"request_id", origin.request_id}});
    // Pressing the button twice is not an incident.
    if (refused->reason != NotSent::Reason::too_soon) {
      incidents::Incident incident{.action = "code_refused"};
      incident.details = {{"reason", name_of(refused->reason)}, {"purpose", name_of(request.purpose)}};
      co_await incidents_.note(database, std::move(incident), origin);
    }
    co_return refused;
  }
  co_return std::nullopt;
}

Task<Outcome<CodeSent>> OneTimeCodes::answer(const http::Call& call, CodeRequest request, Purpose purpose) {
  Timer answered(co_await asio::this_coro::executor, code_answered_after);
  if (!can_send()) co_return no_text_messages();
  const auto phone = directory_.canonical_phone(request.phone_number);
  if (!phone) co_return Problem{.code = Code::validation_failed, .fields = {identity::not_a_phone_number()}};
  const Request asked{purpose, *phone, request.challenge};
  const auto refused = co_await send(call.unit, asked, call.language(), events::origin_of(call));
  co_await answered.async_wait(awaiting);
  // Any other reason would reveal that somebody asked for this number, or that it has an account.
  if (refused && refused->reason == NotSent::Reason::from_address)
    co_return Problem{.code = Code::too_many_requests, .retry_after = refused->wait};
  co_return CodeSent{.message = i18n::text("If this number has an account, a code is on its way to it."),
                     .expires_in = whole_seconds(settings_.code_lifetime),
                     .resend_after = whole_seconds(settings_.code_pause)};
}

Task<std::optional<RightCode>> OneTimeCodes::check(db::Queries& database, Request request, std::string code) {
  const std::string given = hash(request, typed_code(code));
  const store::Asked asked{request.purpose, request.phone_number, challenge_hash(request.challenge)};
  const auto live = co_await store::count_attempt(database, asked);
  if (!live || !crypto::constant_time_equal(live->code_hash, given) || !live->user_id) co_return std::nullopt;
  co_return RightCode{.id = live->id, .user_id = *live->user_id};
}

Task<void> OneTimeCodes::give_back(db::Queries& database, RightCode code) {
  return store::give_back_attempt(database, code.id);
}

Task<bool> OneTimeCodes::use(db::Queries& unit, RightCode code) { return store::end_code(unit, code.id); }

Task<Link> OneTimeCodes::make_link(db::Queries& unit, std::int64_t user_id, events::Origin origin) {
  std::string token = crypto::random_token();
  const auto expires_at = co_await store::replace_link(unit, user_id, token_hash(token),
                                                       settings_.link_lifetime, std::move(origin));
  co_return Link{.token = std::move(token), .expires_at = expires_at};
}

Task<std::optional<std::int64_t>> OneTimeCodes::owner_of_link(db::Queries& database, std::string token) {
  return store::owner_of_link(database, token_hash(pasted_token(token)));
}

Task<std::optional<std::int64_t>> OneTimeCodes::use_link(db::Queries& unit, std::string token) {
  return store::end_link(unit, token_hash(pasted_token(token)));
}

Task<void> end_all(db::Queries& unit, std::int64_t user_id) { return store::end_all(unit, user_id); }

std::string OneTimeCodes::hash(const Request& request, const std::string& code) const {
  const std::string whole = std::string(name_of(request.purpose)) + '\n' + request.phone_number + '\n' + code;
  return crypto::hex(crypto::hmac_sha256(key_, whole));
}

}  // namespace kpa::one_time_codes
