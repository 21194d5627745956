#pragma once

#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "core/db/blocking.hpp"
#include "core/db/pool.hpp"
#include "core/outbox/relay.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/database.hpp"

namespace kpa::outbox {

/// A process that stores deliveries and does them. Add kinds before start().
class TestProcess {
 public:
  TestProcess(boost::asio::io_context& io, const std::string& conninfo, const crypto::Digest& key = {})
      : outbox(key),
        io_(io),
        pool_(std::make_shared<db::Pool>(io, db::PoolSettings{.conninfo = conninfo, .connections = 2})),
        database(pool_) {
    pool_->start();
  }
  ~TestProcess() {
    stop();
    pool_->stop();
  }

  void start() {
    relay_ = std::make_unique<Relay>(io_, database, outbox);
    relay_->start();
  }
  void stop(std::chrono::milliseconds grace = std::chrono::seconds(10)) {
    if (relay_ == nullptr) return;
    bool ended = false;
    relay_->stop(grace, [&] { ended = true; });
    test::run_until(io_, [&] { return ended; });
    relay_.reset();
  }

  Outbox outbox;

 private:
  boost::asio::io_context& io_;
  std::shared_ptr<db::Pool> pool_;
  std::unique_ptr<Relay> relay_;

 public:
  db::Database database;
};

}  // namespace kpa::outbox
