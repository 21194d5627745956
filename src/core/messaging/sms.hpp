#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <string>

#include "core/outbox/outbox.hpp"

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

/// Sends text messages by way of the outbox, so that none is lost, and no request waits for a gateway or
/// tells by its time whether it sent one.
class SmsSender {
 public:
  /// Without a transport nothing can be sent. `time_limit`: of one attempt. `pause`: before the second
  /// attempt, at most; see outbox::Kind.
  SmsSender(outbox::Outbox& outbox, Transport transport, std::chrono::milliseconds time_limit,
            std::chrono::milliseconds pause = std::chrono::seconds(1));

  bool can_send() const { return can_send_; }
  /// As part of `unit`; handed over when that is committed, while it is `good_for` anything. Each attempt is
  /// logged (without text or code) and counted in kpa_sms_total.
  Task<void> send(db::Queries& unit, Sms sms, std::chrono::milliseconds good_for);
  /// Does all that send() does, but that the message reaches no gateway: whoever waits for the answer cannot
  /// tell whether there was somebody to send one to.
  Task<void> send_to_nobody(db::Queries& unit, std::string number, std::chrono::milliseconds good_for);

 private:
  outbox::Outbox& outbox_;
  const bool can_send_;
};

}  // namespace kpa::messaging
