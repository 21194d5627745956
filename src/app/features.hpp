#pragma once

#include <memory>
#include <vector>

#include "app/shared_by_features.hpp"
#include "core/feature/feature.hpp"
#include "core/http/dispatcher.hpp"
#include "core/http/router.hpp"
#include "features/identity/identity.hpp"
#include "features/login/login.hpp"
#include "features/records/records.hpp"
#include "features/sync/sync.hpp"

namespace kpa::app {

/// All features with their routes, built on one foundation.
class Features {
 public:
  /// The arguments must outlive it. Without `limit`, requests are not rate-limited.
  Features(const Foundation& foundation, const SharedByFeatures& shared, http::Limit limit = {});
  Features(const Features&) = delete;
  Features& operator=(const Features&) = delete;
  ~Features();

  /// Regular jobs, each run by one process on behalf of all; valid as long as this.
  std::vector<jobs::Job> scheduled_jobs() const;

  const http::Router& router() const { return router_; }
  http::Dispatcher& dispatcher() { return dispatcher_; }
  login::Logins& logins() { return *logins_; }

 private:
  /// Creates a feature from the foundation and the other things that it needs, and declares its routes.
  template <class F, class... Needs>
  F& add(const Foundation& foundation, Needs&&... needs);

  identity::Directory directory_;
  records::Register kinds_;
  sync::Register synced_;
  std::vector<std::unique_ptr<Feature>> all_;
  sessions::Sessions* sessions_ = nullptr;
  login::Logins* logins_ = nullptr;
  http::Router router_;
  http::Dispatcher dispatcher_;
};

}  // namespace kpa::app
