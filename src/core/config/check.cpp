#include <algorithm>
#include <array>

#include <boost/json/parse.hpp>

#include "core/cache/redis_url.hpp"
#include "core/config/declarations.hpp"
#include "core/config/given.hpp"
#include "core/config/secrets.hpp"
#include "core/config/values.hpp"
#include "core/text.hpp"

namespace kpa::config {
namespace {

constexpr const char* make_a_secret = "Make one with `openssl rand -base64 48` and set it as ";

bool is_given(const Loaded& loaded, std::string_view setting) {
  return !loaded.sources.find(setting)->second.starts_with("default");
}

/// Whether the setting's text could not be read; that is reported, and its value must not be used.
bool is_wrong(const Loaded& loaded, std::string_view setting) {
  return std::ranges::any_of(loaded.mistakes,
                             [setting](const Mistake& mistake) { return mistake.setting == setting; });
}

void add(std::vector<Mistake>& to, const Loaded& loaded, const std::string& setting, std::string what,
         std::string remedy) {
  to.push_back({setting, loaded.sources.at(setting), std::move(what), std::move(remedy)});
}

/// With a weak secret anyone could forge tokens: an error in prod, a warning elsewhere.
void check_secret(Loaded& loaded, const std::string& setting, const std::string& secret,
                  const std::string& variable) {
  if (secret.empty()) return;
  const auto weak = weakness(secret);
  if (!weak) return;
  auto& reports = loaded.settings.profile == Profile::prod ? loaded.mistakes : loaded.warnings;
  add(reports, loaded, setting, *weak, make_a_secret + variable + ".");
}

void check_safety(Loaded& loaded, bool secret_needed) {
  const Settings& settings = loaded.settings;
  check_secret(loaded, "auth.secret_key", settings.auth.secret_key, "SECRET_KEY");
  check_secret(loaded, "auth.jwt_secret_key", settings.auth.jwt_secret_key, "JWT_SECRET_KEY");
  if (settings.profile != Profile::prod) return;

  if (settings.auth.secret_key.empty() && secret_needed) {
    add(loaded.mistakes, loaded, "auth.secret_key", "is not set, and prod generates none",
        make_a_secret + std::string("SECRET_KEY."));
  }
  if (settings.debug) {
    add(loaded.mistakes, loaded, "debug", "is on, which prod does not allow",
        "Set DEBUG=false, or remove it.");
  }
  if (settings.cors.allow_all_origins) {
    const std::string setting =
        is_given(loaded, "cors.origins") && !is_given(loaded, "cors.allow_all_origins")
            ? "cors.origins"
            : "cors.allow_all_origins";
    add(loaded.mistakes, loaded, setting,
        "lets pages of every origin call the API, which prod does not allow",
        "Name the origins of your own pages instead: CORS_ALLOWED_ORIGINS=https://erp.example.org, and set "
        "CORS_ALLOW_ALL_ORIGINS=false.");
  }
  if (const auto& token = settings.metrics.token; !token.empty() && token.size() < 16) {
    add(loaded.mistakes, loaded, "metrics.token", "is shorter than 16 bytes",
        make_a_secret + std::string("KPA_METRICS_TOKEN."));
  }
}

/// Warns about limits that were turned off, perhaps for a test, and forgotten.
void check_limits(Loaded& loaded) {
  if (loaded.settings.profile != Profile::prod) return;
  const LimitSettings& limits = loaded.settings.limits;
  for (const auto& [setting, limit] : {std::pair("limits.reads", limits.reads),
                                       {"limits.writes", limits.writes},
                                       {"limits.exports", limits.exports},
                                       {"limits.unauthenticated", limits.unauthenticated},
                                       {"limits.logins", limits.logins},
                                       {"limits.registrations", limits.registrations},
                                       {"limits.codes", limits.codes}})
    if (limit.off() && !is_wrong(loaded, setting))
      add(loaded.warnings, loaded, setting, "is off: nothing protects the server from one that asks too much",
          "Remove it to have the default, or set a wide limit.");
}

/// Checks trusted_proxies. Behind an unlisted proxy all clients share its address, and so its limits; if
/// anybody counts as a proxy, every client can claim any address.
void check_proxies(Loaded& loaded) {
  if (loaded.settings.profile != Profile::prod) return;
  const ServerSettings& server = loaded.settings.server;
  const std::string setting = "server.trusted_proxies";
  for (const std::string& network : server.trusted_proxies)
    if (network.ends_with("/0"))
      add(loaded.mistakes, loaded, setting,
          "believes everybody (" + network + "), who can then give any address as theirs",
          "Name the proxies alone, such as KPA_SERVER_TRUSTED_PROXIES=10.0.0.5.");
  const bool only_this_machine =
      server.host == "localhost" || server.host == "::1" || server.host.starts_with("127.");
  if (only_this_machine && server.trusted_proxies.empty())
    add(loaded.warnings, loaded, setting,
        "is empty, and the server listens for this machine only: all who come through a proxy on it count as one "
        "address, which the limits and the audit log go by",
        "Name the proxy: KPA_SERVER_TRUSTED_PROXIES=" +
            (server.host == "localhost" ? "127.0.0.1,::1" : server.host) + ".");
}

/// A body of the allowed size must fit into the memory for bodies.
void check_bodies(Loaded& loaded) {
  const ServerSettings& server = loaded.settings.server;
  if (server.max_body_memory / 2 < server.max_body && !is_wrong(loaded, "server.max_body_memory"))
    add(loaded.mistakes, loaded, "server.max_body_memory",
        "is less than twice server.max_body, and one client may have half of it",
        "Make it larger, or server.max_body smaller.");
}

/// A setting without effect is reported like a wrong one.
void check_database(Loaded& loaded) {
  for (const char* setting :
       {"database.name", "database.user", "database.password", "database.host", "database.port"}) {
    if (!is_given(loaded, setting)) continue;
    if (loaded.settings.database.embedded()) {
      add(loaded.mistakes, loaded, setting, "has no effect without a database to connect to",
          "Set DB_NAME and DB_HOST or DATABASE_URL as well, or remove it to use the embedded database.");
    } else if (!loaded.settings.database.url.empty()) {
      add(loaded.warnings, loaded, setting, "has no effect beside DATABASE_URL", "Remove one of them.");
    }
  }
}

/// Whoever configures a CA expects TLS to be used.
void check_redis(Loaded& loaded) {
  const RedisSettings& redis = loaded.settings.redis;
  const auto address = cache::parse_redis_url(redis.url);
  if (!address && is_given(loaded, "redis.url")) return;  // that is reported already
  const bool tls = address && address->tls;
  if (!redis.ca_file.empty() && !tls)
    add(loaded.mistakes, loaded, "redis.ca_file", "has no effect without TLS",
        "Write REDIS_URL=rediss://…, or remove it.");
  else if (!redis.ca_file.empty() && !has_certificates(redis.ca_file))
    add(loaded.mistakes, loaded, "redis.ca_file",
        "no certificate (PEM) can be read from " + redis.ca_file.string(),
        "Name a file with the CA's certificate that the user who runs kpa may read.");
  if (loaded.settings.profile == Profile::prod && address && !tls && !is_nearby(address->host))
    add(loaded.warnings, loaded, "redis.url", "goes over the network unencrypted",
        "Write rediss://…, or the address that Redis has in a private network.");
}

void check_lifetimes(Loaded& loaded) {
  const AuthSettings& auth = loaded.settings.auth;
  if (auth.refresh_lifetime < auth.access_lifetime) {
    add(loaded.mistakes, loaded, "auth.refresh_lifetime", "is shorter than auth.access_lifetime",
        "Make the refresh token's life the longer one, such as 7d.");
  }
  if (auth.session_lifetime < auth.refresh_lifetime) {
    add(loaded.mistakes, loaded, "auth.session_lifetime", "is shorter than auth.refresh_lifetime",
        "Make the session's life the longer one, such as 30d.");
  }
}

bool is_on_this_machine(std::string_view url) {
  for (const std::string_view host : {"http://127.0.0.1", "http://localhost", "http://[::1]"}) {
    if (!url.starts_with(host)) continue;
    const auto rest = url.substr(host.size());
    if (rest.empty() || rest.front() == ':' || rest.front() == '/') return true;
  }
  return false;
}

/// The number of the first line that is not `name: value`, from 1; 0 when all are.
int wrong_header(std::string_view lines) {
  for (int number = 1; !lines.empty(); ++number) {
    const auto end = lines.find('\n');
    const auto line = trimmed(lines.substr(0, end));
    const auto colon = line.find(':');
    if (!line.empty() && (colon == line.npos || colon == 0 || colon + 1 == line.size())) return number;
    lines = end == lines.npos ? std::string_view() : lines.substr(end + 1);
  }
  return 0;
}

/// Whether the template becomes JSON when its placeholders are filled. The test code begins with a zero,
/// which makes a number invalid: so a placeholder without quotation marks is found.
bool becomes_json(std::string body) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> places = {
      {{"{to}", "+919876543210"}, {"{digits}", "919876543210"}, {"{text}", "a text"}, {"{code}", "012345"}}};
  for (const auto& [place, value] : places)
    for (auto at = body.find(place); at != body.npos; at = body.find(place, at + value.size()))
      body.replace(at, place.size(), value);
  boost::system::error_code wrong;
  boost::json::parse(body, wrong);
  return !wrong;
}

/// Reports requests that the gateway would refuse or never get.
void check_sms_request(Loaded& loaded) {
  const SmsSettings& sms = loaded.settings.sms;
  if (const int line = wrong_header(sms.headers); line != 0)
    add(loaded.mistakes, loaded, "sms.headers",
        "line " + std::to_string(line) + " is no header field, and would not be sent",
        "Write a name, a colon and a value, such as authkey: 1234.");
  if (sms.method == "POST" && sms.content_type == "application/json" && !sms.body.empty() &&
      !becomes_json(sms.body))
    add(loaded.mistakes, loaded, "sms.body", "is not JSON once its places are filled",
        "Put {to}, {text} and {code} between quotation marks, or set sms.content_type.");
  if (sms.username.empty() != sms.password.empty()) {
    const bool lacks_password = sms.password.empty();
    add(loaded.warnings, loaded, lacks_password ? "sms.username" : "sms.password",
        lacks_password ? "is set, and sms.password is not" : "has no effect without sms.username",
        "Set both, or neither.");
  }
}

/// Reports a gateway that would send messages to nobody, without their code, or unencrypted.
void check_sms(Loaded& loaded) {
  const SmsSettings& sms = loaded.settings.sms;
  const bool prod = loaded.settings.profile == Profile::prod;
  if (sms.sender == SmsSenderKind::console && prod)
    add(loaded.mistakes, loaded, "sms.sender", "writes codes into the log, which prod does not allow",
        "Set up a gateway (sms.sender = http), or none.");
  if (sms.sender != SmsSenderKind::http) {
    for (const char* setting : {"sms.url", "sms.body", "sms.headers", "sms.username", "sms.password"})
      if (is_given(loaded, setting))
        add(loaded.warnings, loaded, setting, "has no effect without sms.sender = http",
            "Set sms.sender, or remove it.");
    return;
  }
  if (sms.url.empty())
    return add(loaded.mistakes, loaded, "sms.url", "is not set, and sms.sender is http",
               "Set the gateway's address.");
  if (prod && !sms.url.starts_with("https://") && !is_on_this_machine(sms.url))
    add(loaded.mistakes, loaded, "sms.url", "would send codes over the network unencrypted",
        "Write https://…");
  const std::string whole = sms.url + (sms.method == "POST" ? sms.body : "");
  const auto has = [&](const char* place) { return whole.find(place) != whole.npos; };
  const std::string setting = sms.method == "POST" ? "sms.body" : "sms.url";
  if (!has("{to}") && !has("{digits}"))
    add(loaded.mistakes, loaded, setting, "does not say where the phone number goes",
        "Put {to} or {digits} in it.");
  if (!has("{text}") && !has("{code}"))
    add(loaded.mistakes, loaded, setting, "does not say where the message goes",
        "Put {text} or {code} in it.");
  check_sms_request(loaded);
}

}  // namespace

void check(Loaded& loaded, bool secret_needed) {
  check_safety(loaded, secret_needed);
  check_limits(loaded);
  check_proxies(loaded);
  check_bodies(loaded);
  check_database(loaded);
  check_redis(loaded);
  check_lifetimes(loaded);
  check_sms(loaded);
}

}  // namespace kpa::config
