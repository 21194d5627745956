#pragma once

#include "core/http/caller.hpp"
#include "features/people/wire_details.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::people {

/// What people may see and change of themselves, on one I/O thread.
class Profiles {
 public:
  explicit Profiles(sessions::Sessions& sessions) : sessions_(sessions) {}

  Task<Outcome<Profile>> get(const http::Call& call) const;
  Task<Outcome<Profile>> replace(const http::Call& call, Replacement<PersonalDetails> replacement) const;
  Task<Outcome<Profile>> change(const http::Call& call, schema::Patch<PersonalDetails> patch) const;

 private:
  sessions::Sessions& sessions_;
};

}  // namespace kpa::people
