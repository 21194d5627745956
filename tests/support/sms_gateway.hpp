#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace kpa::test {

/// A gateway for text messages on loopback that keeps the requests.
class SmsGateway {
 public:
  /// Answers requests with these complete HTTP answers in order, and repeats the last one. An empty one is
  /// not sent: the gateway hangs.
  explicit SmsGateway(std::vector<std::string> answers = {good});
  SmsGateway(const SmsGateway&) = delete;
  SmsGateway& operator=(const SmsGateway&) = delete;
  ~SmsGateway();

  std::string url() const;
  /// Header and body of all requests, in order.
  std::vector<std::string> requests() const;
  /// The code in the newest request whose body contains `number`; waits until there are `count` of them.
  /// Empty when none comes.
  std::string code_for(const std::string& number, std::size_t count = 1) const;
  std::size_t sent_to(const std::string& number) const;

  static constexpr auto good = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace kpa::test
