#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace kpa::test {

/// An answer as received from the socket.
struct RawAnswer {
  int status = 0;                                       ///< 0: the connection ended before an answer
  std::multimap<std::string, std::string> fields = {};  ///< names in lower case
  std::string body = {};
  bool cut_off = false;  ///< the answer is incomplete; without length or chunks: the connection was reset

  /// The field's value; empty when it is missing.
  std::string field(const std::string& lower_case_name) const;
  std::size_t count(const std::string& lower_case_name) const { return fields.count(lower_case_name); }
};

/// A client that sends exactly the given bytes, for tests of what correct libraries never send. Waits block,
/// for at most half a minute.
class RawClient {
 public:
  /// Connects to 127.0.0.1; throws std::system_error when refused. `receive_buffer`: about how many unread
  /// bytes the system keeps; 0: its default. `from` is any address of 127.0.0.0/8, so that one machine can
  /// act as many clients.
  explicit RawClient(std::uint16_t port, int receive_buffer = 0, const std::string& from = "127.0.0.1");
  RawClient(RawClient&& other) noexcept;
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient();

  /// False when the server has closed the connection.
  bool send(std::string_view bytes);
  /// Reads some tens of KiB for a later receive(). False at the end.
  bool read_more();
  /// Reads one answer. `to_head`: the answer has no body although it has a length.
  RawAnswer receive(bool to_head = false);
  RawAnswer ask(std::string_view bytes, bool to_head = false);
  /// Whether the server closes the connection within `time`, without sending anything more.
  bool closed_within(std::chrono::milliseconds time);
  /// Ends sending; reading still works.
  void shut_down_sending();
  void close();

 private:
  bool receive_chunks(std::string& body);

  int socket_ = -1;
  std::string buffer_;
  bool reset_ = false;
};

/// `GET /path` with a Host field; `fields` are complete lines, each ending in "\r
/// ".
std::string get_request(std::string_view path, std::string_view fields = {});
/// `POST /path` with a JSON body.
std::string post_request(std::string_view path, std::string_view body, std::string_view fields = {});

}  // namespace kpa::test
