#include "core/http/idempotency.hpp"

#include <memory>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/use_awaitable.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "core/db/pool.hpp"
#include "core/http/answers.hpp"
#include "core/timer.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/database.hpp"

namespace kpa::http {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;

const db::Query<std::int64_t()> look{"idempotency_test_look", "SELECT 1::bigint"};
const db::Change<std::int64_t()> make_effect{"idempotency_test_effect",
                                             "INSERT INTO effects DEFAULT VALUES RETURNING id"};

std::string field(const Response& response, std::string_view name) {
  for (const auto& [known, value] : response.headers)
    if (known == name) return value;
  return "";
}

class Idempotency : public testing::Test {
 protected:
  Idempotency() {
    admin_.execute("CREATE TABLE effects (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)");
    for (const auto* phone : {"+919876543210", "+919876543211"})
      admin_.execute(
          "INSERT INTO users (phone_number, password_hash, first_name, last_name) VALUES ($1, 'x', 'A', 'B')",
          {phone});
    first_user_ = std::stoll(admin_.execute("SELECT min(id) FROM users").value().value());
    pool_->start();
  }
  ~Idempotency() override {
    pool_->stop();
    io_.restart();
    io_.run_for(test::patience);
  }

  /// The handler of a POST that creates.
  Task<Response> create(db::Queries& unit) {
    if (refuses_at_once_)
      co_return problem_response({.code = Code::forbidden}, "the-request", i18n::Language::english);
    const auto id = co_await unit.first(make_effect);
    ++runs_;  // work under a key that is in use does not come so far
    while (!open_gate_) co_await pause();
    if (broken_) throw std::runtime_error("on purpose");
    if (refused_)
      co_return problem_response({.code = Code::form_number_taken}, "the-request", i18n::Language::english);
    Response response{.status = 201, .body = "{\"id\":" + std::to_string(*id) + "}"};
    response.headers.emplace_back("ETag", "\"v1\"");
    response.headers.emplace_back("Location", "/effects/" + std::to_string(*id));
    co_return response;
  }
  Task<void> pause() {
    Timer timer(io_, 1ms);
    co_await timer.async_wait(boost::asio::use_awaitable_t<Executor>());
  }
  Task<Response> post(std::int64_t user, std::string key, std::string fingerprint) {
    return once_->run(database_,
                      {.user_id = user,
                       .key = std::move(key),
                       .fingerprint = "2:" + fingerprint,
                       .earlier_fingerprint = [fingerprint] { return fingerprint; },
                       .request_id = "the-request"},
                      [this](db::Queries& unit) { return create(unit); });
  }
  Response posted(std::int64_t user, std::string key, std::string fingerprint) {
    return test::await(io_, post(user, std::move(key), std::move(fingerprint)));
  }
  std::string count(const std::string& table) {
    return admin_.execute("SELECT count(*) FROM " + table).value().value();
  }

  test::TestDatabase test_database_;
  db::BlockingConnection admin_{test_database_.conninfo()};
  boost::asio::io_context io_{1};
  std::shared_ptr<db::Pool> pool_ = std::make_shared<db::Pool>(
      io_,
      db::PoolSettings{.conninfo = test_database_.conninfo(), .connections = 4, .statement_timeout = 2s});
  db::Database database_{pool_};
  std::unique_ptr<Once> once_ = std::make_unique<Once>(test::patience);
  std::int64_t first_user_ = 0;
  int runs_ = 0;
  bool open_gate_ = true;
  bool broken_ = false;
  bool refused_ = false;
  bool refuses_at_once_ = false;
};

TEST_F(Idempotency, FiftyEqualRequestsAtOnceHaveOneEffectAndFiftyEqualAnswers) {
  std::vector<std::shared_ptr<test::Running<Response>>> all;
  for (int number = 0; number < 50; ++number)
    all.push_back(test::start(io_, post(first_user_, "key", "print")));
  std::set<std::string> answers;
  int replayed = 0;
  for (const auto& one : all) {
    const Response response = test::finish(io_, one);
    answers.insert(std::to_string(response.status) + response.body + field(response, "ETag") +
                   field(response, "Location"));
    if (field(response, "Idempotency-Replayed") == "true") ++replayed;
  }
  EXPECT_THAT(answers, testing::ElementsAre("201{\"id\":1}\"v1\"/effects/1"));
  EXPECT_EQ(replayed, 49);
  EXPECT_EQ(runs_, 1);
  EXPECT_EQ(count("effects"), "1");
}

TEST_F(Idempotency, AnotherRequestUnderTheSameKeyIsRefused) {
  EXPECT_EQ(posted(first_user_, "key", "print").status, 201);
  const auto other = posted(first_user_, "key", "other");
  EXPECT_EQ(other.status, 422);
  EXPECT_THAT(other.body, AllOf(HasSubstr("idempotency_mismatch"), HasSubstr("/effects/1")));
  EXPECT_EQ(field(other, "Location"), "/effects/1");
  EXPECT_EQ(count("effects"), "1");
}

TEST_F(Idempotency, ARepeatThatWouldBeRefusedWithoutAStatementGetsTheFirstAnswer) {
  EXPECT_EQ(posted(first_user_, "key", "print").status, 201);
  refuses_at_once_ = true;
  const auto repeat = posted(first_user_, "key", "print");
  EXPECT_EQ(repeat.status, 201);
  EXPECT_EQ(field(repeat, "Idempotency-Replayed"), "true");
  EXPECT_EQ(posted(first_user_, "key", "other").status, 422);
  EXPECT_EQ(posted(first_user_, "another key", "print").status, 403);
  EXPECT_EQ(count("idempotency_keys"), "1");
}

TEST_F(Idempotency, AnAnswerThatWasKeptForARequestsBytesIsStillFound) {
  EXPECT_EQ(posted(first_user_, "key", "print").status, 201);
  admin_.execute("UPDATE idempotency_keys SET fingerprint = 'print'");  // as versions before wrote it
  EXPECT_EQ(field(posted(first_user_, "key", "print"), "Idempotency-Replayed"), "true");
  EXPECT_EQ(posted(first_user_, "key", "other").status, 422);
}

TEST_F(Idempotency, RepeatsThatWaitHoldNoConnections) {
  open_gate_ = false;
  const auto first = test::start(io_, post(first_user_, "key", "print"));
  test::run_until(io_, [&] { return runs_ == 1; });
  std::vector<std::shared_ptr<test::Running<Response>>> repeats;
  for (int number = 0; number < 20; ++number)
    repeats.push_back(test::start(io_, post(first_user_, "key", "print")));
  // Three of four connections are free, so three transactions are open at once.
  int open = 0;
  const auto with_others = [&](db::Queries& unit) -> Task<int> {
    co_await unit.first(look);
    ++open;
    while (open < 3) co_await pause();
    co_return 1;
  };
  std::vector<std::shared_ptr<test::Running<int>>> others;
  for (int number = 0; number < 3; ++number)
    others.push_back(test::start(io_, database_.transaction(with_others)));
  for (const auto& other : others) EXPECT_EQ(test::finish(io_, other), 1);
  EXPECT_EQ(pool_->waiting(), 0U);
  open_gate_ = true;
  EXPECT_EQ(test::finish(io_, first).status, 201);
  for (const auto& repeat : repeats) EXPECT_EQ(test::finish(io_, repeat).status, 201);
  EXPECT_EQ(runs_, 1);
}

/// Turnstiles of different threads do not know each other.
TEST_F(Idempotency, ARepeatInAnotherThreadWaitsForTheKeysRow) {
  open_gate_ = false;
  const auto first = test::start(io_, post(first_user_, "key", "print"));
  test::run_until(io_, [&] { return runs_ == 1; });
  Once elsewhere;
  const auto repeat = test::start(io_, elsewhere.run(database_,
                                                     {.user_id = first_user_,
                                                      .key = "key",
                                                      .fingerprint = "2:print",
                                                      .earlier_fingerprint = {},
                                                      .request_id = "the-request"},
                                                     [this](db::Queries& unit) { return create(unit); }));
  test::run_until(io_, [&] {
    return admin_
               .execute(
                   "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                   "AND datname = current_database()")
               .value() == "1";
  });
  open_gate_ = true;
  EXPECT_EQ(test::finish(io_, first).status, 201);
  EXPECT_EQ(field(test::finish(io_, repeat), "Idempotency-Replayed"), "true");
  EXPECT_EQ(runs_, 1);
}

TEST_F(Idempotency, KeysOfDifferentPeopleAreDifferent) {
  EXPECT_EQ(posted(first_user_, "key", "print").body, "{\"id\":1}");
  EXPECT_EQ(posted(first_user_ + 1, "key", "other").body, "{\"id\":2}");
}

TEST_F(Idempotency, AFailedRequestLeavesNoTraceAndIsJudgedAnew) {
  refused_ = true;
  const auto refused = posted(first_user_, "key", "print");
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(refused.body, HasSubstr("form_number_taken"));
  EXPECT_EQ(count("effects"), "0");
  EXPECT_EQ(count("idempotency_keys"), "0");
  refused_ = false;
  EXPECT_EQ(posted(first_user_, "key", "print").status, 201);
}

TEST_F(Idempotency, ARequestThatBreaksLeavesNoTrace) {
  broken_ = true;
  EXPECT_THROW(posted(first_user_, "key", "print"), std::runtime_error);
  EXPECT_EQ(count("effects"), "0");
  EXPECT_EQ(count("idempotency_keys"), "0");
}

TEST_F(Idempotency, ARequestThatIsWorkedOnForLongIsSaidToBeInFlight) {
  once_ = std::make_unique<Once>(100ms);
  open_gate_ = false;
  const auto first = test::start(io_, post(first_user_, "key", "print"));
  test::run_until(io_, [&] { return runs_ == 1; });
  const auto second = posted(first_user_, "key", "print");
  EXPECT_EQ(second.status, 409);
  EXPECT_THAT(second.body, HasSubstr("idempotency_in_flight"));
  EXPECT_EQ(field(second, "Retry-After"), "1");
  open_gate_ = true;
  EXPECT_EQ(test::finish(io_, first).status, 201);
  EXPECT_EQ(field(posted(first_user_, "key", "print"), "Idempotency-Replayed"), "true");
}

TEST_F(Idempotency, AnswersAreForgottenAfterADay) {
  EXPECT_EQ(posted(first_user_, "old", "print").status, 201);
  EXPECT_EQ(posted(first_user_, "new", "print").status, 201);
  admin_.execute("UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = 'old'");
  EXPECT_EQ(test::await(io_, forget_old_answers(database_, 10)), 1);
  EXPECT_EQ(posted(first_user_, "old", "print").body, "{\"id\":3}");
  EXPECT_EQ(posted(first_user_, "new", "print").body, "{\"id\":2}");
}

TEST(IdempotencyKey, IsVisibleAsciiOfBoundedLength) {
  for (const auto& good : {std::string("a"), std::string("3f0c-\"~!"), std::string(255, 'k')})
    EXPECT_TRUE(is_idempotency_key(good));
  for (const auto& bad : {std::string(), std::string("a b"), std::string("\xc3\xa9"), std::string("a\x7f"),
                          std::string(256, 'k')})
    EXPECT_FALSE(is_idempotency_key(bad)) << bad;
}

}  // namespace
}  // namespace kpa::http
