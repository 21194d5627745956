#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "app/application.hpp"
#include "core/config/settings.hpp"
#include "tests/support/database.hpp"
#include "tests/support/http_client.hpp"

namespace kpa::test {

/// A logged-in person.
struct Person {
  std::int64_t id = 0;
  std::string phone;
  std::string password;
  std::string token;
  std::string refresh_token;
};

enum class Rank { user, staff, superuser };

/// The whole service in this process, on loopback, with a database of its own.
class TestService {
 public:
  /// `adjust` may change the settings of profile `test` first.
  explicit TestService(const std::function<void(config::Settings&)>& adjust = {});

  std::uint16_t port() const { return port_; }
  std::string conninfo() const { return database_.conninfo(); }
  const config::Settings& settings() const { return settings_; }
  /// A client without a token.
  HttpClient client() const { return HttpClient(port_); }
  /// A client that is logged in as `person`.
  HttpClient client(const Person& person) const;

  /// Registers a new person over the API, and sets their rank in the database.
  Person enrol(Rank rank = Rank::user);
  /// Runs SQL and returns the first value of the first row; empty when there is none.
  std::string sql(const std::string& statement) const;

  void stop() { application_.reset(); }
  void start();

 private:
  TestDatabase database_;
  config::Settings settings_;
  std::unique_ptr<app::Application> application_;
  std::uint16_t port_ = 0;
  int enrolled_ = 0;
};

/// The example forms of the reference, with a form number of your own.
boost::json::object wheel_example(const std::string& form_number);
boost::json::object bogie_example(const std::string& form_number);

}  // namespace kpa::test
