#include "features/second_factor/factors.hpp"

#include <utility>

#include "core/crypto/hotp.hpp"
#include "core/crypto/random.hpp"
#include "core/crypto/seal.hpp"
#include "core/typed_code.hpp"
#include "features/second_factor/log.hpp"
#include "features/second_factor/rules.hpp"
#include "features/second_factor/store.hpp"

namespace kpa::second_factor {
namespace {

using Result = Verdict::Result;

constexpr std::size_t secret_bytes = 20;  // RFC 4226 §4: as long as a SHA-1 hash
constexpr std::size_t recovery_codes = 10;
constexpr std::size_t recovery_code_bytes = 7;

std::string text(const crypto::Digest& key) { return {key.begin(), key.end()}; }

std::string place_of(std::int64_t user_id) { return "second factor of " + std::to_string(user_id); }

std::vector<std::string> fresh_recovery_codes() {
  std::vector<std::string> codes(recovery_codes);
  for (auto& code : codes) code = recovery_code(crypto::random_bytes(recovery_code_bytes));
  return codes;
}

/// The time step whose code is `code`; nothing when it is wrong, or the secret cannot be decrypted.
std::optional<std::int64_t> step_in(const store::Kept& kept, const crypto::Digest& key, std::int64_t user_id,
                                    const std::string& code) {
  const auto secret = crypto::unseal(key, kept.sealed_secret, place_of(user_id));
  if (!secret) {
    security.error("a second factor cannot be opened: it was sealed with another SECRET_KEY",
                   {{"user", user_id}});
    return std::nullopt;
  }
  return step_of(code, *secret, now(), kept.last_step);
}

}  // namespace

Factors::Factors(const std::string& secret_key) {
  const std::string key = text(crypto::hmac_sha256(secret_key, "kpa second factors 1"));
  sealing_ = crypto::hmac_sha256(key, "seal");
  hashing_ = crypto::hmac_sha256(key, "hash");
}

Task<Status> Factors::status(db::Queries& database, std::int64_t user_id) const {
  return store::status(database, user_id);
}

Task<std::optional<Enrolment>> Factors::begin(db::Queries& unit, std::int64_t user_id, std::string account,
                                              events::Origin origin) const {
  const std::string secret = crypto::random_bytes(secret_bytes);
  const std::string sealed = crypto::seal(sealing_, secret, place_of(user_id));
  const bool begun = co_await store::begin(unit, user_id, sealed, std::move(origin));
  if (!begun) co_return std::nullopt;
  std::string shown = crypto::base32_encode(secret);
  std::string uri = otpauth_uri(shown, account);
  co_return Enrolment{.secret = std::move(shown), .uri = std::move(uri)};
}

Task<std::optional<std::vector<std::string>>> Factors::confirm(db::Queries& unit, std::int64_t user_id,
                                                               std::string code,
                                                               events::Origin origin) const {
  const auto kept = co_await store::locked(unit, user_id);
  if (!kept || kept->confirmed) co_return std::nullopt;
  const auto step = step_in(*kept, sealing_, user_id, typed_code(code));
  if (!step) co_return std::nullopt;
  co_await store::confirm(unit, user_id, *step, std::move(origin));
  const auto codes = fresh_recovery_codes();
  co_await store::replace_recovery_codes(unit, user_id, hashes(user_id, codes));
  co_return codes;
}

Task<Verdict> Factors::check(db::Queries& database, std::int64_t user_id,
                             std::optional<std::string> given) const {
  const auto work = [&](db::Queries& unit) -> Task<Verdict> {
    const auto kept = co_await store::locked(unit, user_id);
    if (!kept || !kept->confirmed) co_return Verdict{.result = Result::not_needed};
    if (!given) co_return Verdict{.result = Result::missing};
    // A longer wait than possible means that the clock was set back.
    const std::chrono::seconds wait(kept->wait);
    if (wait.count() > 0 && wait <= wait_after(kept->failures))
      co_return Verdict{.result = Result::too_soon, .retry_after = wait};
    const std::string code = typed_code(*given);
    Verdict verdict{.result = Result::right};
    bool right = false;
    if (is_app_code(code)) {
      verdict.step = step_in(*kept, sealing_, user_id, code);
      right = verdict.step.has_value();
    } else {
      verdict.recovery_hash = hash(user_id, code);
      right = co_await store::has_recovery_code(unit, user_id, verdict.recovery_hash);
    }
    if (right) co_return verdict;
    co_await store::failed(unit, user_id, wait_after(kept->failures + 1));
    co_return Verdict{.result = Result::wrong};
  };
  co_return co_await database.transaction(work);
}

Task<bool> Factors::use(db::Queries& unit, std::int64_t user_id, Verdict right, events::Origin origin) const {
  if (!right.step) {
    const bool used =
        co_await store::use_recovery_code(unit, user_id, right.recovery_hash, std::move(origin));
    if (!used) co_return false;
  }
  co_return co_await store::succeeded(unit, user_id, right.step);
}

Task<std::optional<std::vector<std::string>>> Factors::renew_recovery_codes(db::Queries& unit,
                                                                            std::int64_t user_id,
                                                                            events::Origin origin) const {
  const auto kept = co_await store::locked(unit, user_id);
  if (!kept || !kept->confirmed) co_return std::nullopt;
  const auto codes = fresh_recovery_codes();
  co_await store::replace_recovery_codes(unit, user_id, hashes(user_id, codes));
  co_await store::note(unit, user_id, "recovery_codes_renewed", std::move(origin));
  co_return codes;
}

Task<bool> Factors::remove(db::Queries& unit, std::int64_t user_id, events::Origin origin) const {
  return store::remove(unit, user_id, std::move(origin));
}

std::vector<std::string> Factors::hashes(std::int64_t user_id, const std::vector<std::string>& codes) const {
  std::vector<std::string> all;
  for (const auto& code : codes) all.push_back(hash(user_id, typed_code(code)));
  return all;
}

std::string Factors::hash(std::int64_t user_id, const std::string& code) const {
  return crypto::hex(crypto::hmac_sha256(text(hashing_), std::to_string(user_id) + '\n' + code));
}

Problem problem_of(const Verdict& verdict) {
  switch (verdict.result) {
    case Result::too_soon: return {.code = Code::too_many_requests, .retry_after = verdict.retry_after};
    case Result::missing: return {.code = Code::second_factor_required};
    default: return {.code = Code::invalid_code};
  }
}

}  // namespace kpa::second_factor
