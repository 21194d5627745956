#pragma once

#include <memory>
#include <vector>

#include "core/feature/feature.hpp"
#include "features/exports/exports.hpp"
#include "features/identity/identity.hpp"
#include "features/login/login.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::people {

class Profiles;
class Service;
class Imports;
class Export;

/// Profiles of people, and their administration. On one I/O thread.
class People final : public Feature {
 public:
  /// The arguments must outlive it.
  People(const Foundation& foundation, const identity::Directory& directory, sessions::Sessions& sessions,
         login::Logins& logins, const exports::Exports& exports);
  ~People() override;

  /// The endpoints of one's own profile, and those below /api/users/users, with import and export.
  void declare_routes(http::Router& router) override;
  /// Runs imports, and deletes old ones.
  std::vector<jobs::Job> scheduled_jobs() const override;

 private:
  std::unique_ptr<const Profiles> profiles_;
  std::unique_ptr<const Service> service_;
  std::unique_ptr<const Imports> imports_;
  std::unique_ptr<const Export> export_;
};

}  // namespace kpa::people
