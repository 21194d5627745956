#pragma once

#include <memory>

#include "features/identity/identity.hpp"
#include "features/one_time_codes/one_time_codes.hpp"
#include "features/passwords/passwords.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::http {
class Router;
}

namespace kpa::recovery {

class Service;

/// How people set a password who have none or have forgotten it: with a code in a text message, or with a
/// one-time link that an administrator hands over. On one I/O thread.
class Recovery {
 public:
  /// All outlive it.
  Recovery(const identity::Directory& directory, sessions::Sessions& sessions,
           passwords::Passwords& passwords, one_time_codes::OneTimeCodes& codes, sessions::Shared& shared);
  ~Recovery();

  /// The endpoints live as long as this.
  void declare_routes(http::Router& router);

 private:
  std::unique_ptr<Service> service_;
};

}  // namespace kpa::recovery
