#pragma once

#include "core/http/connection.hpp"
#include "core/http/incoming.hpp"

namespace kpa::http {

/// The body of the request that a connection is answering. Lives as long as its Request.
class Connection::Body final : public ArrivingBody {
 public:
  Body(Connection& connection, Incoming& incoming, Request& request)
      : connection_(connection), incoming_(incoming), request_(request) {
    request.arriving = this;
  }

  std::optional<Problem> limit(std::optional<std::size_t> most, bool strangers) override;
  bool is_whole() const override { return incoming_.parser.is_done(); }
  Task<std::optional<Problem>> read() override;
  Task<Outcome<std::string_view>> next() override;

  /// What happens to the unread part of the body when the answer is ready.
  enum class Rest { none, dropped, left };
  /// A small rest that is sure to come is read and dropped, so that the connection can be kept. Otherwise (a
  /// large rest, or a client that may never send it) the connection is closed.
  Rest rest() const;
  /// Reads the rest and drops it. False when it did not come as announced.
  Task<bool> drop();

 private:
  Task<std::optional<Problem>> more(Phase phase);
  std::optional<Problem> reserve();
  std::string& part() const { return incoming_.parser.get().body(); }

  Connection& connection_;
  Incoming& incoming_;
  Request& request_;
  std::size_t most_ = 0;
  std::size_t taken_ = 0;  // bytes of parts already handed out
  bool handed_out_ = false;
  bool failed_ = false;
};

}  // namespace kpa::http
