#pragma once

#include <memory>

#include "core/http/pages.hpp"
#include "core/messaging/sms.hpp"
#include "core/worker_pool.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::app {

/// Shared by the features of all I/O threads. Must outlive them.
struct SharedByFeatures {
  sessions::Shared& sessions;
  WorkerPool& passwords;  ///< for hashing passwords only
  messaging::SmsSender& sms;
  WorkerPool& workers;  ///< for other CPU-bound work
  std::shared_ptr<const http::Pages> web_app;
};

}  // namespace kpa::app
