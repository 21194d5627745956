#include "features/service_info/service_info.hpp"

#include <algorithm>
#include <csignal>
#include <map>
#include <regex>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "core/db/pool.hpp"
#include "core/http/dispatcher.hpp"
#include "core/observe/log.hpp"
#include "core/time.hpp"
#include "embedded/migrations.hpp"
#include "features/service_info/service.hpp"
#include "tests/support/database.hpp"

namespace kpa::service_info {
namespace {

namespace json = boost::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using namespace std::chrono_literals;

class Fields final : public http::Headers {
 public:
  explicit Fields(std::map<std::string, std::string, std::less<>> fields) : fields_(std::move(fields)) {}
  std::string_view find(std::string_view name) const override {
    const auto found = fields_.find(name);
    return found == fields_.end() ? std::string_view() : found->second;
  }
  std::size_t count(std::string_view name) const override { return fields_.count(name); }

 private:
  std::map<std::string, std::string, std::less<>> fields_;
};

using Given = std::map<std::string, std::string, std::less<>>;

/// The routes on a PostgreSQL that may be running or not.
class ServiceInfoTest : public testing::Test {
 protected:
  explicit ServiceInfoTest(std::string conninfo = "host=/nowhere dbname=none")
      : pool_(std::make_shared<db::Pool>(
            io_, db::PoolSettings{.conninfo = std::move(conninfo), .acquire_timeout = 300ms})),
        database_(pool_) {
    pool_->start();
    add_routes(router_, {.title = "Test API",
                         .version = "9.9",
                         .migrations = migrations_,
                         .redis = [this] { return redis_.get(); },
                         .directories = {testing::TempDir(), testing::TempDir() + "/not/yet/made"},
                         .metrics_token = "sesame"});
  }
  ~ServiceInfoTest() override {
    pool_->stop();
    io_.restart();
    io_.run_for(1s);
  }

  http::Response get(const std::string& target, const Given& given = {},
                     std::string_view address = "127.0.0.1") {
    const Fields fields(given);
    const std::size_t question = std::min(target.find('?'), target.size());
    const http::Request request{
        .method = http::Method::get,
        .path = std::string_view(target).substr(0, question),
        .query = question == target.size() ? "" : std::string_view(target).substr(question + 1),
        .headers = fields,
        .body = {},
        .client_address = address,
        .request_id = "test"};
    std::optional<http::Response> response;
    boost::asio::co_spawn(
        io_, dispatcher_.answer(request),
        [&](const std::exception_ptr&, http::Response made) { response = std::move(made); });
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (!response && std::chrono::steady_clock::now() < deadline) {
      io_.run_one_for(50ms);
      io_.restart();
    }
    return response.value();
  }
  static std::string header(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
      if (key == name) return value;
    return "";
  }
  static std::map<std::string, std::string> statuses(const json::value& health) {
    std::map<std::string, std::string> all;
    for (const auto& check : health.at("checks").as_array())
      all.emplace(check.at("name").as_string(), check.at("status").as_string());
    return all;
  }

  boost::asio::io_context io_;
  std::vector<db::Migration> migrations_ = db::read_migrations(embedded::migrations());
  std::shared_ptr<db::Pool> pool_;
  db::Database database_;
  std::unique_ptr<cache::Redis> redis_;
  http::Router router_;
  http::Dispatcher dispatcher_{router_, database_, nullptr, false};
};

TEST_F(ServiceInfoTest, is_healthy_at_first_glance_whatever_the_database_does) {
  const auto response = get("/health/");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, R"({"status":"ok","version":"9.9","checks":[]})");
  EXPECT_EQ(get("/health").status, 200);
  EXPECT_EQ(get("/health/?depth=1").status, 422);
}

TEST_F(ServiceInfoTest, is_unavailable_at_a_deep_look_without_postgresql) {
  const auto response = get("/health/?deep=1");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_NE(header(response, "Retry-After"), "");
  const auto problem = json::parse(response.body);
  EXPECT_EQ(problem.at("code").as_string(), "unavailable");
  EXPECT_TRUE(problem.at("errors").as_object().contains("postgresql"));
  EXPECT_FALSE(problem.at("errors").as_object().contains("disk"));
  EXPECT_THAT(response.body, Not(HasSubstr("nowhere")));
}

class WithDatabase : public ServiceInfoTest {
 protected:
  WithDatabase() : WithDatabase(test::TestDatabase::Starts::migrated) {}
  explicit WithDatabase(test::TestDatabase::Starts starts)
      : WithDatabase(std::make_unique<test::TestDatabase>(starts)) {}

  /// Process ids of the pool's server processes, when all are connected.
  std::vector<pid_t> backends() {
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (pool_->connected() < db::PoolSettings().connections &&
           std::chrono::steady_clock::now() < deadline) {
      io_.run_one_for(50ms);
      io_.restart();
    }
    std::vector<pid_t> all;
    const auto found = db::BlockingConnection(kept_->conninfo())
                           .execute(
                               "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND "
                               "backend_type = 'client backend' AND pid <> pg_backend_pid()");
    for (const auto& row : found.rows) all.push_back(static_cast<pid_t>(std::stol(row.at(0).value())));
    return all;
  }

 private:
  explicit WithDatabase(std::unique_ptr<test::TestDatabase> database)
      : ServiceInfoTest(database->conninfo()), kept_(std::move(database)) {}
  std::unique_ptr<test::TestDatabase> kept_;
};

TEST_F(WithDatabase, says_what_a_deep_look_found) {
  const auto response = get("/health/?deep=1");
  ASSERT_EQ(response.status, 200) << response.body;
  const auto health = json::parse(response.body);
  EXPECT_EQ(health.at("status").as_string(), "ok");
  EXPECT_EQ(statuses(health),
            (std::map<std::string, std::string>{{"postgresql", "ok"}, {"schema", "ok"}, {"disk", "ok"}}));
}

TEST_F(WithDatabase, says_in_time_that_postgresql_hangs) {
  const auto stopped = backends();
  ASSERT_FALSE(stopped.empty());
  for (const pid_t pid : stopped) ASSERT_EQ(kill(pid, SIGSTOP), 0);
  const auto began = std::chrono::steady_clock::now();
  const auto response = get("/health/?deep=1");
  const auto took = std::chrono::steady_clock::now() - began;
  for (const pid_t pid : stopped) kill(pid, SIGCONT);
  EXPECT_EQ(response.status, 503);
  EXPECT_THAT(response.body, HasSubstr("no answer within 2 s"));
  EXPECT_LT(took, 6s) << "long before the database gives up";
}

TEST_F(WithDatabase, is_degraded_without_the_redis_that_is_configured) {
  redis_ = std::make_unique<cache::Redis>(
      io_, cache::RedisSettings{.address = {.host = "127.0.0.1", .port = "1"}});
  redis_->start();
  const auto response = get("/health/?deep=true");
  ASSERT_EQ(response.status, 200) << response.body;
  const auto health = json::parse(response.body);
  EXPECT_EQ(health.at("status").as_string(), "degraded");
  EXPECT_EQ(statuses(health)["redis"], "degraded");
}

TEST_F(ServiceInfoTest, tells_strangers_only_that_it_does_not_work) {
  const auto response = get("/health/?deep=1", {}, "192.0.2.1");
  EXPECT_EQ(response.status, 503);
  EXPECT_NE(header(response, "Retry-After"), "");
  const auto problem = json::parse(response.body);
  EXPECT_EQ(problem.at("code").as_string(), "unavailable");
  EXPECT_TRUE(problem.as_object().if_contains("errors") == nullptr ||
              problem.at("errors").as_object().empty());
  for (const auto* inside : {"postgresql", "schema", "disk", "redis", "does not"})
    EXPECT_THAT(response.body, Not(HasSubstr(inside)));
}

TEST_F(WithDatabase, tells_strangers_only_that_it_works) {
  redis_ = std::make_unique<cache::Redis>(
      io_, cache::RedisSettings{.address = {.host = "127.0.0.1", .port = "1"}});
  redis_->start();
  const auto told = [&](const Given& given, std::string_view address) {
    const auto response = get("/health/?deep=1", given, address);
    EXPECT_EQ(response.status, 200) << response.body;
    return response.body;
  };
  constexpr auto* little = R"({"status":"ok","version":"9.9","checks":[]})";
  EXPECT_EQ(told({}, "192.0.2.1"), little);
  EXPECT_EQ(told({{"X-Forwarded-For", "127.0.0.1"}}, "127.0.0.1"), little)
      << "a proxy here speaks for others";
  EXPECT_EQ(told({{"Authorization", "Bearer sesam"}}, "192.0.2.1"), little);
  EXPECT_THAT(told({{"Authorization", "Bearer sesame"}}, "192.0.2.1"), HasSubstr("\"degraded\""));
  EXPECT_THAT(told({}, "127.0.0.1"), HasSubstr("\"redis\""));
}

/// Log lines about health during `work`.
template <class Work>
std::vector<std::string> health_lines(Work work) {
  std::vector<std::string> lines;
  observe::start_logs({.format = observe::LogFormat::json}, [&](std::string_view line) {
    if (line.find("\"category\":\"health\"") != line.npos) lines.emplace_back(line);
  });
  work();
  observe::stop_logs();
  return lines;
}

TEST_F(ServiceInfoTest, logs_what_it_found_at_a_deep_look_however_often_strangers_ask) {
  const auto lines = health_lines([&] {
    for (int look = 0; look < 3; ++look) get("/health/?deep=1", {}, "192.0.2.1");
  });
  const auto of_postgresql = [](const std::string& line) { return line.find("postgresql") != line.npos; };
  EXPECT_EQ(std::ranges::count_if(lines, of_postgresql), 1);
  EXPECT_THAT(lines, testing::Contains(AllOf(HasSubstr("postgresql"), HasSubstr("does not answer"))));
}

TEST(FaultLog, WritesEachFaultAtOnceAndThenEveryMinute) {
  const std::vector<Check> little_room = {{.name = "postgresql", .status = Status::ok},
                                          {.name = "disk", .status = Status::degraded}};
  const std::vector<Check> no_room = {{.name = "postgresql", .status = Status::ok},
                                      {.name = "disk", .status = Status::failed}};
  FaultLog faults;
  const auto began = Clock::now();
  const auto lines_at = [&](std::chrono::seconds time, const std::vector<Check>& checks) {
    return health_lines([&] { faults.write(checks, began + time); }).size();
  };
  EXPECT_EQ(lines_at(0s, little_room), 1U);
  EXPECT_EQ(lines_at(1s, little_room), 0U);
  EXPECT_EQ(lines_at(2s, no_room), 1U) << "another fault, and a worse one";
  EXPECT_EQ(lines_at(3s, little_room), 0U) << "one that comes and goes is no new one";
  EXPECT_EQ(lines_at(60s, little_room), 1U);
  EXPECT_EQ(lines_at(61s, no_room), 0U);
  EXPECT_EQ(lines_at(62s, no_room), 1U);
}

class WithEmptyDatabase : public WithDatabase {
 protected:
  WithEmptyDatabase() : WithDatabase(test::TestDatabase::Starts::empty) {}
};

TEST_F(WithEmptyDatabase, is_unavailable_before_the_first_migration) {
  const auto response = get("/health/?deep=1");
  EXPECT_EQ(response.status, 503);
  EXPECT_THAT(response.body, AllOf(HasSubstr("schema"), Not(HasSubstr("schema_migrations"))));
}

TEST_F(ServiceInfoTest, points_to_its_documentation_from_the_root) {
  const auto root = json::parse(get("/api/").body);
  EXPECT_EQ(root.at("status").as_string(), "ok");
  for (const auto& link : root.at("links").as_object()) {
    EXPECT_EQ(get(std::string(link.value().as_string())).status, 200) << link.value();
  }
}

TEST_F(ServiceInfoTest, lists_its_endpoints) {
  const auto info = json::parse(get("/api-info/").body);
  EXPECT_EQ(info.at("name").as_string(), "Test API");
  ASSERT_EQ(info.at("endpoints").as_array().size(), 3U);
  EXPECT_EQ(info.at("endpoints").at(0).at("path").as_string(), "/health/");
  EXPECT_EQ(info.at("endpoints").at(0).at("access").as_string(), "anyone");
}

TEST_F(ServiceInfoTest, serves_the_openapi_document) {
  const auto response = get("/api/openapi.json");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, http::openapi_document(router_, api_info("Test API", "9.9")));
  EXPECT_EQ(get("/api/openapi.json", {{"If-None-Match", header(response, "ETag")}}).status, 304);
  EXPECT_EQ(header(get("/api/openapi.json", {{"Accept-Encoding", "gzip"}}), "Content-Encoding"), "gzip");
}

TEST_F(ServiceInfoTest, serves_pages_that_load_only_from_here) {
  for (const auto* const path : {"/api/docs/", "/api/docs", "/api/redoc/"}) {
    const auto page = get(path);
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
    EXPECT_THAT(header(page, "Content-Security-Policy"), HasSubstr("script-src 'self';"));
    EXPECT_THAT(page.body,
                AllOf(Not(HasSubstr("http:")), Not(HasSubstr("https:")), Not(HasSubstr("<script>"))));
    static const std::regex reference(R"re((?:src|href)="([^"]+)")re");
    for (std::sregex_iterator found(page.body.begin(), page.body.end(), reference), end; found != end;
         ++found) {
      const std::string target = (*found)[1];
      const auto file = get(target);
      EXPECT_EQ(file.status, 200) << target;
      if (!target.starts_with("/api/docs/")) continue;
      EXPECT_THAT(target, HasSubstr("?v=")) << "kept for a year under a name of its own";
      EXPECT_THAT(header(file, "Cache-Control"), HasSubstr("immutable")) << target;
    }
  }
}

TEST_F(ServiceInfoTest, keeps_files_for_a_year_only_under_their_digest) {
  const std::string path = "/api/docs/swagger-ui.css";
  const auto plain = get(path);
  EXPECT_EQ(header(plain, "Cache-Control"), "no-cache");
  EXPECT_EQ(header(get(path + "?v=0"), "Cache-Control"), "no-cache");
  EXPECT_EQ(get(path, {{"If-None-Match", header(plain, "ETag")}}).status, 304);
  const auto compressed = get(path, {{"Accept-Encoding", "br, gzip"}});
  EXPECT_EQ(header(compressed, "Content-Encoding"), "gzip");
  EXPECT_NE(header(compressed, "ETag"), header(plain, "ETag"));
  EXPECT_LT(compressed.asset.size() * 3, plain.body.size());
  EXPECT_THAT(plain.body, HasSubstr(".swagger-ui"));
}

TEST_F(ServiceInfoTest, shows_metrics_to_this_machine_and_to_the_token_only) {
  const auto local = get("/metrics");
  EXPECT_EQ(local.status, 200);
  EXPECT_THAT(std::string(local.content_type), StartsWith("text/plain; version=0.0.4"));
  EXPECT_THAT(local.body, HasSubstr("# TYPE process_start_time_seconds gauge"));
  EXPECT_EQ(get("/metrics", {}, "::1").status, 200);
  EXPECT_EQ(get("/metrics", {}, "192.0.2.1").status, 404);
  EXPECT_EQ(get("/metrics", {{"X-Forwarded-For", "192.0.2.1"}}).status, 404)
      << "a proxy here speaks for others";
  EXPECT_EQ(get("/metrics", {{"Authorization", "Bearer sesame"}}, "192.0.2.1").status, 200);
  EXPECT_EQ(get("/metrics", {{"Authorization", "Bearer sesam"}}, "192.0.2.1").status, 404);
  EXPECT_EQ(get("/metrics", {{"Authorization", "Bearer "}}, "192.0.2.1").status, 404);
}

}  // namespace
}  // namespace kpa::service_info
