#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "core/db/pool.hpp"
#include "features/audit/audit.hpp"
#include "features/audit/chain.hpp"
#include "features/audit/store.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/database.hpp"

namespace kpa::audit {

/// Ten events of a person, each from another address, and what a forger would do to them.
class ChainTest : public testing::Test {
 public:
  ~ChainTest() override {
    pool_->stop();
    io_.restart();
    io_.run_for(test::patience);
  }

 protected:
  ChainTest() {
    pool_->start();
    sql_.execute(
        "INSERT INTO users (phone_number, password_hash, first_name, last_name) VALUES ('+919876543210', 'x', 'A', 'B')");
    append(10);
  }

  template <class T>
  T await(Task<T> task) {
    return test::await(io_, std::move(task));
  }
  void append(int count) {
    sql_.execute(
        "SELECT append_event(NULL, 'wheel', n, 1, 'created', NULL, jsonb_build_object('gauge', n, 'é', 'ज'), 'r', '::1')"
        " FROM generate_series(1, " +
        std::to_string(count) + ") n");
  }
  std::int64_t seal_all() { return await(seal_events(database_, 1'000)); }
  /// A transaction takes its id before the eleventh event, and commits after that one is sealed.
  void commit_late() {
    db::BlockingConnection late(place_.conninfo());
    late.execute("BEGIN");
    late.execute("SELECT append_event(NULL, 'wheel', 1, 1, 'late', NULL, NULL, '', '')");
    append(1);
    EXPECT_EQ(seal_all(), 11);
    late.execute("COMMIT");
  }
  Anchor end() { return await(head(database_)).anchor; }
  /// Changes tables like a database superuser who bypasses the triggers.
  void forge(const std::string& statements) {
    sql_.execute("SET session_replication_role = replica; " + statements +
                 "; SET session_replication_role = DEFAULT");
  }
  /// Makes events and seals an hour older.
  void pass_an_hour() {
    forge(
        "UPDATE events SET occurred_at = occurred_at - interval '1 hour'; "
        "UPDATE event_seals SET sealed_at = sealed_at - interval '1 hour'");
    Anchor last;
    for (auto& row : await(store::sealed_after(database_, {}, 1'000))) {
      row.event.id = row.event_id;
      last = seal(last, row.event, row.sealed_at);
      forge("UPDATE event_seals SET hash = '\\x" + last.hash +
            "' WHERE sequence = " + std::to_string(last.sequence));
    }
  }
  Verification verify(std::vector<Anchor> anchors = {}) {
    return await(audit::verify(database_, std::move(anchors), {}));
  }
  /// `altered 3/12`: flaw, seal and event.
  std::vector<std::string> found(std::vector<Anchor> anchors = {}) {
    std::vector<std::string> all;
    for (const auto& finding : verify(std::move(anchors)).findings)
      all.push_back(std::string(name_of(finding.flaw)) + ' ' + std::to_string(finding.sequence) + '/' +
                    std::to_string(finding.event_id));
    return all;
  }
  std::string value(const std::string& query) { return sql_.execute(query).value().value_or("NULL"); }

  test::TestDatabase place_;
  db::BlockingConnection sql_{place_.conninfo()};
  boost::asio::io_context io_{1};
  std::shared_ptr<db::Pool> pool_ =
      std::make_shared<db::Pool>(io_, db::PoolSettings{.conninfo = place_.conninfo()});
  db::Database database_{pool_};
};

}  // namespace kpa::audit
