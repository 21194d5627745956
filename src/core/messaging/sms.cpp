#include "core/messaging/sms.hpp"

#include <array>
#include <string_view>
#include <utility>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "core/messaging/log.hpp"
#include "core/observe/metrics.hpp"

namespace kpa::messaging {
namespace {

namespace json = boost::json;
using End = outbox::Attempt::End;

constexpr auto kind_name = "sms";

/// The last digits: enough to find a message in the gateway's own records.
std::string end_of(const std::string& number) {
  return number.size() <= 4 ? number : "…" + number.substr(number.size() - 4);
}

constexpr std::string_view result_of(Delivery delivery) {
  constexpr std::array<std::string_view, 4> names = {"accepted", "refused", "unreachable", "unknown"};
  return names.at(static_cast<std::size_t>(delivery));
}

outbox::Delivery delivery_of(const Sms& sms, std::chrono::milliseconds good_for) {
  return {.kind = kind_name,
          .target = sms.to,
          .payload = json::serialize(json::object{{"text", sms.text}, {"code", sms.code}}),
          .good_for = good_for};
}

Sms sms_of(const outbox::Due& due) {
  const json::value payload = json::parse(due.payload);
  return {.to = due.target,
          .text = std::string(payload.at("text").as_string()),
          .code = std::string(payload.at("code").as_string())};
}

outbox::Attempt hand_over(const Transport& transport, const Sms& sms, const std::atomic<bool>& stopping) {
  const Delivery delivery = transport(sms, stopping);
  const std::string result(result_of(delivery));
  observe::metrics()
      .counter("kpa_sms_total", "Attempts to hand a text message over, by result", {{"result", result}})
      .add();
  if (delivery == Delivery::accepted) {
    log.info("a text message was handed over", {{"to", end_of(sms.to)}});
    return {};
  }
  log.warning("a text message was not handed over", {{"to", end_of(sms.to)}, {"result", result}});
  return {.end = delivery == Delivery::unreachable ? End::again : End::give_up, .reason = result};
}

}  // namespace

SmsSender::SmsSender(outbox::Outbox& outbox, Transport transport, std::chrono::milliseconds time_limit,
                     std::chrono::milliseconds pause)
    : outbox_(outbox), can_send_(transport != nullptr) {
  if (!can_send_) return;
  outbox.add(
      {.name = kind_name,
       .attempt =
           [transport = std::move(transport)](const outbox::Due& due, const std::atomic<bool>& stopping) {
             const Sms sms = sms_of(due);
             return sms.text.empty() ? outbox::Attempt{} : hand_over(transport, sms, stopping);
           },
       .time_limit = time_limit,
       .first_pause = pause,
       .longest_pause = std::chrono::seconds(30)});
}

Task<void> SmsSender::send(db::Queries& unit, Sms sms, std::chrono::milliseconds good_for) {
  if (!can_send_) co_return;
  outbox::Delivery delivery = delivery_of(sms, good_for);
  co_await outbox_.put(unit, std::move(delivery));
}

Task<void> SmsSender::send_to_nobody(db::Queries& unit, std::string number,
                                     std::chrono::milliseconds good_for) {
  const Sms sms{.to = std::move(number), .text = {}, .code = {}};
  co_await send(unit, sms, good_for);
}

}  // namespace kpa::messaging
