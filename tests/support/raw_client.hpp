#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace kpa::test {

/// An answer as it came over the socket.
struct RawAnswer {
  int status = 0;                                       ///< 0: the connection ended before an answer
  std::multimap<std::string, std::string> fields = {};  ///< names in lower case
  std::string body = {};
  bool cut_off = false;  ///< the connection ended within the answer; without length and chunks: by a reset

  /// The field's value; empty when it is not there.
  std::string field(const std::string& lower_case_name) const;
  std::size_t count(const std::string& lower_case_name) const { return fields.count(lower_case_name); }
};

/// A client that sends exactly the bytes that it is given, for tests of what well-behaved libraries would not
/// send. Waits block, for at most half a minute.
class RawClient {
 public:
  /// Connects to 127.0.0.1; throws std::system_error when it is refused. The system keeps as much as it likes
  /// of what was not read, or only about `receive_buffer` bytes. `from` is any address of 127.0.0.0/8, so
  /// that one machine is many clients.
  explicit RawClient(std::uint16_t port, int receive_buffer = 0, const std::string& from = "127.0.0.1");
  RawClient(RawClient&& other) noexcept;
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient();

  /// False when the server has closed.
  bool send(std::string_view bytes);
  /// Reads some tens of KiB, for receive() later. False at the end.
  bool read_more();
  /// Reads one answer. `to_head`: it has no body in spite of its length.
  RawAnswer receive(bool to_head = false);
  RawAnswer ask(std::string_view bytes, bool to_head = false);
  /// Whether the server closes the connection, sending nothing more, within `time`.
  bool closed_within(std::chrono::milliseconds time);
  /// Sends no more, and goes on reading.
  void shut_down_sending();
  void close();

 private:
  bool receive_chunks(std::string& body);

  int socket_ = -1;
  std::string buffer_;
  bool reset_ = false;
};

/// `GET /path` with a Host, and `fields` as whole lines that each end in "\r\n".
std::string get_request(std::string_view path, std::string_view fields = {});
/// `POST /path` of a JSON body.
std::string post_request(std::string_view path, std::string_view body, std::string_view fields = {});

}  // namespace kpa::test
