#pragma once

#include <memory>

#include "core/feature/feature.hpp"
#include "features/passwords/passwords.hpp"
#include "features/second_factor/factors.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::second_factor {

class Service;

/// Second factors, and endpoints to set one up, on one I/O thread.
class SecondFactor final : public Feature {
 public:
  /// The arguments must outlive it.
  SecondFactor(const Foundation& foundation, sessions::Sessions& sessions, passwords::Passwords& passwords,
               sessions::Shared& shared);
  ~SecondFactor() override;

  /// The endpoints below /api/users/second-factor.
  void declare_routes(http::Router& router) override;

  /// For checking logins.
  const Factors& factors() const { return factors_; }

 private:
  Factors factors_;
  std::unique_ptr<Service> service_;
};

}  // namespace kpa::second_factor
