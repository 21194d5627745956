#include "core/config/declarations.hpp"

#include <algorithm>
#include <initializer_list>
#include <stdexcept>

#include "core/cache/redis_url.hpp"
#include "core/config/readers.hpp"
#include "core/config/values.hpp"

namespace kpa::config {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kib = 1024, mib = 1024 * kib, gib = 1024 * mib;

/// `KPA_SERVER_PORT` for `server.port`.
std::string environment_name(const std::string& name) {
  std::string result = "KPA_";
  for (const char c : name) result += c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return result;
}

std::string as_it_is(const std::string& text) { return text; }
std::string hidden(const std::string& text) { return text.empty() ? "" : "***"; }
std::string hidden_password(const std::string& text) { return text.empty() ? "" : without_password(text); }

/// The place of a value in the settings.
template <class Section, class T>
auto in(Section Settings::* section, T Section::* member) {
  return [section, member](Settings& settings) -> T& { return settings.*section.*member; };
}
template <class T>
auto in(T Settings::* member) {
  return [member](Settings& settings) -> T& { return settings.*member; };
}

struct Defaults {
  std::array<const char*, 3> texts;
  Defaults(const char* all) : texts{all, all, all} {}
  Defaults(const char* dev, const char* test, const char* prod) : texts{dev, test, prod} {}
};

using Names = std::initializer_list<const char*>;

/// All but how the value is assigned.
Declaration declared(std::string_view name, Names other_environment, std::string kind, std::string expects,
                     const Defaults& defaults, std::string_view description, std::string_view example) {
  Declaration result{std::string(name),
                     {environment_name(std::string(name))},
                     std::move(kind),
                     std::move(expects),
                     {},
                     false,
                     std::string(description),
                     std::string(example),
                     {},
                     as_it_is};
  result.environment.insert(result.environment.end(), other_environment.begin(), other_environment.end());
  std::ranges::copy(defaults.texts, result.defaults.begin());
  return result;
}

template <class Place, class T>
Declaration setting(std::string_view name, Names other_environment, Place place, Reader<T> reader,
                    const Defaults& defaults, std::string_view description, std::string_view example) {
  Declaration result = declared(name, other_environment, std::move(reader.kind), std::move(reader.expects),
                                defaults, description, example);
  result.assign = [place, read = std::move(reader.read)](Settings& settings, const std::string& given) {
    auto value = read(given);
    if (value) place(settings) = std::move(*value);
    return value.has_value();
  };
  return result;
}

Declaration secret(Declaration declared) {
  declared.secret = true;
  declared.shown = hidden;
  return declared;
}

Declaration secret_in_url(Declaration declared) {
  declared.secret = true;
  declared.shown = hidden_password;
  return declared;
}

bool is_database_url(const std::string& given) {
  return given.empty() || given.starts_with("postgres://") || given.starts_with("postgresql://") ||
         (given.find("://") == std::string::npos && given.find('=') != std::string::npos);
}

bool is_redis_url(const std::string& given) {
  return given.empty() || cache::parse_redis_url(given).has_value();
}

bool is_region(const std::string& given) {
  return given.size() == 2 && std::ranges::all_of(given, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_origin_or_all(const std::string& given) { return given == "*" || is_origin(given); }

bool is_url(const std::string& given) {
  return given.empty() || given.starts_with("https://") || given.starts_with("http://");
}

bool is_page(const std::string& given) { return is_url(given) && given.find('#') == std::string::npos; }

bool is_sms_method(const std::string& given) { return given == "POST" || given == "GET"; }

bool is_sms_content_type(const std::string& given) {
  return given == "application/json" || given == "application/x-www-form-urlencoded";
}

bool is_not_empty(const std::string& given) { return !given.empty(); }

std::vector<Declaration> general_settings() {
  return {
      setting("profile", {"DJANGO_SETTINGS_MODULE"}, in(&Settings::profile), profile(), "dev",
              "Chooses the defaults: `dev` for a developer's machine, `test` for automatic tests, `prod` "
              "for production, which also refuses to start with unsafe settings. Of a module name such as "
              "`config.settings.prod` the last part counts.",
              "prod"),
      setting("debug", {"DEBUG"}, in(&Settings::debug), flag(), "false",
              "Sets the log level to DEBUG unless `log.level` is set. Refused in prod.", "false"),
      setting(
          "time_zone", {"TIME_ZONE"}, in(&Settings::time_zone),
          text("time zone", "the name of a time zone, such as Asia/Kolkata or UTC (package tzdata has them)",
               is_time_zone),
          "Asia/Kolkata", "Time zone of calendar dates.", "Asia/Kolkata"),
      setting("data_dir", {}, in(&Settings::data_dir), path(), "var",
              "Directory for the server's own data: the embedded database, a generated secret, uploads.",
              "/var/lib/kpa"),
      setting("media_root", {"MEDIA_ROOT"}, in(&Settings::media_root), path(), "",
              "Uploaded files; `media` in `data_dir` when not set.", "/app/media"),
      setting(
          "web_dir", {}, in(&Settings::web_dir), path(), "",
          "Folder of the built web app; when not set, `../share/kpa/web` seen from the program's folder. Without "
          "an app there, `/` says how to build it.",
          "/usr/share/kpa/web"),
      setting(
          "web_worker", {}, in(&Settings::web_worker), flag(), "true",
          "Whether the web app's worker keeps its files on phones, so that it opens without a network. `false` "
          "is for a worker that went wrong: each phone that reaches the server removes it and the files, and keeps "
          "what its people filled in.",
          "true"),
      setting("static_root", {"STATIC_ROOT"}, in(&Settings::static_root), path(), "",
              "Has no effect: the web pages are part of the program. Accepted because the earlier system "
              "had it.",
              "/app/staticfiles"),
  };
}

std::vector<Declaration> server_settings() {
  const auto at = [](auto member) { return in(&Settings::server, member); };
  using S = ServerSettings;
  return {
      setting("server.host", {}, at(&S::host), text("address", "an address to listen on", is_not_empty),
              {"127.0.0.1", "127.0.0.1", "0.0.0.0"},
              "The address to listen on; `0.0.0.0` is every IPv4 address, `::` every address.", "0.0.0.0"),
      setting("server.port", {"PORT"}, at(&S::port), integer<std::uint16_t>(0, 65535), {"8000", "0", "8000"},
              "The TCP port to listen on; 0 takes a free one.", "8000"),
      setting("server.io_threads", {}, at(&S::io_threads), integer(0U, 64U), {"0", "1", "0"},
              "Threads that serve connections. 0: one for every two processors; the database needs the "
              "others.",
              "2"),
      setting("server.worker_threads", {}, at(&S::worker_threads), integer(0U, 256U), {"0", "2", "0"},
              "Threads for CPU-bound or blocking work. 0: one for each processor.", "4"),
      setting("server.worker_queue", {}, at(&S::worker_queue), integer<std::size_t>(1, 100'000), "256",
              "How many tasks may wait for a worker thread; beyond that the answer is 503 with Retry-After.",
              "256"),
      setting("server.password_queue", {}, at(&S::password_queue), integer<std::size_t>(1, 10'000), "64",
              "How many passwords may wait to be hashed or compared, by the same number of additional "
              "threads with low priority; beyond that the answer is 503 with Retry-After.",
              "64"),
      setting("server.max_connections", {}, at(&S::max_connections), integer<std::size_t>(1, 1'000'000),
              "10000",
              "Open connections of all I/O threads together. Beyond that, a new connection replaces the "
              "one that has waited longest for its client: between requests, for the rest of a request, or "
              "for the client to take an answer. If all are busy, the answer is 503, except for `/health/`.",
              "10000"),
      setting("server.max_connections_per_address", {}, at(&S::max_connections_per_address),
              integer<std::size_t>(0, 1'000'000), "0",
              "How many of these one IPv4 address or IPv6 /64 may have, except `server.trusted_proxies`. "
              "0: a quarter of `server.max_connections`. Beyond that, a new connection replaces the "
              "address' own one that has waited longest for its client. If all are busy, the answer is 429.",
              "1000"),
      setting("server.max_body", {}, at(&S::max_body), size(1 * kib, 1 * gib), "1MiB",
              "The largest request body, unless an endpoint sets its own limit; at most 16KiB for "
              "endpoints without login.",
              "1MiB"),
      // At least twice the largest file that can be imported.
      setting("server.max_body_memory", {}, at(&S::max_body_memory), size(8 * mib, 64 * gib), "64MiB",
              "Memory in each I/O thread for request bodies above 16KiB; one client can use half of it. "
              "Beyond that the answer is 503 with Retry-After. At least twice `server.max_body`.",
              "64MiB"),
      setting("server.max_header", {}, at(&S::max_header), size(1 * kib, 1 * mib), "16KiB",
              "The largest request line and header fields together.", "16KiB"),
      setting("server.read_timeout", {}, at(&S::read_timeout), duration(100ms, 1h), "30s",
              "How long a request's header may take to arrive; also the time over which `server.body_rate` "
              "is measured.",
              "30s"),
      setting("server.body_rate", {}, at(&S::body_rate), size(1, 1 * mib), "1KiB",
              "The least bytes per second of a request body, measured over `server.read_timeout`; a slower "
              "request ends with 408. Time in which the server does not read is not counted.",
              "1KiB"),
      setting("server.handle_timeout", {}, at(&S::handle_timeout), duration(100ms, 1h), "30s",
              "How long the server may work on a request.", "30s"),
      setting("server.write_timeout", {}, at(&S::write_timeout), duration(100ms, 1h), "30s",
              "How long a client may take to read an answer.", "30s"),
      setting("server.idle_timeout", {}, at(&S::idle_timeout), duration(100ms, 1h), "75s",
              "How long a connection may stay open between two requests.", "75s"),
      setting("server.drain_timeout", {}, at(&S::drain_timeout), duration(0ms, 1h), {"10s", "2s", "30s"},
              "How long running requests may continue after the signal to stop.", "30s"),
      setting("server.trusted_proxies", {}, at(&S::trusted_proxies),
              list("networks", "addresses or networks separated by commas, such as 10.0.0.5,::1", is_network),
              "",
              "Proxies whose X-Forwarded-For is believed. Never a network with clients in it: they could "
              "claim any address.",
              "10.0.0.5"),
      setting("server.https_only", {}, at(&S::https_only), duration(0ms, 24h * 3650), {"0", "0", "365d"},
              "How long browsers must use HTTPS only for this host and its subdomains "
              "(Strict-Transport-Security); browsers obey it only in answers over HTTPS. 0: not sent.",
              "365d"),
      setting("cors.allow_all_origins", {"CORS_ALLOW_ALL_ORIGINS"},
              in(&Settings::cors, &CorsSettings::allow_all_origins), flag(), {"true", "true", "false"},
              "Allows pages of every origin to call the API. Refused in prod.", "false"),
      setting(
          "cors.origins", {"CORS_ALLOWED_ORIGINS"}, in(&Settings::cors, &CorsSettings::origins),
          list("origins",
               "origins separated by commas, such as https://erp.example.org (no path, no slash at the end)",
               is_origin_or_all),
          "", "Origins whose pages may call the API; `*` means all.", "https://erp.example.org"),
      setting("cors.allow_credentials", {"CORS_ALLOW_CREDENTIALS"},
              in(&Settings::cors, &CorsSettings::allow_credentials), flag(), "true",
              "Allows these pages to send credentials.", "true"),
  };
}

std::vector<Declaration> data_settings() {
  const auto at = [](auto member) { return in(&Settings::database, member); };
  using D = DatabaseSettings;
  return {
      secret_in_url(
          setting("database.url", {"DATABASE_URL"}, at(&D::url),
                  text("URL", "postgresql://user:password@host:5432/database", is_database_url), "",
                  "The PostgreSQL database. Without it, and without `database.name` and `database.host`, the "
                  "server keeps a private PostgreSQL under `data_dir`.",
                  "postgresql://kpa@localhost:5432/kpa_erp")),
      setting("database.name", {"DB_NAME"}, at(&D::name), text(), "", "Database name, when there is no URL.",
              "kpa_erp"),
      setting("database.user", {"DB_USER"}, at(&D::user), text(), "", "Database user, when there is no URL.",
              "kpa"),
      secret(setting("database.password", {"DB_PASSWORD"}, at(&D::password), text(), "",
                     "Password of the database user, when there is no URL.", "")),
      setting("database.host", {"DB_HOST"}, at(&D::host), text(), "",
              "Host or socket directory of the database, when there is no URL.", "localhost"),
      setting("database.port", {"DB_PORT"}, at(&D::port), integer<std::uint16_t>(1, 65535), "5432",
              "Port of the database, when there is no URL.", "5432"),
      setting("database.connections", {}, at(&D::connections), integer(1U, 100U), "4",
              "Connections to the database for each I/O thread.", "4"),
      setting("database.pipeline_depth", {}, at(&D::pipeline_depth), integer(1U, 1000U), "32",
              "Statements that may be under way on one connection.", "32"),
      setting("database.connect_timeout", {}, at(&D::connect_timeout), duration(100ms, 10min), "5s",
              "How long connecting may take.", "5s"),
      setting("database.statement_timeout", {}, at(&D::statement_timeout), duration(100ms, 1h), "15s",
              "How long one statement may run before it is cancelled.", "15s"),
      setting("database.acquire_timeout", {}, at(&D::acquire_timeout), duration(10ms, 10min), "5s",
              "How long a request may wait for a connection before it is answered 503.", "5s"),
      secret_in_url(setting(
          "redis.url", {"REDIS_URL"}, in(&Settings::redis, &RedisSettings::url),
          text("URL",
               "redis://[user:password@]host[:port][/database], or rediss://… for TLS, the port and the "
               "database as numbers, such as redis://localhost:6379/1",
               is_redis_url),
          "",
          "Redis for limits and caches shared by several instances; a single instance does not need "
          "it. `rediss://…` uses TLS 1.2 or later and verifies the certificate for this host.",
          "redis://localhost:6379/1")),
      setting("redis.ca_file", {}, in(&Settings::redis, &RedisSettings::ca_file), path(), "",
              "The CA certificate (PEM) that `rediss://…` trusts in place of the system's CAs: for a "
              "private CA.",
              "/etc/kpa/redis-ca.pem"),
  };
}

std::vector<Declaration> auth_settings() {
  const auto at = [](auto member) { return in(&Settings::auth, member); };
  using A = AuthSettings;
  return {
      secret(setting("auth.secret_key", {"SECRET_KEY"}, at(&A::secret_key), text(), "",
                     "The server's secret, 32 bytes or more: `openssl rand -base64 48`. Required in prod; "
                     "otherwise one is generated and stored in `data_dir`.",
                     "")),
      secret(setting("auth.jwt_secret_key", {"JWT_SECRET_KEY"}, at(&A::jwt_secret_key), text(), "",
                     "Signs access tokens; derived from `auth.secret_key` when not set.", "")),
      setting("auth.access_lifetime", {"ACCESS_TOKEN_LIFETIME"}, at(&A::access_lifetime), duration(1s, 24h),
              "1h", "How long an access token is valid.", "1h"),
      setting("auth.refresh_lifetime", {"REFRESH_TOKEN_LIFETIME"}, at(&A::refresh_lifetime),
              duration(1s, 24h * 365), "7d", "How long a refresh token is valid.", "7d"),
      setting("auth.session_lifetime", {}, at(&A::session_lifetime), duration(1s, 24h * 3650), "30d",
              "How long after a login its tokens can be refreshed; after that a new login is needed.", "30d"),
      setting("auth.refresh_grace", {}, at(&A::refresh_grace), duration(0s, 5min), "10s",
              "How long a used refresh token is still accepted after one of its successors was used, for "
              "requests sent at the same time. Until a successor is used, it is accepted anyway, because "
              "the client may have lost the answer.",
              "10s"),
      setting("auth.session_recheck", {}, at(&A::session_recheck), duration(0ms, 1min), "500ms",
              "How long an instance may cache that a session is valid: within this time a logout or "
              "deactivation takes effect on all instances.",
              "500ms"),
      setting("auth.issuer", {}, at(&A::issuer), text("text", "text that is not empty", is_not_empty),
              "kpa-erp", "Issuer (`iss`) of access tokens.", "kpa-erp"),
      setting("auth.audience", {}, at(&A::audience), text("text", "text that is not empty", is_not_empty),
              "kpa-erp-api", "Audience (`aud`) of access tokens.", "kpa-erp-api"),
      setting("auth.bcrypt_cost", {}, at(&A::bcrypt_cost), integer(4U, 16U), {"10", "4", "12"},
              "Cost of password hashes; each step doubles the time. After it is lowered, response times of "
              "logins reveal who exists, until those people have logged in again.",
              "12"),
      setting("auth.password_min_length", {}, at(&A::password_min_length), integer(8U, 64U), {"8", "8", "10"},
              "Least number of characters in a password.", "10"),
      setting("auth.password_min_score", {}, at(&A::password_min_score), integer(0U, 4U), {"1", "1", "3"},
              "How hard a password must be to guess, as zxcvbn rates it, from 0 (at once) to 4 (very hard).",
              "3"),
      setting("auth.default_region", {}, at(&A::default_region),
              text("country", "a country's two capital letters, such as IN", is_region), "IN",
              "The country of phone numbers without a country code.", "IN"),
      setting("auth.code_lifetime", {}, at(&A::code_lifetime), duration(30s, 15min), "5m",
              "How long a code in a text message is valid.", "5m"),
      setting("auth.code_pause", {}, at(&A::code_pause), duration(0ms, 1h), "30s",
              "The pause before another code is sent to the same number for the same purpose; doubled with "
              "each code of the last day, up to an hour.",
              "30s"),
      setting("auth.codes_per_number", {}, at(&A::codes_per_number), integer(1U, 1000U), "10",
              "Codes sent to one number in a day.", "10"),
      setting("auth.codes_per_address", {}, at(&A::codes_per_address), integer(1U, 100'000U), "100",
              "Codes that one address may request in a day. A workshop behind one address needs enough for "
              "all of its people.",
              "100"),
      setting("auth.codes_per_day", {}, at(&A::codes_per_day), integer(1U, 10'000'000U), "5000",
              "Codes that the whole installation sends in a day: the most that an attack can cost.", "5000"),
      setting("auth.link_lifetime", {}, at(&A::link_lifetime), duration(1min, 24h * 7), "1d",
              "How long a one-time link that an administrator creates for a new password is valid.", "1d"),
      setting("auth.reset_page", {}, at(&A::reset_page),
              text("URL", "https://erp.example.org/reset", is_page), "",
              "The page to which one-time links lead; the token follows a `#`, so that no server logs it. "
              "Without this setting, answers contain only the token.",
              "https://erp.example.org/reset-password"),
  };
}

std::vector<Declaration> sms_settings() {
  const auto at = [](auto member) { return in(&Settings::sms, member); };
  using S = SmsSettings;
  return {
      setting("sms.sender", {}, at(&S::sender), sms_sender(), {"console", "console", "none"},
              "How text messages are sent: `http` through a gateway ([how-to](how-to/send-sms.md)), "
              "`console` to standard error (refused in prod: everybody who reads the log could log in as "
              "anybody), `none` not at all.",
              "http"),
      secret(setting(
          "sms.url", {}, at(&S::url), text("URL", "a URL that starts with https:// or http://", is_url), "",
          "The gateway's address. In the address and in the body, `{to}` is replaced by the number "
          "(`+919876543210`), `{digits}` by the number without its +, `{text}` by the message, "
          "`{code}` by the code alone.",
          "https://sms.example.org/send")),
      setting("sms.method", {}, at(&S::method), text("method", "POST or GET", is_sms_method), "POST",
              "HTTP method of the request to the gateway; a GET has no body.", "POST"),
      setting(
          "sms.content_type", {}, at(&S::content_type),
          text("media type", "application/json or application/x-www-form-urlencoded", is_sms_content_type),
          "application/json", "Media type of the body; decides how values are escaped in it.",
          "application/json"),
      secret(setting("sms.headers", {}, at(&S::headers), text(), "",
                     "Additional header fields, one per line: `authkey: …`.", "")),
      secret(setting("sms.body", {}, at(&S::body), text(), "",
                     "The body, with the placeholders named at `sms.url`.", "")),
      setting("sms.username", {}, at(&S::username), text(), "", "User name for HTTP basic authentication.",
              ""),
      secret(setting("sms.password", {}, at(&S::password), text(), "",
                     "Password for HTTP basic authentication.", "")),
      setting("sms.expect", {}, at(&S::expect), text(), "",
              "A text in the gateway's answers to accepted messages, for a gateway that also answers "
              "failures with 200.",
              "\"type\":\"success\""),
      setting("sms.timeout", {}, at(&S::timeout), duration(100ms, 1min), "10s",
              "How long the gateway may take for one request.", "10s"),
  };
}

/// Very high in tests, which send requests for many people from one address.
Defaults limit_of(const char* usual) { return {usual, "1000000/min burst 1000000", usual}; }

std::vector<Declaration> limit_settings() {
  const auto at = [](auto member) { return in(&Settings::limits, member); };
  using L = LimitSettings;
  return {
      setting("limits.reads", {}, at(&L::reads), rate_limit(), limit_of("600/min burst 200 grace 10s"),
              "Reading requests of one user. How limits work: [limits.md](limits.md).",
              "600/min burst 200 grace 10s"),
      setting("limits.writes", {}, at(&L::writes), rate_limit(), limit_of("120/min burst 60 grace 10s"),
              "Changing requests of one user.", "120/min burst 60 grace 10s"),
      setting("limits.exports", {}, at(&L::exports), rate_limit(), limit_of("6/min burst 6 grace 10s"),
              "Exports that one user may start.", "6/min burst 6 grace 10s"),
      setting("limits.users_per_address", {}, at(&L::users_per_address), integer(1U, 10'000U), "50",
              "How many users' reads, writes and exports one address may make; many phones share a "
              "workshop's address.",
              "50"),
      setting("limits.unauthenticated", {}, at(&L::unauthenticated), rate_limit(),
              limit_of("1200/min burst 400 grace 10s"),
              "Requests of one address without a valid token: those that need none, and those that are "
              "refused.",
              "1200/min burst 400 grace 10s"),
      setting("limits.logins", {}, at(&L::logins), rate_limit_without_grace(), limit_of("60/min burst 120"),
              "Logins, codes and current passwords tried from one address.", "60/min burst 120"),
      setting("limits.registrations", {}, at(&L::registrations), rate_limit_without_grace(),
              limit_of("10/min burst 60"), "Registrations tried from one address.", "10/min burst 60"),
      setting("limits.codes", {}, at(&L::codes), rate_limit_without_grace(), limit_of("20/min burst 60"),
              "One-time codes asked for from one address.", "20/min burst 60"),
  };
}

std::vector<Declaration> other_settings() {
  return {
      setting("api.title", {"API_TITLE"}, in(&Settings::api, &ApiSettings::title), text(), "KPA ERP API",
              "Title of the API in its documentation.", "KPA ERP API"),
      setting("api.version", {"API_VERSION"}, in(&Settings::api, &ApiSettings::version), text(), "1.0.0",
              "Version of the API in its documentation.", "1.0.0"),
      setting("api.per_page", {"NINJA_PAGINATION_PER_PAGE"}, in(&Settings::api, &ApiSettings::per_page),
              integer(1U, 100U), "20", "Entries on a page of a list, if the request does not say.", "20"),
      setting("forms.require_if_match", {}, in(&Settings::forms, &FormsSettings::require_if_match), flag(),
              "false", "Requires If-Match for changes of a record; without it the answer is 428.", "false"),
      setting("log.level", {"LOG_LEVEL"}, in(&Settings::log, &observe::LogSettings::level), level(),
              {"INFO", "WARNING", "INFO"}, "The lowest level that is written.", "INFO"),
      setting("log.levels", {"LOG_LEVELS"}, in(&Settings::log, &observe::LogSettings::levels), levels(),
              {"audit=WARNING", "", ""},
              "Levels of individual categories (`request`, `db`, `security`, `users`, `forms`, …); logger "
              "names of the earlier system, such as `django.request`, also work. In the file this is a "
              "table: `[log.levels]`.",
              "db=DEBUG,request=WARNING"),
      setting("log.format", {"LOG_FORMAT"}, in(&Settings::log, &observe::LogSettings::format), log_format(),
              {"text", "text", "json"}, "`text` for people, `json` for machines.", "json"),
      setting("log.queue_lines", {}, in(&Settings::log, &observe::LogSettings::queue_lines),
              integer<std::size_t>(16, 1'000'000), "4096",
              "Lines that may wait for a slow reader of the log before the oldest are dropped.", "4096"),
      secret(setting("metrics.token", {}, in(&Settings::metrics, &MetricsSettings::token), text(), "",
                     "Bearer token for `/metrics`; without this setting only this machine may read them.",
                     "")),
  };
}

}  // namespace

const std::vector<Declaration>& declarations() {
  static const std::vector<Declaration> all = [] {
    std::vector<Declaration> result;
    for (const auto section : {general_settings, server_settings, data_settings, auth_settings, sms_settings,
                               limit_settings, other_settings}) {
      std::ranges::move(section(), std::back_inserter(result));
    }
    return result;
  }();
  return all;
}

const Declaration& declaration(std::string_view name) {
  const auto found = std::ranges::find(declarations(), name, &Declaration::name);
  if (found == declarations().end()) throw std::logic_error("no such setting: " + std::string(name));
  return *found;
}

}  // namespace kpa::config
