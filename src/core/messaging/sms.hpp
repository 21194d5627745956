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
  std::string code;  ///< the code that is in the text, for gateways that store the text themselves
};

/// The result of one attempt.
enum class Delivery {
  accepted,
  refused,      ///< the gateway would refuse it again
  unreachable,  ///< not handed over; another attempt may succeed
  unknown,      ///< no answer: it may have been accepted
};

/// Makes one attempt to hand a message over. Must return soon after `stopping` has become true.
using Transport = std::function<Delivery(const Sms& sms, const std::atomic<bool>& stopping)>;

/// Sends text messages through the outbox, so that none is lost. No request waits for the gateway, nor
/// reveals by its response time whether it sent a message.
class SmsSender {
 public:
  /// Without a transport every message is refused. `time_limit`: of one attempt. `pause`: the longest before
  /// the second attempt; see outbox::Kind.
  SmsSender(outbox::Outbox& outbox, Transport transport, std::chrono::milliseconds time_limit,
            std::chrono::milliseconds pause = std::chrono::seconds(1));

  bool can_send() const { return can_send_; }
  /// Adds the message to `unit`; it is handed over after the commit, and no later than after `good_for`. Each
  /// attempt is logged (without text or code) and counted in kpa_sms_total.
  Task<void> send(db::Queries& unit, Sms sms, std::chrono::milliseconds good_for);
  /// Does the same work as send(), but no gateway gets a message: so the response time does not reveal
  /// whether there was somebody to send one to.
  Task<void> send_to_nobody(db::Queries& unit, std::string number, std::chrono::milliseconds good_for);

 private:
  outbox::Outbox& outbox_;
  const bool can_send_;
};

}  // namespace kpa::messaging
