#pragma once

#include <boost/asio/basic_waitable_timer.hpp>

#include "core/task.hpp"
#include "core/time.hpp"

namespace kpa {

/// A timer on an I/O thread.
using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor>;

}  // namespace kpa
