#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace kpa::test {

/// A gateway for text messages on loopback that keeps what it was sent.
class SmsGateway {
 public:
  /// Answers each request with the next of these whole HTTP answers, the last of them ever after. An empty
  /// one is never sent: the gateway hangs.
  explicit SmsGateway(std::vector<std::string> answers = {good});
  SmsGateway(const SmsGateway&) = delete;
  SmsGateway& operator=(const SmsGateway&) = delete;
  ~SmsGateway();

  std::string url() const;
  /// What came, header and body, in the order it came.
  std::vector<std::string> requests() const;
  /// The code in the newest request whose body names `number`, once there are at least `count` of them; waits
  /// for it. Empty when none comes.
  std::string code_for(const std::string& number, std::size_t count = 1) const;
  std::size_t sent_to(const std::string& number) const;

  static constexpr auto good = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace kpa::test
