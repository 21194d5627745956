#include "tests/support/accounts.hpp"

#include <stdexcept>
#include <thread>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "tests/support/eventually.hpp"

namespace kpa::test {

std::string TestAnswer::text(std::string_view member) const {
  const auto* value = body.is_object() ? body.as_object().if_contains(member) : nullptr;
  if (value == nullptr) return {};
  return value->is_string() ? std::string(value->as_string()) : json::serialize(*value);
}

std::vector<std::string> TestAnswer::wrong() const {
  std::vector<std::string> all;
  for (const auto& [path, messages] : errors()) all.push_back(path);
  return all;
}

std::map<std::string, std::string> TestAnswer::errors() const {
  std::map<std::string, std::string> all;
  for (const auto& [path, messages] : body.at("errors").as_object())
    all[std::string(path)] = json::serialize(messages);
  return all;
}

namespace {

config::Settings settings_with(const config::AuthSettings& auth) {
  config::Settings all{};
  all.auth = auth;
  all.api.per_page = 20;
  return all;
}

}  // namespace

config::AuthSettings test_settings() {
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

messaging::Transport Inbox::transport() {
  return [this](const messaging::Sms& sms, const std::atomic<bool>&) {
    const std::lock_guard lock(mutex_);
    messages_.push_back(sms);
    return messaging::Delivery::accepted;
  };
}

std::vector<messaging::Sms> Inbox::messages() const {
  const std::lock_guard lock(mutex_);
  return messages_;
}

Node::Node(const std::string& conninfo, const config::AuthSettings& settings, bool can_send)
    : sms_(outbox_, can_send ? inbox_.transport() : messaging::Transport(), std::chrono::seconds(10)),
      settings_(settings_with(settings)),
      pool(std::make_shared<db::Pool>(io_, db::PoolSettings{.conninfo = conninfo})),
      database(pool),
      shared(settings),
      directory(settings.default_region),
      sessions(foundation_, shared),
      codes(foundation_, directory, shared.incidents, sms_),
      passwords(foundation_, sessions, shared, workers_),
      second_factor(foundation_, sessions, passwords, shared),
      logins(foundation_, directory, sessions, passwords, second_factor, codes, shared),
      recovery(foundation_, directory, sessions, passwords, codes, shared),
      exports(foundation_, sessions),
      people(foundation_, directory, sessions, logins, exports),
      system_settings_(foundation_),
      dispatcher_(
          router_, database, [this](const http::Request& r) { return sessions.authenticate(r); }, false) {
  for (Feature* feature : features()) feature->declare_routes(router_);
  pool->start();
  relay_.start();
}

Node::~Node() {
  bool ended = false;
  relay_.stop(std::chrono::seconds(1), [&] { ended = true; });
  run_until(io_, [&] { return ended; });
  pool->stop();
  workers_.join();
  io_.restart();
  io_.run_for(patience);
}

std::vector<TestAnswer> Node::send(const std::vector<TestRequest>& requests) {
  std::vector<TestAnswer> answers(requests.size());
  std::size_t open = requests.size();
  for (std::size_t at = 0; at < requests.size(); ++at)
    boost::asio::co_spawn(io_, answer(requests[at], answers[at], open), boost::asio::detached);
  run_until(io_, [&] { return open == 0; });
  return answers;
}

TestAnswer Node::post(std::string path, json::value body, std::string token) {
  return send({.method = http::Method::post,
               .path = std::move(path),
               .body = std::move(body),
               .token = std::move(token)});
}

std::vector<messaging::Sms> Node::messages(std::size_t count) {
  run_until(io_, [&] { return inbox_.messages().size() >= count; });
  return inbox_.messages();
}

jobs::Done Node::do_job(const std::string& name) {
  for (const Feature* feature : features())
    for (const auto& job : feature->scheduled_jobs())
      if (job.name == name) return wait(database.transaction(job.work));
  throw std::out_of_range("no such job: " + name);
}

Task<void> Node::answer(const TestRequest& sent, TestAnswer& into, std::size_t& open) {
  TestHeaders headers;
  headers.fields = sent.headers;
  if (!sent.token.empty()) headers.fields.emplace("Authorization", "Bearer " + sent.token);
  const std::string body = sent.body.is_null() ? "" : json::serialize(sent.body);
  const std::size_t question = std::min(sent.path.find('?'), sent.path.size());
  const std::string_view path = std::string_view(sent.path).substr(0, question);
  const std::string_view query = std::string_view(sent.path).substr(std::min(question + 1, sent.path.size()));
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

json::object registration(std::string phone, std::string password) {
  return {{"phone_number", phone},
          {"password", password},
          {"confirm_password", password},
          {"first_name", "Ravi"},
          {"last_name", "Kumar"}};
}

TestAnswer World::deactivate(std::int64_t user_id) {
  constexpr auto phone = "+919876599999";
  constexpr auto password = "yard-lantern-77";
  if (superuser_.empty()) {
    const auto made = node.wait(node.logins.create_user(node.database, {.phone_number = phone,
                                                                        .password = password,
                                                                        .first_name = "Asha",
                                                                        .last_name = "Rao",
                                                                        .role = http::Role::superuser}));
    EXPECT_TRUE(made.has_value());
    superuser_ = login(phone, password).text("access_token");
  }
  return node.send({.method = http::Method::delete_,
                    .path = "/api/users/users/" + std::to_string(user_id),
                    .token = superuser_});
}

std::vector<TestAnswer> World::send_around(const std::string& change, Node& process,
                                           const std::vector<TestRequest>& requests) {
  db::BlockingConnection holder(database.conninfo());
  holder.execute("BEGIN");
  holder.execute("SELECT FROM users WHERE id = 1 FOR NO KEY UPDATE");  // as a login does
  const std::jthread meanwhile([&] {
    const std::string number =
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    EXPECT_TRUE(eventually([&] { return value(number) == std::to_string(requests.size()); }));
    holder.execute(change);
    holder.execute("COMMIT");
  });
  return process.send(requests);
}

void World::refuse(const std::string& writing) {
  sql.execute(
      "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
      "$$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$");
  sql.execute("CREATE TRIGGER refuse BEFORE " + writing + " FOR EACH ROW EXECUTE FUNCTION refuse()");
}

}  // namespace kpa::test
