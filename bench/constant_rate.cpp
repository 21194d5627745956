// constant_rate PORT FILE RATE SECONDS [MARK=LEAST-MOST]…
//
// Sends the request in FILE to PORT of this machine, RATE times a second whatever the answers take, and
// prints the latencies as one line of JSON. In each request every <<MARK>> is a number drawn from its range.
//
// A latency counts from the moment at which the request was due. Counted from the sending it would leave out
// the wait behind a slow request.
#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <regex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <netinet/in.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

namespace {

using Clock = std::chrono::steady_clock;
using Range = std::uniform_int_distribution<std::int64_t>;

constexpr std::size_t connection_count = 64;
constexpr std::size_t unmeasured_part = 10;       // the first tenth of the requests
constexpr std::chrono::seconds answer_limit{10};  // after the last request
constexpr int answers_at_once = 8;                // before the next look at what is due

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what); }

/// What a system call gave, unless that is an error.
auto checked(auto result, const char* call) {
  if (result < 0) throw std::system_error(errno, std::system_category(), call);
  return result;
}

/// The request, filled with other numbers each time.
class Request {
 public:
  Request(const std::string& text, const std::map<std::string, Range>& ranges) : rest_(text) {
    const std::regex pattern("<<(\\w+)>>");
    for (std::sregex_iterator mark(text.begin(), text.end(), pattern), end; mark != end; ++mark) {
      if (!ranges.contains((*mark)[1])) fail("no range for " + mark->str());
      parts_.emplace_back(mark->prefix(), ranges.at((*mark)[1]));
      rest_ = mark->suffix();
    }
  }

  /// Valid until the next one.
  std::string_view next() {
    bytes_.clear();
    for (auto& [text, range] : parts_) bytes_.append(text).append(std::to_string(range(random_)));
    return bytes_.append(rest_);
  }

 private:
  std::vector<std::pair<std::string, Range>> parts_;  // text, and the number behind it
  std::string rest_;
  std::string bytes_;
  std::mt19937_64 random_{std::random_device{}()};
};

/// The value of Content-Length in a head whose lines all end in CRLF.
std::size_t content_length(const std::string& head) {
  constexpr std::string_view name = "\r\nContent-Length:";
  for (auto line = head.find("\r\n"); line != head.npos; line = head.find("\r\n", line + 2))
    if (strncasecmp(head.c_str() + line, name.data(), name.size()) == 0)
      return std::stoul(head.substr(line + name.size()));
  fail("an answer without Content-Length");
}

/// Carries one request at a time. Closed by the end of the process.
class Connection {
 public:
  Connection(std::uint16_t port, int epoll) : socket_(checked(::socket(AF_INET, SOCK_STREAM, 0), "socket")) {
    const sockaddr_in server{AF_INET, htons(port), {htonl(INADDR_LOOPBACK)}, {}};
    checked(connect(socket_, reinterpret_cast<const sockaddr*>(&server), sizeof server), "connect");
    epoll_event event{.events = EPOLLIN, .data = {.ptr = this}};
    checked(epoll_ctl(epoll, EPOLL_CTL_ADD, socket_, &event), "epoll_ctl");
  }
  Connection(const Connection&) = delete;  // epoll knows its address

  void send(std::string_view bytes, Clock::time_point due) {
    due_ = due;
    answer_.clear();
    expected_ = 0;
    const auto size = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (checked(size, "send") < std::ssize(bytes)) fail("a request larger than the socket's buffer");
  }

  /// Takes what has come; true when the answer is complete.
  bool receive() {
    std::array<char, 65536> buffer;
    const auto size = checked(recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT), "recv");
    if (size == 0) fail("the server closed a connection");
    answer_.append(buffer.data(), static_cast<std::size_t>(size));
    const auto head = expected_ ? 0 : answer_.find("\r\n\r\n");
    if (head == answer_.npos) return false;
    if (expected_ == 0) expected_ = head + 4 + content_length(answer_.substr(0, head + 2));
    if (answer_.size() > expected_) fail("more came than was asked for");
    return answer_.size() == expected_;
  }

  Clock::time_point due() const { return due_; }
  bool success() const { return answer_.starts_with("HTTP/1.1 2"); }

 private:
  int socket_;
  Clock::time_point due_;  // of the request that is under way
  std::string answer_;
  std::size_t expected_ = 0;  // length of the answer, once its head is there
};

/// The time in µs that `part` (0 to 1) of the times do not exceed.
double quantile(std::vector<Clock::duration>& times, double part) {
  const auto found = times.begin() + std::lround(std::ceil(static_cast<double>(times.size()) * part)) - 1;
  std::ranges::nth_element(times, found);
  return std::chrono::duration<double, std::micro>(*found).count();
}

class Load {
 public:
  Load(std::uint16_t port, Request request, double rate, double seconds)
      : request_(std::move(request)), rate_(rate), total_(static_cast<std::size_t>(rate * seconds)) {
    if (total_ == 0) fail("not one request");
    while (free_.size() < connection_count) free_.push_back(&connections_.emplace_back(port, epoll_));
  }

  void run() {
    start_ = Clock::now();
    measured_ = due(total_ / unmeasured_part);
    const auto limit = due(total_) + answer_limit;
    while (answered_ < total_) {
      send_due();
      receive_until(taken_up_ < total_ ? due(taken_up_) : limit);
      if (Clock::now() > limit) fail(std::to_string(total_ - answered_) + " requests were not answered");
    }
  }

  /// Latencies in µs, and how late 99 of a hundred requests at most were taken up here.
  void print() {
    std::printf(R"({"count": %zu, "errors": %zu, )", latencies_.size(), errors_);
    for (const auto& [name, part] : {std::pair{"p50", 0.5}, {"p95", 0.95}, {"p99", 0.99}, {"max", 1.0}})
      std::printf(R"("%s": %.1f, )", name, quantile(latencies_, part));
    std::printf("\"late\": %.1f}\n", quantile(lateness_, 0.99));
  }

 private:
  Clock::time_point due(std::size_t number) const {
    const std::chrono::duration<double> after(static_cast<double>(number) / rate_);
    return start_ + std::chrono::duration_cast<Clock::duration>(after);
  }

  void send_due() {
    for (; taken_up_ < total_; ++taken_up_) {
      const auto now = Clock::now();
      const auto then = due(taken_up_);
      if (then > now) return;
      if (then >= measured_) lateness_.push_back(now - then);
      waiting_.push_back(then);
      send_next();
    }
  }

  void send_next() {
    if (waiting_.empty() || free_.empty()) return;
    free_.front()->send(request_.next(), waiting_.front());
    free_.pop_front();
    waiting_.pop_front();
  }

  void receive_until(Clock::time_point moment) {
    const std::chrono::nanoseconds left = std::max(moment - Clock::now(), Clock::duration::zero());
    const timespec timeout{left / std::chrono::seconds(1), (left % std::chrono::seconds(1)).count()};
    std::array<epoll_event, answers_at_once> events;
    const int count = epoll_pwait2(epoll_, events.data(), answers_at_once, &timeout, nullptr);
    for (int index = 0; index < checked(count, "epoll_pwait2"); ++index) {
      auto& connection = *static_cast<Connection*>(events[static_cast<std::size_t>(index)].data.ptr);
      if (!connection.receive()) continue;
      if (connection.due() >= measured_) latencies_.push_back(Clock::now() - connection.due());
      if (!connection.success()) ++errors_;
      ++answered_;
      free_.push_back(&connection);
      send_next();
    }
  }

  Request request_;
  double rate_;
  std::size_t total_;
  int epoll_ = checked(epoll_create1(0), "epoll_create1");
  std::deque<Connection> connections_;
  std::deque<Connection*> free_;           // a queue, so that all are used in turns
  std::deque<Clock::time_point> waiting_;  // when the requests without a connection were due
  Clock::time_point start_;
  Clock::time_point measured_;  // requests that are due from then on
  std::size_t taken_up_ = 0;
  std::size_t answered_ = 0;
  std::size_t errors_ = 0;  // answers that are no success
  std::vector<Clock::duration> latencies_;
  std::vector<Clock::duration> lateness_;
};

}  // namespace

int main(int count, char** values) {
  const std::vector<std::string> arguments(values + 1, values + count);
  try {
    if (arguments.size() < 4) fail("usage: constant_rate PORT FILE RATE SECONDS [MARK=LEAST-MOST]…");
    std::ifstream file(arguments[1], std::ios::binary);
    if (!file) fail("cannot read " + arguments[1]);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::regex pattern(R"((\w+)=(\d+)-(\d+))");
    std::map<std::string, Range> ranges;
    for (auto argument = arguments.begin() + 4; argument != arguments.end(); ++argument) {
      std::smatch range;
      if (!std::regex_match(*argument, range, pattern)) fail("not MARK=LEAST-MOST: " + *argument);
      ranges.emplace(range[1], Range(std::stoll(range[2]), std::stoll(range[3])));
    }
    const auto port = static_cast<std::uint16_t>(std::stoul(arguments[0]));
    Load load(port, Request(text, ranges), std::stod(arguments[2]), std::stod(arguments[3]));
    // How late this process wakes counts as the server's.
    prctl(PR_SET_TIMERSLACK, 1UL);
    setpriority(PRIO_PROCESS, 0, -10);  // only root may
    load.run();
    load.print();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "constant_rate: %s\n", error.what());
    return 1;
  }
}
