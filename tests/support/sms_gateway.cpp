#include "tests/support/sms_gateway.hpp"

#include <algorithm>
#include <list>
#include <mutex>
#include <regex>
#include <thread>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include "tests/support/eventually.hpp"

namespace kpa::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

std::string read_request(tcp::socket& socket) {
  std::string text;
  boost::system::error_code failed;
  const std::size_t head = asio::read_until(socket, asio::dynamic_buffer(text), "\r\n\r\n", failed);
  if (failed) return {};
  std::smatch length;
  const std::string header = text.substr(0, head);
  if (std::regex_search(header, length, std::regex("Content-Length: (\\d+)", std::regex::icase))) {
    const std::size_t whole = head + std::stoul(length[1]);
    if (text.size() < whole)
      asio::read(socket, asio::dynamic_buffer(text), asio::transfer_exactly(whole - text.size()), failed);
  }
  return text;
}

}  // namespace

struct SmsGateway::Parts {
  explicit Parts(std::vector<std::string> given) : answers(std::move(given)) {}

  void serve() {
    for (;;) {
      tcp::socket socket(io);
      boost::system::error_code failed;
      acceptor.accept(socket, failed);
      if (failed) return;
      const std::string request = read_request(socket);
      if (request.empty()) return;  // the destructor's connection
      std::string answer;
      {
        const std::lock_guard lock(mutex);
        answer = answers[std::min(requests.size(), answers.size() - 1)];
        requests.push_back(request);
      }
      if (answer.empty())
        hanging.push_back(std::move(socket));
      else
        asio::write(socket, asio::buffer(answer), failed);
    }
  }

  std::vector<std::string> answers;
  asio::io_context io;
  tcp::acceptor acceptor{io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
  std::list<tcp::socket> hanging;
  mutable std::mutex mutex;
  std::vector<std::string> requests;
  std::thread thread{[this] { serve(); }};
};

SmsGateway::SmsGateway(std::vector<std::string> answers)
    : parts_(std::make_unique<Parts>(std::move(answers))) {}

SmsGateway::~SmsGateway() {
  // A connection without a request ends the loop.
  asio::io_context io;
  tcp::socket last(io);
  boost::system::error_code ignored;
  last.connect(parts_->acceptor.local_endpoint(), ignored);
  last.close(ignored);
  parts_->thread.join();
}

std::string SmsGateway::url() const {
  return "http://127.0.0.1:" + std::to_string(parts_->acceptor.local_endpoint().port()) + "/send";
}

std::vector<std::string> SmsGateway::requests() const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->requests;
}

std::size_t SmsGateway::sent_to(const std::string& number) const {
  const auto all = requests();
  return static_cast<std::size_t>(
      std::ranges::count_if(all, [&](const auto& request) { return request.find(number) != request.npos; }));
}

std::string SmsGateway::code_for(const std::string& number, std::size_t count) const {
  if (!eventually([&] { return sent_to(number) >= count; })) return {};
  const auto all = requests();
  for (auto request = all.rbegin(); request != all.rend(); ++request) {
    if (request->find(number) == request->npos) continue;
    std::smatch code;
    const std::string body = request->substr(request->find("\r\n\r\n"));
    if (std::regex_search(body, code, std::regex("(^|[^0-9+])([0-9]{6})([^0-9]|$)"))) return code[2];
  }
  return {};
}

}  // namespace kpa::test
