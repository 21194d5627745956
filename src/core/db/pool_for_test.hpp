#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "core/db/database.hpp"
#include "core/db/pool.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/database.hpp"

namespace kpa::db {

/// An empty database and a pool on it, which the test starts. At the end it checks that nothing keeps the
/// thread busy.
class PoolFixture : public testing::Test {
 public:
  ~PoolFixture() override {
    pool_->stop();
    io_.restart();
    io_.run_for(test::patience);
    EXPECT_TRUE(io_.stopped()) << "a stopped pool leaves nothing that keeps the thread busy";
  }

 protected:
  /// `settings` without conninfo, which is that of the database.
  explicit PoolFixture(PoolSettings settings) {
    settings.conninfo = test_database_.conninfo();
    pool_ = std::make_shared<Pool>(io_, std::move(settings));
  }

  template <class T>
  T await(Task<T> task) {
    return test::await(io_, std::move(task));
  }

  test::TestDatabase test_database_{test::TestDatabase::Starts::empty};
  boost::asio::io_context io_{1};
  std::shared_ptr<Pool> pool_;
};

}  // namespace kpa::db
