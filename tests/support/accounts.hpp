#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "core/db/blocking.hpp"
#include "core/db/pool.hpp"
#include "core/http/dispatcher.hpp"
#include "core/outbox/relay.hpp"
#include "features/login/login.hpp"
#include "features/people/people.hpp"
#include "features/recovery/recovery.hpp"
#include "features/system_settings/system_settings.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/database.hpp"

/// Everything about accounts in the test's own process, without a socket: the features from identity to
/// people, called as over HTTP.
namespace kpa::test {

namespace json = boost::json;

/// Of the person that most of these tests are about.
inline constexpr auto phone = "+919876543210";
inline constexpr auto password = "monsoon-42-axle";

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

  /// A member of the body as text; empty when it is missing.
  std::string text(std::string_view member) const;
  std::string code() const { return text("code"); }
  /// The paths under `errors`.
  std::vector<std::string> wrong() const;
  /// The messages under `errors`, by path.
  std::map<std::string, std::string> errors() const;
};

config::AuthSettings test_settings();

/// Receives the text messages of a Node.
class Inbox {
 public:
  messaging::Transport transport();
  /// All messages so far.
  std::vector<messaging::Sms> messages() const;

 private:
  mutable std::mutex mutex_;
  std::vector<messaging::Sms> messages_;
};

/// One process of the service, without a socket.
class Node {
 public:
  Node(const std::string& conninfo, const config::AuthSettings& settings, bool can_send = true);
  ~Node();

  /// Sends all requests at the same time.
  std::vector<TestAnswer> send(const std::vector<TestRequest>& requests);
  TestAnswer send(TestRequest request) { return send(std::vector{std::move(request)}).front(); }
  TestAnswer post(std::string path, json::value body, std::string token = {});
  TestAnswer profile(std::string token) { return send({.token = std::move(token)}); }

  /// Runs one of the features' scheduled jobs once.
  jobs::Done do_job(const std::string& name);
  /// The text messages so far; waits until there are `count`.
  std::vector<messaging::Sms> messages(std::size_t count);

  /// Runs a coroutine and returns its result.
  template <class T>
  T wait(Task<T> task) {
    return await(io_, std::move(task));
  }

 private:
  boost::asio::io_context io_{1};
  WorkerPool workers_{2, 100};
  Inbox inbox_;
  outbox::Outbox outbox_{{}};
  messaging::SmsSender sms_;
  config::Settings settings_;

 public:
  std::shared_ptr<db::Pool> pool;
  db::Database database;

 private:
  Foundation foundation_{.database = database, .settings = settings_, .workers = workers_};

 public:
  sessions::Shared shared;
  identity::Directory directory;
  sessions::Sessions sessions;
  one_time_codes::OneTimeCodes codes;
  passwords::Passwords passwords;
  second_factor::SecondFactor second_factor;
  login::Logins logins;
  recovery::Recovery recovery;
  exports::Exports exports;
  people::People people;

 private:
  system_settings::SystemSettings system_settings_;
  http::Router router_;
  outbox::Relay relay_{io_, database, outbox_};

  std::vector<Feature*> features() {
    return {&sessions, &codes, &passwords, &second_factor, &logins, &recovery, &people, &system_settings_};
  }
  Task<void> answer(const TestRequest& sent, TestAnswer& into, std::size_t& open);

  http::Dispatcher dispatcher_;
};

json::object registration(std::string phone = "+919876543210", std::string password = "monsoon-42-axle");

/// A database of its own, and one process that uses it.
struct World {
  TestDatabase database;
  db::BlockingConnection sql{database.conninfo()};
  Node node{database.conninfo(), test_settings()};

  /// Registers a user; the answer has their tokens.
  TestAnswer enrol(const json::object& body = registration()) {
    return node.post("/api/users/register", body);
  }
  TestAnswer login(const std::string& phone_number, const std::string& secret) {
    return node.post("/api/users/login", json::object{{"phone_number", phone_number}, {"password", secret}});
  }
  TestAnswer refresh(const std::string& token) {
    return node.post("/api/users/refresh", json::object{{"refresh_token", token}});
  }

  /// Done by a superuser, who is created at the first call.
  TestAnswer deactivate(std::int64_t user_id);

  /// Sends all requests to `process`. When that many statements wait for the locked row of user 1, makes
  /// `change` and releases the row.
  std::vector<TestAnswer> send_around(const std::string& change, Node& process,
                                      const std::vector<TestRequest>& requests);

  std::string value(const std::string& query) { return sql.execute(query).value().value_or("NULL"); }

  /// Runs `work` while the database refuses writes to `table`, as on a full disk.
  template <class Work>
  void on_a_full_disk(const std::string& table, const Work& work,
                      const std::string& writing = "INSERT OR UPDATE") {
    refuse(writing + " ON " + table);
    work();
    sql.execute("DROP TRIGGER refuse ON " + table);
  }

 private:
  void refuse(const std::string& writing);

  std::string superuser_;  ///< their access token
};

}  // namespace kpa::test
