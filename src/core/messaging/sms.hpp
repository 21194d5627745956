#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>

#include <boost/asio/thread_pool.hpp>

namespace kpa::messaging {

/// A text message to one phone.
struct Sms {
  std::string to;    ///< E.164
  std::string text;  ///< for a person
  std::string code;  ///< the code in the text, for gateways that hold the text themselves
};

/// What became of one attempt.
enum class Delivery {
  accepted,
  refused,      ///< it would be refused again
  unreachable,  ///< the gateway did not take it, now: another attempt may do
  unknown,      ///< no answer came: it may have been taken
};

/// One attempt to hand a message over. Gives up soon after `stopping` has become true.
using Transport = std::function<Delivery(const Sms& sms, const std::atomic<bool>& stopping)>;

/// Hands text messages over in the background, so that no request waits for a gateway, or tells by its time
/// whether it sent one. Shared by all I/O threads; has threads of its own, since a gateway that hangs would
/// keep those of others.
class SmsSender {
 public:
  /// Without a transport nothing can be sent. `pause`: before the second attempt; twice as long before the
  /// third, which is the last.
  explicit SmsSender(Transport transport, std::chrono::milliseconds pause = std::chrono::seconds(1));
  SmsSender(const SmsSender&) = delete;
  SmsSender& operator=(const SmsSender&) = delete;
  /// Abandons what has not been handed over.
  ~SmsSender();

  bool can_send() const { return transport_ != nullptr; }
  /// Returns at once. What cannot be handed over, or finds a full queue, is logged (without text or code) and
  /// counted in kpa_sms_total.
  void send(Sms sms);

 private:
  void hand_over(const Sms& sms);
  /// False when there is no time left for it.
  bool rest(std::chrono::milliseconds time);

  Transport transport_;
  std::chrono::milliseconds pause_;
  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> waiting_{0};
  std::mutex mutex_;
  std::condition_variable stopped_;
  boost::asio::thread_pool threads_{2};
};

}  // namespace kpa::messaging
