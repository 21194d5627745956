#pragma once

#include <memory>

#include "core/feature/feature.hpp"
#include "features/identity/identity.hpp"
#include "features/one_time_codes/one_time_codes.hpp"
#include "features/passwords/passwords.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::recovery {

class Service;

/// Setting a password without knowing one: with a code from a text message, or with a one-time link from an
/// administrator. On one I/O thread.
class Recovery final : public Feature {
 public:
  /// The arguments must outlive it.
  Recovery(const Foundation& foundation, const identity::Directory& directory, sessions::Sessions& sessions,
           passwords::Passwords& passwords, one_time_codes::OneTimeCodes& codes, sessions::Shared& shared);
  ~Recovery() override;

  /// Endpoints for oneself, and for administrators.
  void declare_routes(http::Router& router) override;

 private:
  std::unique_ptr<Service> service_;
};

}  // namespace kpa::recovery
