#include "core/messaging/sms.hpp"

#include <array>
#include <exception>
#include <string_view>
#include <utility>

#include <boost/asio/post.hpp>

#include "core/messaging/log.hpp"
#include "core/observe/metrics.hpp"

namespace kpa::messaging {
namespace {

constexpr std::size_t most_waiting = 1000;
constexpr int most_attempts = 3;

void count(const char* result) {
  observe::metrics()
      .counter("kpa_sms_total", "Text messages, by what became of them", {{"result", result}})
      .add();
}

/// Enough to find a message in the gateway's own records.
std::string end_of(const std::string& number) {
  return number.size() <= 4 ? number : "…" + number.substr(number.size() - 4);
}

constexpr std::string_view result_of(Delivery delivery) {
  constexpr std::array<std::string_view, 4> names = {"accepted", "refused", "unreachable", "unknown"};
  return names.at(static_cast<std::size_t>(delivery));
}

}  // namespace

SmsSender::SmsSender(Transport transport, std::chrono::milliseconds pause)
    : transport_(std::move(transport)), pause_(pause) {}

SmsSender::~SmsSender() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  threads_.stop();
  threads_.join();
}

void SmsSender::send(Sms sms) {
  if (!transport_) return;
  if (waiting_.fetch_add(1) >= most_waiting) {
    waiting_.fetch_sub(1);
    count("queue_full");
    log.error("a text message was dropped: too many wait", {{"to", end_of(sms.to)}});
    return;
  }
  boost::asio::post(threads_, [this, sms = std::move(sms)] {
    hand_over(sms);
    waiting_.fetch_sub(1);
  });
}

void SmsSender::hand_over(const Sms& sms) {
  auto delivery = Delivery::unreachable;
  auto pause = pause_;
  for (int attempt = 1; attempt <= most_attempts; ++attempt, pause *= 2) {
    if (attempt > 1 && !rest(pause)) break;
    try {
      delivery = transport_(sms, stopping_);
    } catch (const std::exception& error) {
      log.error("a text message failed for a bug", {{"reason", error.what()}});
      delivery = Delivery::refused;
    }
    if (delivery != Delivery::unreachable) break;
  }
  count(result_of(delivery).data());
  if (delivery == Delivery::accepted)
    log.info("a text message was handed over", {{"to", end_of(sms.to)}});
  else
    log.error("a text message was not handed over",
              {{"to", end_of(sms.to)}, {"result", result_of(delivery)}});
}

bool SmsSender::rest(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return !stopped_.wait_for(lock, time, [this] { return stopping_.load(); });
}

}  // namespace kpa::messaging
