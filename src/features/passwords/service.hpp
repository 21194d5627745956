#pragma once

#include <optional>
#include <string>

#include "core/http/caller.hpp"
#include "core/incidents/incidents.hpp"
#include "features/identity/identity.hpp"
#include "features/passwords/credentials.hpp"
#include "features/passwords/guard.hpp"
#include "features/passwords/password_work.hpp"
#include "features/passwords/wire.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::passwords {

/// Use cases of passwords, on one I/O thread.
class Service {
 public:
  Service(sessions::Sessions& sessions, incidents::Incidents& incidents, const PasswordWork& work)
      : sessions_(sessions), incidents_(incidents), work_(work) {}

  /// Also ends all of the caller's other sessions.
  Task<Outcome<Message>> change(const http::Call& call, PasswordChange change);
  // See passwords.hpp.
  Task<std::optional<Problem>> refusal_of_own(const http::Call& call, std::string given, std::string path);
  Task<bool> reset(db::Queries& unit, identity::Person person, std::string new_hash, ResetProof proof,
                   std::optional<std::int64_t> link_by, events::Origin origin);

 private:
  Task<Outcome<bool>> is_own(const http::Call& call, std::string given);

  sessions::Sessions& sessions_;
  incidents::Incidents& incidents_;
  const PasswordWork& work_;
};

}  // namespace kpa::passwords
