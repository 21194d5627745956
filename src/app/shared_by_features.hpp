#pragma once

#include "core/messaging/sms.hpp"
#include "core/worker_pool.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::app {

/// What the features of all I/O threads have in common. Outlives them.
struct SharedByFeatures {
  sessions::Shared& sessions;
  WorkerPool& passwords;  ///< for work on passwords only
  messaging::SmsSender& sms;
  WorkerPool& workers;  ///< for other work that keeps a processor busy
};

}  // namespace kpa::app
