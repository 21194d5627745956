#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/observe/log.hpp"

namespace kpa::config {

using Milliseconds = std::chrono::milliseconds;

/// Decides the defaults: for a developer's machine, automatic tests, or production.
enum class Profile { dev, test, prod };

// The meaning, names and defaults of all settings are in declarations.cpp.

struct ServerSettings {
  std::string host;
  std::uint16_t port;
  unsigned io_threads;
  unsigned worker_threads;
  std::size_t worker_queue;
  std::size_t password_queue;
  std::size_t max_connections;
  std::size_t max_connections_per_address;
  std::size_t max_body;
  std::size_t max_body_memory;
  std::size_t max_header;
  std::size_t body_rate;
  Milliseconds read_timeout;
  Milliseconds handle_timeout;
  Milliseconds write_timeout;
  Milliseconds idle_timeout;
  Milliseconds drain_timeout;
  std::vector<std::string> trusted_proxies;
  Milliseconds https_only;
};

struct CorsSettings {
  bool allow_all_origins;
  std::vector<std::string> origins;
  bool allow_credentials;
};

struct ApiSettings {
  std::string title;
  std::string version;
  unsigned per_page;
};

struct DatabaseSettings {
  std::string url;  ///< as configured; connect to database_url() instead
  std::string name;
  std::string user;
  std::string password;
  std::string host;
  std::uint16_t port;
  unsigned connections;
  unsigned pipeline_depth;
  Milliseconds connect_timeout;
  Milliseconds statement_timeout;
  Milliseconds acquire_timeout;

  /// True when no database is configured: then a private one in the data directory is used.
  bool embedded() const { return url.empty() && name.empty() && host.empty(); }
};

struct RedisSettings {
  std::string url;                ///< empty: limits and caches are kept in this process
  std::filesystem::path ca_file;  ///< empty: the CAs that the system trusts
};

struct AuthSettings {
  std::string secret_key;      ///< if not configured, set by complete_secrets()
  std::string jwt_secret_key;  ///< if not configured, set by complete_secrets()
  Milliseconds access_lifetime;
  Milliseconds refresh_lifetime;
  Milliseconds session_lifetime;
  Milliseconds refresh_grace;
  Milliseconds session_recheck;
  std::string issuer;
  std::string audience;
  unsigned bcrypt_cost;
  unsigned password_min_length;
  unsigned password_min_score;
  std::string default_region;
  Milliseconds code_lifetime;
  Milliseconds code_pause;
  unsigned codes_per_number;
  unsigned codes_per_address;
  unsigned codes_per_day;
  Milliseconds link_lifetime;
  std::string reset_page;  ///< empty: answers contain only the token of a one-time link
};

enum class SmsSenderKind { none, console, http };

struct SmsSettings {
  SmsSenderKind sender;
  std::string url;
  std::string method;
  std::string content_type;
  std::string headers;
  std::string body;
  std::string username;
  std::string password;
  std::string expect;
  Milliseconds timeout;
};

/// Parameters of a token bucket; docs/limits.md explains them.
struct RateLimit {
  double per_minute = 0;
  unsigned burst = 0;  ///< 0: unlimited
  Milliseconds grace{0};

  bool off() const { return burst == 0; }
};

struct LimitSettings {
  RateLimit reads;
  RateLimit writes;
  RateLimit exports;
  unsigned users_per_address;
  RateLimit unauthenticated;
  RateLimit logins;
  RateLimit registrations;
  RateLimit codes;
};

struct FormsSettings {
  bool require_if_match;
};

struct MetricsSettings {
  std::string token;  ///< empty: loopback only
};

struct Settings {
  Profile profile = Profile::dev;
  bool debug = false;
  std::string time_zone;
  std::filesystem::path data_dir;
  std::filesystem::path media_root;
  std::filesystem::path web_dir;  ///< empty: beside the program, where packages put it
  bool web_worker = true;         ///< false: phones remove the web app's worker
  std::filesystem::path static_root;
  ServerSettings server{};
  CorsSettings cors{};
  ApiSettings api{};
  DatabaseSettings database{};
  RedisSettings redis{};
  AuthSettings auth{};
  LimitSettings limits{};
  SmsSettings sms{};
  FormsSettings forms{};
  observe::LogSettings log{};
  MetricsSettings metrics{};
};

/// `dev`, `test` or `prod`.
std::string_view name(Profile profile);

/// What libpq connects to: the configured URL, or a connection string made of DB_NAME, DB_USER, DB_PASSWORD,
/// DB_HOST and DB_PORT. Empty when the database is embedded. Contains a password: never log it.
std::string database_url(const DatabaseSettings& database);

}  // namespace kpa::config
