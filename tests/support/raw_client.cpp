#include "tests/support/raw_client.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <system_error>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kpa::test {
namespace {

constexpr int patience_ms = 30'000;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

std::string RawAnswer::field(const std::string& lower_case_name) const {
  const auto found = fields.find(lower_case_name);
  return found == fields.end() ? "" : found->second;
}

RawClient::RawClient(std::uint16_t port, int receive_buffer, const std::string& from)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (receive_buffer > 0)
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  sockaddr_in own{};
  own.sin_family = AF_INET;
  const bool bound = ::inet_pton(AF_INET, from.c_str(), &own.sin_addr) == 1 &&
                     ::bind(socket_, reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (!bound || ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    const int why = errno;
    close();
    throw std::system_error(why, std::generic_category(), "connecting to the server");
  }
}

RawClient::RawClient(RawClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), buffer_(std::move(other.buffer_)) {}

RawClient::~RawClient() { close(); }

void RawClient::close() {
  if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

void RawClient::shut_down_sending() { ::shutdown(socket_, SHUT_WR); }

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool RawClient::read_more() {
  pollfd readable{socket_, POLLIN, 0};
  if (::poll(&readable, 1, patience_ms) != 1) return false;
  char chunk[65536];
  const auto size = ::recv(socket_, chunk, sizeof chunk, 0);
  if (size < 0) reset_ = true;
  if (size <= 0) return false;
  buffer_.append(chunk, static_cast<std::size_t>(size));
  return true;
}

/// False when the connection ends before the last chunk.
bool RawClient::receive_chunks(std::string& body) {
  for (;;) {
    std::size_t line_end = 0;
    while ((line_end = buffer_.find("\r\n")) == buffer_.npos)
      if (!read_more()) return false;
    const std::size_t size = std::stoul(buffer_.substr(0, line_end), nullptr, 16);
    while (buffer_.size() < line_end + size + 4)
      if (!read_more()) return false;
    body.append(buffer_, line_end + 2, size);
    buffer_.erase(0, line_end + size + 4);
    if (size == 0) return true;
  }
}

RawAnswer RawClient::receive(bool to_head) {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == buffer_.npos)
    if (!read_more()) return {.cut_off = !buffer_.empty()};
  RawAnswer answer;
  answer.status = std::atoi(buffer_.c_str() + std::min<std::size_t>(9, end));
  for (std::size_t at = buffer_.find("\r\n") + 2; at < end + 2;) {
    const std::size_t line_end = buffer_.find("\r\n", at);
    const std::string line = buffer_.substr(at, line_end - at);
    const std::size_t colon = line.find(": ");
    answer.fields.emplace(lower(line.substr(0, colon)), colon == line.npos ? "" : line.substr(colon + 2));
    at = line_end + 2;
  }
  buffer_.erase(0, end + 4);
  const bool bodiless = to_head || answer.status == 204 || answer.status == 304 || answer.status / 100 == 1;
  if (!bodiless && answer.field("transfer-encoding") == "chunked") {
    answer.cut_off = !receive_chunks(answer.body);
    return answer;
  }
  if (!bodiless &&
      answer.fields.count("content-length") == 0) {  // the end of the connection is that of the body
    while (read_more()) {
    }
    answer.cut_off = reset_;
    answer.body = std::exchange(buffer_, {});
    return answer;
  }
  const std::size_t length = bodiless ? 0 : std::stoul("0" + answer.field("content-length"));
  while (buffer_.size() < length)
    if (!read_more()) return {.cut_off = true};
  answer.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  return answer;
}

RawAnswer RawClient::ask(std::string_view bytes, bool to_head) {
  send(bytes);
  return receive(to_head);
}

bool RawClient::closed_within(std::chrono::milliseconds time) {
  pollfd readable{socket_, POLLIN, 0};
  if (!buffer_.empty() || ::poll(&readable, 1, static_cast<int>(time.count())) != 1) return false;
  char byte = 0;
  return ::recv(socket_, &byte, 1, 0) <= 0;
}

std::string get_request(std::string_view path, std::string_view fields) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n" + std::string(fields) + "\r\n";
}

std::string post_request(std::string_view path, std::string_view body, std::string_view fields) {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n" + std::string(fields) + "\r\n" + std::string(body);
}

}  // namespace kpa::test
