#include "features/passwords/guard.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "features/passwords/store_attempts.hpp"
#include "tests/support/accounts.hpp"

namespace kpa::passwords {
namespace {

using namespace test;

constexpr auto here = "192.0.2.7";  // where the test's requests come from
constexpr auto phone = "+919876543210";
constexpr auto password = "monsoon-42-axle";
constexpr auto begin_factor = "/api/users/second-factor";
constexpr int free_failures = 3;

class LoginGuard : public testing::Test {
 protected:
  /// Seconds to wait; 0 when the attempt is allowed.
  std::int64_t attempt(std::string_view address, std::string account = phone) {
    const auto begun = world_.node.wait(begin_login_attempt(world_.node.database, account, address));
    if (begun) return 0;
    EXPECT_EQ(begun.error().code, Code::too_many_requests);
    return begun.error().retry_after->count();
  }
  void pass(std::chrono::seconds time) {
    world_.sql.execute("UPDATE login_attempts SET last_at = last_at - interval '" +
                       std::to_string(time.count()) + " s'");
  }
  TestAnswer log_in(std::string with, std::string account = phone) {
    return world_.node.post("/api/users/login", {{"phone_number", account}, {"password", with}});
  }
  void enrol() { ASSERT_EQ(world_.enrol(registration(phone, password)).status, 201); }
  std::int64_t forgotten() { return world_.node.wait(store::forget_old_attempts(world_.node.database, 100)); }
  std::string failures(const std::string& source) {
    return world_.value("SELECT coalesce(max(failures), 0) FROM login_attempts WHERE source = '" + source +
                        "'");
  }

  World world_;
};

TEST_F(LoginGuard, MakesEachFailureWaitTwiceAsLongUpToAQuarterOfAnHour) {
  for (int free = 0; free <= free_failures; ++free) EXPECT_EQ(attempt(here), 0);
  for (std::int64_t wait = 1; wait < 900; wait = std::min<std::int64_t>(wait * 2, 900)) {
    EXPECT_EQ(attempt(here), wait);
    EXPECT_EQ(attempt(here), wait) << "what comes too early does not count";
    pass(std::chrono::seconds(wait));
    EXPECT_EQ(attempt(here), 0);
  }
  EXPECT_EQ(attempt(here), 900);
}

TEST_F(LoginGuard, KeepsNobodyWaitingForAClockThatWentBack) {
  for (int failure = 0; failure <= free_failures; ++failure) attempt(here);
  EXPECT_NE(attempt(here), 0);
  pass(std::chrono::hours(-1));
  EXPECT_EQ(attempt(here), 0);
  EXPECT_NE(attempt(here), 0);
}

TEST_F(LoginGuard, LetsNoMoreThroughAtOnceThanOneAfterAnother) {
  std::vector<TestRequest> guesses;
  for (int number = 0; number < 30; ++number)
    guesses.push_back({.method = http::Method::post,
                       .path = "/api/users/login",
                       .body = {{"phone_number", phone}, {"password", "guess " + std::to_string(number)}}});
  const auto answers = world_.node.send(guesses);
  EXPECT_EQ(std::ranges::count(answers, 401, &TestAnswer::status), free_failures + 1);
  EXPECT_EQ(std::ranges::count(answers, 429, &TestAnswer::status), 30 - free_failures - 1);
}

TEST_F(LoginGuard, SlowsAllUnknownAddressesOfAnAccountTogether) {
  for (int free = 0; free <= free_failures; ++free)
    EXPECT_EQ(attempt("198.51.100." + std::to_string(free)), 0);
  EXPECT_EQ(attempt("198.51.100.99"), 1);
  EXPECT_EQ(attempt("198.51.100.99", "+919876543211"), 0) << "another account";
}

TEST_F(LoginGuard, LetsSomebodyInWhereTheyHaveSetANewPassword) {
  enrol();
  world_.sql.execute("DELETE FROM sessions");
  for (int guess = 0; guess < 40; ++guess) attempt("198.51.100." + std::to_string(guess));
  ASSERT_EQ(log_in(password).status, 429);
  world_.node.wait([](db::Queries& database) -> Task<bool> {
    co_await prove(database, phone, here);
    co_return true;
  }(world_.node.database));
  EXPECT_EQ(log_in(password).status, 200);
  EXPECT_GT(attempt("203.0.113.1"), 0) << "which does not help the others";
}

TEST_F(LoginGuard, CountsNoAttemptThatTheServerWasTooBusyFor) {
  const auto too_busy = []() -> Task<bool> {
    throw Failure(Problem{.code = Code::unavailable}, "the queue is full");
    co_return false;
  };
  for (int time = 0; time < 10; ++time) {
    const auto begun = world_.node.wait(begin_login_attempt(world_.node.database, phone, here));
    ASSERT_TRUE(begun) << time;
    EXPECT_THROW(world_.node.wait(unless_it_breaks(world_.node.database, *begun, too_busy())), Failure);
  }
  EXPECT_EQ(failures(""), "0");
  EXPECT_EQ(failures(here), "0");
}

TEST_F(LoginGuard, CountsNoRightPasswordThatTheDatabaseHadNoRoomFor) {
  const auto token = world_.enrol(registration(phone, password)).text("access_token");
  const auto refusing = [&](const std::string& table, const auto& work) {
    world_.on_a_full_disk(table, work);
  };
  EXPECT_EQ(log_in("wrong").status, 401);
  refusing("sessions", [&] {
    for (int time = 0; time < 10; ++time) EXPECT_GE(log_in(password).status, 500);
    EXPECT_EQ(failures(here), "1") << "the wrong one before";
    EXPECT_EQ(log_in("wrong").status, 401);
    EXPECT_EQ(failures(here), "2") << "which a wrong one still counts";
  });
  refusing("events", [&] {
    for (int time = 0; time < 10; ++time) EXPECT_GE(log_in(password).status, 500);
    EXPECT_EQ(failures(here), "2");
    log_in("wrong");
    EXPECT_EQ(failures(here), "3") << "also where it cannot be noted";
  });
  EXPECT_EQ(log_in(password).status, 200);
  EXPECT_EQ(failures(here), "0");
  refusing("users", [&] {
    for (int time = 0; time < 10; ++time)
      EXPECT_GE(world_.node
                    .post("/api/users/change-password",
                          {{"current_password", password},
                           {"new_password", "gauge-1676-broad"},
                           {"confirm_password", "gauge-1676-broad"}},
                          token)
                    .status,
                500);
    EXPECT_EQ(failures("current password"), "0");
  });
}

TEST_F(LoginGuard, CannotBeUsedToLockSomebodyOutOfWhereTheyWere) {
  enrol();
  for (int guess = 0; guess < 40; ++guess) attempt("198.51.100." + std::to_string(guess));
  EXPECT_GT(attempt("203.0.113.1"), 0);
  EXPECT_EQ(log_in(password).status, 200);
  EXPECT_GT(attempt("203.0.113.1"), 0) << "which does not help the others";
}

TEST_F(LoginGuard, KnowsTheWholeSiteOfAnIPv6Address) {
  enrol();
  world_.sql.execute("UPDATE sessions SET address = '2001:db8:0:1::5'");
  for (int guess = 0; guess < 10; ++guess) attempt("198.51.100.1");
  EXPECT_EQ(attempt("2001:db8:0:1::6"), 0);
  EXPECT_GT(attempt("2001:db8:0:2::6"), 0);
}

TEST_F(LoginGuard, ForgetsFailuresWhenAnAttemptSucceeds) {
  enrol();
  for (int round = 0; round < 3; ++round) {
    for (int wrong = 0; wrong < free_failures; ++wrong) EXPECT_EQ(log_in("wrong").status, 401);
    EXPECT_EQ(log_in(password).status, 200);
    EXPECT_EQ(failures(here), "0");
  }
}

TEST_F(LoginGuard, CountsASuccessFromAnUnknownAddressAsNoFailureOfAll) {
  enrol();
  world_.sql.execute("UPDATE sessions SET address = '203.0.113.1'");
  EXPECT_EQ(attempt("198.51.100.1"), 0);
  EXPECT_EQ(log_in(password).status, 200);
  EXPECT_EQ(failures(""), "1");
  EXPECT_EQ(failures(here), "0");
}

TEST_F(LoginGuard, AnswersTheSameWhetherTheAccountExists) {
  enrol();
  const std::string nobody = "+919876543299";
  for (int guess = 0; guess <= free_failures; ++guess)
    EXPECT_EQ(log_in("wrong").body.as_object().at("message"),
              log_in("wrong", nobody).body.as_object().at("message"));
  const auto known = log_in("wrong"), unknown = log_in("wrong", nobody);
  EXPECT_EQ(known.status, 429);
  EXPECT_EQ(known.body, unknown.body);
  EXPECT_EQ(known.headers, unknown.headers);
  EXPECT_EQ(known.headers.at("Retry-After"), "1");
  EXPECT_EQ(log_in(password).status, 429) << "the right password does not show while it is too early";
  pass(std::chrono::seconds(1));
  EXPECT_EQ(log_in(password).status, 200);
}

TEST_F(LoginGuard, AlsoSlowsGuessesOfTheCurrentPassword) {
  const auto token = world_.enrol(registration(phone, password)).text("access_token");
  const auto guess = [&](std::string current) {
    return world_.node
        .post("/api/users/change-password",
              {{"current_password", current},
               {"new_password", "gauge-1676-broad"},
               {"confirm_password", "gauge-1676-broad"}},
              token)
        .status;
  };
  for (int free = 0; free <= free_failures; ++free) EXPECT_EQ(guess("wrong"), 422);
  EXPECT_EQ(guess(password), 429);
  EXPECT_EQ(log_in(password).status, 200) << "logging in is something else";
  pass(std::chrono::seconds(1));
  EXPECT_EQ(guess(password), 200);
}

TEST_F(LoginGuard, SlowsGuessesOfTheCurrentPasswordWhereverItIsAsked) {
  const auto token = world_.enrol(registration(phone, password)).text("access_token");
  const auto guess = [&](const std::string& path, const std::string& current) {
    boost::json::object body{{"password", current}};
    if (path != begin_factor) body["second_factor"] = "123456";
    return world_.node.post(path, std::move(body), token).status;
  };
  for (int free = 0; free < free_failures; ++free) EXPECT_EQ(guess(begin_factor, "wrong"), 422);
  EXPECT_NE(guess("/api/users/second-factor/disable", "wrong"), 429);
  EXPECT_EQ(guess(begin_factor, password), 429);
  EXPECT_EQ(guess("/api/users/second-factor/recovery-codes", password), 429);
  EXPECT_EQ(world_.value("SELECT count(*) FROM events WHERE action = 'password_refused'"),
            std::to_string(free_failures + 1));
  pass(std::chrono::seconds(1));
  EXPECT_EQ(guess(begin_factor, password), 201);
}

TEST_F(LoginGuard, ForgetsADayAfterTheLastAttempt) {
  for (int wrong = 0; wrong < 5; ++wrong) attempt(here);
  pass(std::chrono::hours(23));
  EXPECT_EQ(forgotten(), 0);
  pass(std::chrono::hours(2));
  EXPECT_EQ(attempt(here), 0);
  EXPECT_EQ(failures(here), "1") << "and so begins anew, also before the row is deleted";
  pass(std::chrono::hours(25));
  EXPECT_EQ(forgotten(), 2);
}

}  // namespace
}  // namespace kpa::passwords
