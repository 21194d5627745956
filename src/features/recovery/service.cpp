#include "features/recovery/service.hpp"

#include <utility>

#include "core/i18n/text.hpp"
#include "core/observe/log.hpp"
#include "core/or_undo.hpp"

namespace kpa::recovery {
namespace {

using one_time_codes::OneTimeCodes;
using one_time_codes::Purpose;
using passwords::ResetProof;

const observe::Log security("security");

/// What proves that a new password may be set: a correct code, or a valid link.
struct Proof {
  std::int64_t user_id = 0;
  std::optional<one_time_codes::RightCode> code = {};
  std::string token = {};

  ResetProof kind() const { return code ? ResetProof::code : ResetProof::link; }
};

struct Used {
  bool good = false;
  std::optional<std::int64_t> link_by = {};  ///< who made the link
};

Task<Used> use(db::Queries& unit, OneTimeCodes& codes, Proof proof) {
  Used used;
  if (proof.code) {
    used.good = co_await codes.use(unit, *proof.code);
  } else {
    used.link_by = co_await codes.use_link(unit, proof.token);
    used.good = used.link_by.has_value();
  }
  co_return used;
}

Task<Outcome<bool>> set_password(db::Queries& unit, OneTimeCodes& codes, passwords::Passwords& passwords,
                                 Proof proof, std::string hash, events::Origin origin) {
  // Locks the person first: code that gives them a rank, and ends their links, runs before or after this.
  const auto locked = co_await identity::hold_person(unit, proof.user_id);
  if (!locked) co_return Problem{.code = Code::invalid_code};
  const Used used = co_await use(unit, codes, proof);
  if (!used.good) co_return Problem{.code = Code::invalid_code};
  const bool changed = co_await passwords.reset(unit, *locked, hash, proof.kind(), used.link_by, origin);
  if (!changed) co_return Problem{.code = Code::invalid_code};
  co_await one_time_codes::end_all(unit, proof.user_id);
  co_return true;
}

Task<std::optional<Proof>> look_at(db::Queries& database, OneTimeCodes& codes, PasswordReset reset,
                                   std::string phone) {
  if (reset.token) {
    const auto owner = co_await codes.owner_of_link(database, *reset.token);
    if (!owner) co_return std::nullopt;
    co_return Proof{.user_id = *owner, .token = *reset.token};
  }
  const one_time_codes::Request asked{Purpose::password_reset, phone, reset.challenge.value()};
  const auto code = co_await codes.check(database, asked, reset.code.value());
  if (!code) co_return std::nullopt;
  co_return Proof{.user_id = code->user_id, .code = code};
}

/// Takes back the attempt of a correct code when the password was refused for another reason.
Task<void> give_back(db::Queries& database, OneTimeCodes& codes, Proof proof) {
  if (proof.code) co_await codes.give_back(database, *proof.code);
}

Task<Problem> refused(const http::Call& call, incidents::Incidents& incidents, const PasswordReset& reset,
                      std::string phone, std::optional<std::int64_t> user_id) {
  security.warning("password reset refused", {{"user", user_id.value_or(0)},
                                              {"address", call.request.client_address},
                                              {"request_id", call.request.request_id}});
  incidents::Incident incident{.action = "password_reset_refused", .user_id = user_id};
  incident.details["by"] = name_of(reset.token ? ResetProof::link : ResetProof::code);
  if (!reset.token) incident.details["phone_number"] = identity::masked(phone);
  co_await incidents.note(call.unit, std::move(incident), events::origin_of(call));
  co_return Problem{.code = Code::invalid_code};
}

/// Staff may help regular users only; nobody may bypass the password of their own account.
bool may_reset(const http::Caller& caller, const identity::Person& person) {
  return person.id != caller.user_id && (caller.role == http::Role::superuser || !person.is_staff);
}

std::optional<Problem> refusal(const http::Caller& caller, const identity::Person& person) {
  if (!may_reset(caller, person)) return Problem{.code = Code::forbidden};
  if (!person.is_active) return Problem{.code = Code::state_conflict};
  return std::nullopt;
}

Task<Outcome<one_time_codes::Link>> make_link(db::Queries& unit, OneTimeCodes& codes, const http::Call& call,
                                              std::int64_t user_id) {
  // Of two at once the later link is valid.
  const auto locked = co_await identity::hold_person(unit, user_id);
  if (!locked) co_return Problem{.code = Code::not_found};
  // They may have been given a rank meanwhile.
  if (const auto refused = refusal(call.caller, *locked)) co_return *refused;
  co_return co_await codes.make_link(unit, user_id, events::origin_of(call));
}

}  // namespace

Task<Outcome<passwords::Message>> Service::reset_password(const http::Call& call, PasswordReset reset) {
  // Errors that do not depend on the person are reported before an attempt is counted.
  const auto phone = directory_.canonical_phone(reset.phone_number.value_or(""));
  identity::Person nobody;
  nobody.phone_number = phone.value_or("");
  auto problems =
      co_await passwords_.judge(reset.new_password, reset.confirm_password, nobody, "new_password");
  if (!reset.token && !phone) problems.insert(problems.begin(), identity::not_a_phone_number());
  if (!problems.empty()) co_return Problem{.code = Code::validation_failed, .fields = std::move(problems)};

  const auto refuse = [&](std::optional<std::int64_t> user_id) {
    return refused(call, incidents_, reset, phone.value_or(""), user_id);
  };
  const auto proof = co_await look_at(call.unit, codes_, reset, phone.value_or(""));
  if (!proof) co_return co_await refuse(std::nullopt);
  const auto judge_and_set = [&]() -> Task<Outcome<bool>> {
    const auto person = co_await identity::find_person(call.unit, proof->user_id);
    if (!person) co_return Problem{.code = Code::invalid_code};
    auto found =
        co_await passwords_.judge(reset.new_password, reset.confirm_password, *person, "new_password");
    if (!found.empty()) {
      co_await give_back(call.unit, codes_, *proof);
      co_return Problem{.code = Code::validation_failed, .fields = std::move(found)};
    }
    const std::string hash = co_await passwords_.hash(reset.new_password);
    const events::Origin origin = events::origin_of(call);
    const auto work = [&](db::Queries& unit) {
      return set_password(unit, codes_, passwords_, *proof, hash, origin);
    };
    co_return co_await call.unit.transaction(work);
  };
  const auto set = co_await or_undo(judge_and_set(), [&] { return give_back(call.unit, codes_, *proof); });
  if (!set && set.error().code == Code::validation_failed) co_return set.error();
  if (!set) co_return co_await refuse(proof->user_id);
  sessions_.ask_again();
  security.info("password reset", {{"user", proof->user_id},
                                   {"by", name_of(proof->kind())},
                                   {"address", call.request.client_address},
                                   {"request_id", call.request.request_id}});
  co_return passwords::Message{i18n::text("Your new password is set. Log in with it.")};
}

Task<Outcome<ResetOffered>> Service::offer_reset(const http::Call& call, std::int64_t user_id,
                                                 ResetOffer offer) {
  const bool seen = co_await identity::is_seen(call.unit, user_id, identity::viewer_of(call.caller));
  const auto person = co_await identity::find_person(call.unit, user_id);
  if (!seen || !person) co_return Problem{.code = Code::not_found};
  if (const auto refused = refusal(call.caller, *person)) co_return *refused;
  const events::Origin origin = events::origin_of(call);
  ResetOffered offered;
  offered.method = offer.method;
  if (offer.method == ResetMethod::sms) {
    if (!codes_.can_send()) co_return one_time_codes::no_text_messages();
    const one_time_codes::Request asked{Purpose::password_reset, person->phone_number,
                                        one_time_codes::spoken_challenge()};
    const auto refused = co_await codes_.send(call.unit, asked, call.language(), origin);
    if (refused) co_return Problem{.code = Code::too_many_requests, .retry_after = refused->wait};
    offered.message = i18n::text(
        "A code is on its way to the person's phone. Read the challenge out to them: they need both.");
    offered.challenge = asked.challenge;
    offered.expires_in = whole_seconds(settings_.code_lifetime);
  } else {
    const auto work = [&](db::Queries& unit) { return make_link(unit, codes_, call, user_id); };
    const auto link = co_await call.unit.transaction(work);
    if (!link) co_return link.error();
    offered.message = i18n::text("Hand the link over. It is good once.");
    offered.expires_in = whole_seconds(settings_.link_lifetime);
    offered.token = link->token;
    if (const auto& page = settings_.reset_page; !page.empty()) offered.link = page + "#token=" + link->token;
  }
  security.info("password reset offered", {{"user", user_id},
                                           {"by", call.caller.user_id},
                                           {"method", name_of(offer.method)},
                                           {"request_id", call.request.request_id}});
  co_return offered;
}

}  // namespace kpa::recovery
