#include "app/stop_signals.hpp"

#include <csignal>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "core/task.hpp"
#include "core/timer.hpp"

namespace kpa::app {

namespace asio = boost::asio;

struct StopSignals::Parts {
  asio::io_context io{1};
  asio::basic_signal_set<Executor> signals{io, SIGINT, SIGTERM};
  Timer timer{io};
  bool came = false;

  void repeat(std::chrono::milliseconds period, std::function<void()> work) {
    timer.expires_after(period);
    timer.async_wait([this, period, work = std::move(work)](boost::system::error_code stopped) {
      if (stopped || came) return;
      work();
      repeat(period, work);
    });
  }
};

StopSignals::StopSignals() : parts_(std::make_unique<Parts>()) {
  parts_->signals.async_wait([parts = parts_.get()](boost::system::error_code cancelled, int) {
    if (cancelled) return;
    parts->came = true;
    // A second Ctrl-C ends the program at once.
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    parts->io.stop();
  });
}

StopSignals::~StopSignals() = default;

bool StopSignals::came() {
  if (!parts_->came) parts_->io.poll();
  return parts_->came;
}

void StopSignals::wait(std::chrono::milliseconds period, std::function<void()> meanwhile) {
  if (came()) return;
  if (meanwhile) parts_->repeat(period, std::move(meanwhile));
  parts_->io.run();
}

}  // namespace kpa::app
