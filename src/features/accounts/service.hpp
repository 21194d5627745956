#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/http/caller.hpp"
#include "features/accounts/accounts.hpp"
#include "features/accounts/password_work.hpp"
#include "features/accounts/sessions.hpp"
#include "features/accounts/shared.hpp"
#include "features/accounts/wire.hpp"

namespace kpa::accounts {

/// The use cases of people, on one I/O thread, each in the service_….cpp of its name.
class Service {
 public:
  Service(db::Queries& database, Shared& shared)
      : shared_(shared), passwords_(shared), sessions_(database, shared) {}

  /// Registers a regular user and logs them in.
  Task<Outcome<TokenPair>> enrol(const http::Call& call, Registration registration);
  /// An unknown phone number and a wrong password get the same answer after the same time.
  Task<Outcome<TokenPair>> login(const http::Call& call, Login login);
  Task<Outcome<TokenPair>> refresh(const http::Call& call, RefreshRequest request);
  /// Ends all of the caller's sessions but this one.
  Task<Outcome<Message>> change_password(const http::Call& call, PasswordChange change);
  Task<void> logout(const http::Call& call);

  Task<Outcome<Profile>> profile(const http::Call& call);
  Task<Outcome<Profile>> replace_profile(const http::Call& call, ProfileReplacement replacement);
  Task<Outcome<Profile>> patch_profile(const http::Call& call, ProfilePatch patch);

  // As in accounts.hpp.
  Task<Outcome<http::Caller>> authenticate(const http::Request& request) {
    return sessions_.authenticate(request);
  }
  Task<std::optional<std::int64_t>> find_person(db::Queries& queries, std::string reference, Viewer viewer);
  std::optional<std::string> canonical_phone(std::string_view text) const;
  Task<Outcome<std::int64_t>> create_user(db::Queries& unit, NewUser user);
  Task<bool> deactivate(db::Queries& unit, std::int64_t user_id, events::Origin origin);
  void ask_again() { sessions_.ended(); }

 private:
  /// The person with the canonical form of `phone` and the hash of the password, or `problems` and all else
  /// that is wrong.
  struct Admitted {
    Person person;
    std::string password_hash;
  };
  Task<Outcome<Admitted>> admit(Person person, std::string phone, std::string password,
                                std::vector<FieldProblem> problems);

  Shared& shared_;
  PasswordWork passwords_;
  Sessions sessions_;
};

}  // namespace kpa::accounts
