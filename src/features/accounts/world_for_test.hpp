#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "core/db/blocking.hpp"
#include "core/db/pool.hpp"
#include "core/http/dispatcher.hpp"
#include "core/outbox/relay.hpp"
#include "features/accounts/accounts.hpp"
#include "features/system_settings/system_settings.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/database.hpp"
#include "tests/support/eventually.hpp"

namespace kpa::accounts {

namespace json = boost::json;

class TestHeaders final : public http::Headers {
 public:
  std::map<std::string, std::string, std::less<>> fields;
  std::string_view find(std::string_view name) const override {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string_view() : found->second;
  }
  std::size_t count(std::string_view name) const override { return fields.count(name); }
};

struct TestRequest {
  http::Method method = http::Method::get;
  std::string path = "/api/users/profile";
  json::value body = nullptr;
  std::string token = {};
  std::map<std::string, std::string, std::less<>> headers = {};
};

struct TestAnswer {
  int status = 0;
  json::value body;
  std::map<std::string, std::string, std::less<>> headers;
  std::vector<std::string> cookies = {};  ///< Set-Cookie fields

  /// A member of the body as text; empty when it is not there.
  std::string text(std::string_view member) const {
    const auto* value = body.is_object() ? body.as_object().if_contains(member) : nullptr;
    if (value == nullptr) return {};
    return value->is_string() ? std::string(value->as_string()) : json::serialize(*value);
  }
  std::string code() const { return text("code"); }
  /// The paths under `errors`.
  std::vector<std::string> wrong() const {
    std::vector<std::string> all;
    for (const auto& [path, messages] : errors()) all.push_back(path);
    return all;
  }
  /// The messages under `errors`, by path.
  std::map<std::string, std::string> errors() const {
    std::map<std::string, std::string> all;
    for (const auto& [path, messages] : body.at("errors").as_object())
      all[std::string(path)] = json::serialize(messages);
    return all;
  }
};

inline config::AuthSettings test_settings() {
  config::AuthSettings settings{};
  settings.secret_key = "fedcba9876543210fedcba9876543210";
  settings.jwt_secret_key = "0123456789abcdef0123456789abcdef";
  settings.access_lifetime = std::chrono::hours(1);
  settings.refresh_lifetime = std::chrono::hours(24 * 7);
  settings.session_lifetime = std::chrono::hours(24 * 30);
  settings.refresh_grace = std::chrono::seconds(10);
  settings.session_recheck = std::chrono::seconds(60);  // long: what ends at once does not wait for it
  settings.issuer = "kpa-erp";
  settings.audience = "kpa-erp-api";
  settings.bcrypt_cost = 4;
  settings.password_min_length = 8;
  settings.password_min_score = 1;
  settings.default_region = "IN";
  settings.code_lifetime = std::chrono::minutes(5);
  settings.code_pause = std::chrono::seconds(30);
  settings.codes_per_number = 10;
  settings.codes_per_address = 100;
  settings.codes_per_day = 5000;
  settings.link_lifetime = std::chrono::hours(24);
  return settings;
}

/// Where the text messages of a Node arrive.
class Inbox {
 public:
  messaging::Transport transport() {
    return [this](const messaging::Sms& sms, const std::atomic<bool>&) {
      const std::lock_guard lock(mutex_);
      messages_.push_back(sms);
      return messaging::Delivery::accepted;
    };
  }
  /// All that came.
  std::vector<messaging::Sms> messages() const {
    const std::lock_guard lock(mutex_);
    return messages_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<messaging::Sms> messages_;
};

/// One process of the service, without its socket.
class Node {
 public:
  Node(const std::string& conninfo, const config::AuthSettings& settings, bool can_send = true)
      : sms_(outbox_, can_send ? inbox_.transport() : messaging::Transport(), std::chrono::seconds(10)),
        pool(std::make_shared<db::Pool>(io_, db::PoolSettings{.conninfo = conninfo})),
        database(pool),
        shared(settings, workers_, sms_),
        accounts(database, shared),
        dispatcher_(
            router_, database, [this](const http::Request& r) { return accounts.authenticate(r); }, false) {
    accounts.declare_routes(router_);
    system_settings::declare_routes(router_);
    pool->start();
    relay_.start();
  }
  ~Node() {
    bool ended = false;
    relay_.stop(std::chrono::seconds(1), [&] { ended = true; });
    test::run_until(io_, [&] { return ended; });
    pool->stop();
    workers_.join();
    io_.restart();
    io_.run_for(test::patience);
  }

  /// All at the same moment.
  std::vector<TestAnswer> send(const std::vector<TestRequest>& requests) {
    std::vector<TestAnswer> answers(requests.size());
    std::size_t open = requests.size();
    for (std::size_t at = 0; at < requests.size(); ++at)
      boost::asio::co_spawn(io_, answer(requests[at], answers[at], open), boost::asio::detached);
    test::run_until(io_, [&] { return open == 0; });
    return answers;
  }
  TestAnswer send(TestRequest request) { return send(std::vector{std::move(request)}).front(); }
  TestAnswer post(std::string path, json::value body, std::string token = {}) {
    return send({.method = http::Method::post,
                 .path = std::move(path),
                 .body = std::move(body),
                 .token = std::move(token)});
  }
  TestAnswer profile(std::string token) { return send({.token = std::move(token)}); }

  /// Runs one of the accounts' scheduled jobs once.
  jobs::Done do_job(const std::string& name) {
    for (const auto& job : accounts.scheduled_jobs())
      if (job.name == name) return wait(database.transaction(job.work));
    throw std::out_of_range("no such job: " + name);
  }
  std::vector<messaging::Sms> messages(std::size_t count) {
    test::run_until(io_, [&] { return inbox_.messages().size() >= count; });
    return inbox_.messages();
  }

  /// What a coroutine gives.
  template <class T>
  T wait(Task<T> task) {
    return test::await(io_, std::move(task));
  }

 private:
  boost::asio::io_context io_{1};
  WorkerPool workers_{2, 100};
  Inbox inbox_;
  outbox::Outbox outbox_{{}};
  messaging::SmsSender sms_;
  http::Router router_;

 public:
  std::shared_ptr<db::Pool> pool;
  db::Database database;
  Shared shared;
  Accounts accounts;

 private:
  outbox::Relay relay_{io_, database, outbox_};

  Task<void> answer(const TestRequest& sent, TestAnswer& into, std::size_t& open) {
    TestHeaders headers;
    headers.fields = sent.headers;
    if (!sent.token.empty()) headers.fields.emplace("Authorization", "Bearer " + sent.token);
    const std::string body = sent.body.is_null() ? "" : json::serialize(sent.body);
    const std::size_t question = std::min(sent.path.find('?'), sent.path.size());
    const std::string_view path = std::string_view(sent.path).substr(0, question);
    const std::string_view query =
        std::string_view(sent.path).substr(std::min(question + 1, sent.path.size()));
    const http::Request request{sent.method, path, query, headers, body, "192.0.2.7", "request-1"};
    const http::Response response = co_await dispatcher_.answer(request);
    into.status = response.status;
    if (!response.body.empty()) into.body = json::parse(response.body);
    for (const auto& [name, value] : response.headers) {
      into.headers.emplace(name, value);
      if (name == "Set-Cookie") into.cookies.push_back(value);
    }
    --open;
  }

  http::Dispatcher dispatcher_;
};

inline json::object registration(std::string phone = "+919876543210",
                                 std::string password = "monsoon-42-axle") {
  return {{"phone_number", phone},
          {"password", password},
          {"confirm_password", password},
          {"first_name", "Ravi"},
          {"last_name", "Kumar"}};
}

/// A database of its own, and one process on it.
struct World {
  test::TestDatabase database;
  db::BlockingConnection sql{database.conninfo()};
  Node node{database.conninfo(), test_settings()};

  /// Tokens of a new user.
  TestAnswer enrol(const json::object& body = registration()) {
    return node.post("/api/users/register", body);
  }
  TestAnswer login(const std::string& phone, const std::string& password) {
    return node.post("/api/users/login", json::object{{"phone_number", phone}, {"password", password}});
  }
  TestAnswer refresh(const std::string& token) {
    return node.post("/api/users/refresh", json::object{{"refresh_token", token}});
  }

  /// Sends them all to `process`. When as many statements as there are requests wait for the row of user 1,
  /// does `change` and lets them go on.
  std::vector<TestAnswer> send_around(const std::string& change, Node& process,
                                      const std::vector<TestRequest>& requests) {
    db::BlockingConnection holder(database.conninfo());
    holder.execute("BEGIN");
    holder.execute("SELECT FROM users WHERE id = 1 FOR NO KEY UPDATE");  // as a login does
    const std::jthread meanwhile([&] {
      const std::string number =
          "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
      EXPECT_TRUE(test::eventually([&] { return value(number) == std::to_string(requests.size()); }));
      holder.execute(change);
      holder.execute("COMMIT");
    });
    return process.send(requests);
  }

  std::string value(const std::string& query) { return sql.execute(query).value().value_or("NULL"); }
};

}  // namespace kpa::accounts
