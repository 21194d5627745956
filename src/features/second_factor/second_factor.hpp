#pragma once

#include <memory>

#include "features/passwords/passwords.hpp"
#include "features/second_factor/factors.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::http {
class Router;
}

namespace kpa::second_factor {

class Service;

/// Second factors, and how people set theirs up, on one I/O thread.
class SecondFactor {
 public:
  /// All outlive it.
  SecondFactor(sessions::Sessions& sessions, passwords::Passwords& passwords, sessions::Shared& shared);
  ~SecondFactor();

  /// The endpoints below /api/users/second-factor, as long as this lives.
  void declare_routes(http::Router& router);

  /// For logins.
  const Factors& factors() const { return factors_; }

 private:
  Factors factors_;
  std::unique_ptr<Service> service_;
};

}  // namespace kpa::second_factor
