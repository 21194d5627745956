#include "core/config/load.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/config/declarations.hpp"

namespace kpa::config {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

using Environment = std::map<std::string, std::string, std::less<>>;

const std::string good_secret = "kX2v9QmB7tZr4LwHs8NcYp3JdFgVaT6EuRqPbMo1";

/// A file that is deleted after the test.
class TomlFile {
 public:
  explicit TomlFile(const std::string& content) {
    const int descriptor = ::mkstemp(path_.data());
    ::close(descriptor);
    std::ofstream(path_) << content;
  }
  ~TomlFile() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_ = (std::filesystem::temp_directory_path() / "kpa-config-XXXXXX").string();
};

std::vector<std::string> texts(const std::vector<Mistake>& mistakes) {
  std::vector<std::string> result;
  for (const Mistake& mistake : mistakes) result.push_back(to_string(mistake));
  return result;
}

Loaded load_file(const std::string& content) {
  const TomlFile file(content);
  return load({.file = file.path()});
}

TEST(Config, EveryProfileStartsFromGoodDefaults) {
  for (const char* profile : {"dev", "test", "prod"}) {
    const Loaded loaded = load({.environment = {{"KPA_PROFILE", profile}, {"SECRET_KEY", good_secret}}});
    EXPECT_THAT(texts(loaded.mistakes), IsEmpty()) << profile;
    EXPECT_THAT(texts(loaded.warnings), IsEmpty()) << profile;
    EXPECT_EQ(name(loaded.settings.profile), profile);
  }
}

TEST(Config, DefaultsAreWhatTheProductNeeds) {
  const Settings settings = load({}).settings;
  EXPECT_EQ(settings.profile, Profile::dev);
  EXPECT_EQ(settings.server.port, 8000);
  EXPECT_EQ(settings.server.max_body, 1'048'576U);
  EXPECT_GE(settings.server.io_threads, 1U);
  EXPECT_GE(settings.server.worker_threads, 1U);
  EXPECT_EQ(settings.auth.access_lifetime, 1h);
  EXPECT_EQ(settings.auth.refresh_lifetime, 168h);
  EXPECT_EQ(settings.auth.refresh_grace, 10s);
  EXPECT_EQ(settings.auth.session_recheck, 500ms);
  EXPECT_EQ(settings.time_zone, "Asia/Kolkata");
  EXPECT_EQ(settings.media_root, "var/media");
  EXPECT_TRUE(settings.database.embedded());
  EXPECT_FALSE(settings.forms.require_if_match);
}

TEST(Config, GivesAnAddressAQuarterOfTheConnectionsUnlessItIsTold) {
  const auto per_address = [](const char* most, const char* given) {
    return load({.environment = {{"KPA_SERVER_MAX_CONNECTIONS", most},
                                 {"KPA_SERVER_MAX_CONNECTIONS_PER_ADDRESS", given}}})
        .settings.server.max_connections_per_address;
  };
  EXPECT_EQ(load({}).settings.server.max_connections_per_address, 2500U);
  EXPECT_EQ(per_address("200", "0"), 50U);
  EXPECT_EQ(per_address("3", "0"), 1U);
  EXPECT_EQ(per_address("200", "190"), 190U);
}

TEST(Config, EnvironmentWinsOverFileAndFileOverDefault) {
  const TomlFile file("time_zone = \"UTC\"\n[server]\nport = 9000\nread_timeout = \"5s\"\n");
  const Loaded loaded = load({.options = {{"server.host", {"--host", "::1"}}},
                              .environment = {{"PORT", "9001"}, {"KPA_SERVER_HOST", "0.0.0.0"}},
                              .file = file.path()});
  ASSERT_THAT(texts(loaded.mistakes), IsEmpty());
  EXPECT_EQ(loaded.settings.server.host, "::1");
  EXPECT_EQ(loaded.settings.server.port, 9001);
  EXPECT_EQ(loaded.settings.server.read_timeout, 5s);
  EXPECT_EQ(loaded.settings.server.write_timeout, 30s);
  EXPECT_EQ(loaded.settings.time_zone, "UTC");
  EXPECT_EQ(loaded.sources.at("server.host"), "option --host");
  EXPECT_EQ(loaded.sources.at("server.port"), "environment variable PORT");
  EXPECT_EQ(loaded.sources.at("server.read_timeout"), file.path() + " line 4");
  EXPECT_EQ(loaded.sources.at("server.write_timeout"), "default of dev");
}

TEST(Config, AnEmptyVariableIsNotSet) {
  EXPECT_EQ(load({.environment = {{"PORT", ""}, {"KPA_SERVER_PORT", ""}}}).settings.server.port, 8000);
}

TEST(Config, UnderstandsTheNamesOfTheReference) {
  const Loaded loaded = load({.environment = {{"SECRET_KEY", good_secret},
                                              {"JWT_SECRET_KEY", good_secret + "2"},
                                              {"DEBUG", "False"},
                                              {"DJANGO_SETTINGS_MODULE", "config.settings.prod"},
                                              {"DB_NAME", "kpa_erp"},
                                              {"DB_USER", "postgres"},
                                              {"DB_PASSWORD", "secure_password"},
                                              {"DB_HOST", "localhost"},
                                              {"DB_PORT", "5432"},
                                              {"REDIS_URL", "redis://localhost:6379/1"},
                                              {"MEDIA_ROOT", "/app/media"},
                                              {"STATIC_ROOT", "/app/staticfiles"},
                                              {"API_TITLE", "KPA"},
                                              {"NINJA_PAGINATION_PER_PAGE", "50"},
                                              {"CORS_ALLOW_CREDENTIALS", "True"}}});
  ASSERT_THAT(texts(loaded.mistakes), IsEmpty());
  EXPECT_THAT(texts(loaded.warnings), IsEmpty());
  const Settings& settings = loaded.settings;
  EXPECT_EQ(settings.profile, Profile::prod);
  EXPECT_EQ(settings.auth.secret_key, good_secret);
  EXPECT_EQ(database_url(settings.database),
            "host='localhost' port='5432' dbname='kpa_erp' user='postgres' password='secure_password'");
  EXPECT_EQ(settings.redis.url, "redis://localhost:6379/1");
  EXPECT_EQ(settings.media_root, "/app/media");
  EXPECT_EQ(settings.api.title, "KPA");
  EXPECT_EQ(settings.api.per_page, 50U);
  EXPECT_EQ(settings.log.format, observe::LogFormat::json);
}

TEST(Config, SaysThatTheEmailSettingsOfTheReferenceAreNotUsedYet) {
  const Loaded loaded = load({.environment = {{"EMAIL_HOST", "smtp.gmail.com"},
                                              {"EMAIL_PORT", "587"},
                                              {"EMAIL_USE_TLS", "True"},
                                              {"EMAIL_HOST_USER", ""},
                                              {"EMAIL_HOST_PASSWORD", "app-password"}}});
  EXPECT_TRUE(loaded.ok());
  EXPECT_THAT(texts(loaded.warnings),
              ElementsAre(AllOf(HasSubstr("EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS, EMAIL_HOST_PASSWORD ("),
                                HasSubstr("not used yet"), Not(HasSubstr("app-password")))));
}

TEST(Config, RefusesARedisAddressThatCannotBeReadToItsEnd) {
  for (const char* good : {"redis://localhost:6379/1", "redis://", "redis://:secret@cache",
                           "redis://[::1]:6379", "rediss://cache"}) {
    EXPECT_THAT(texts(load({.environment = {{"REDIS_URL", good}}}).mistakes), IsEmpty()) << good;
  }
  for (const char* wrong : {"localhost:6379", "http://localhost", "redis://localhost:abc",
                            "redis://localhost:0", "redis://localhost:70000", "redis://localhost/one"}) {
    EXPECT_THAT(texts(load({.environment = {{"REDIS_URL", wrong}}}).mistakes),
                ElementsAre(AllOf(HasSubstr("redis.url (environment variable REDIS_URL)"),
                                  HasSubstr("such as redis://localhost:6379/1"))))
        << wrong;
  }
}

TEST(Config, RefusesACaForRedisThatCannotBeReadOrHasNoEffect) {
  constexpr auto good = "/etc/ssl/certs/ca-certificates.crt";
  const TomlFile no_certificate("profile = \"dev\"\n");
  const auto says = [](const std::string& url, const std::string& ca_file) {
    return texts(load({.environment = {{"REDIS_URL", url}, {"KPA_REDIS_CA_FILE", ca_file}}}).mistakes);
  };
  EXPECT_THAT(says("rediss://cache", good), IsEmpty());
  for (const std::string& file : {std::string("/no/such/ca.pem"), std::string("/etc"), no_certificate.path()})
    EXPECT_THAT(says("rediss://cache", file),
                ElementsAre(AllOf(HasSubstr("redis.ca_file (environment variable KPA_REDIS_CA_FILE)"),
                                  HasSubstr("can be read from " + file), HasSubstr("Name a file"))));
  for (const char* url : {"redis://cache", ""})
    EXPECT_THAT(says(url, good), ElementsAre(AllOf(HasSubstr("redis.ca_file"), HasSubstr("without TLS"),
                                                   HasSubstr("REDIS_URL=rediss://"))));
  EXPECT_THAT(says("cache", good), ElementsAre(HasSubstr("redis.url")));
}

TEST(Config, WarnsOfARedisThatProdReachesUnencryptedOverStrangeNetworks) {
  Environment environment = {{"KPA_PROFILE", "prod"}, {"SECRET_KEY", good_secret}};
  for (const char* good :
       {"redis://", "redis://127.0.0.1", "redis://[::1]", "redis://10.1.2.3", "redis://172.31.0.1",
        "redis://192.168.0.1", "redis://[fd00::1]", "rediss://cache.example.org"}) {
    environment["REDIS_URL"] = good;
    EXPECT_THAT(texts(load({.environment = environment}).warnings), IsEmpty()) << good;
  }
  for (const char* open : {"redis://cache.example.org", "redis://172.32.0.1", "redis://11.0.0.1",
                           "redis://192.169.0.1", "redis://[2001:db8::1]"}) {
    environment["REDIS_URL"] = open;
    EXPECT_THAT(texts(load({.environment = environment}).warnings),
                ElementsAre(AllOf(HasSubstr("redis.url"), HasSubstr("unencrypted"), HasSubstr("rediss://"))))
        << open;
  }
  environment["KPA_PROFILE"] = "dev";
  EXPECT_THAT(texts(load({.environment = environment}).warnings), IsEmpty());
}

TEST(Config, ReportsEverythingThatIsWrongAtOnce) {
  const TomlFile file("[server]\nprot = 1\nport = 70000\nmax_body = 1.5\n[auth]\nbcrypt_cost = true\n");
  const Loaded loaded =
      load({.environment = {{"TIME_ZONE", "Mars/Olympus"}, {"DEBUG", "perhaps"}}, .file = file.path()});
  const std::string in_file = file.path() + " line ";
  EXPECT_THAT(
      texts(loaded.mistakes),
      testing::UnorderedElementsAre(
          "server.prot (" + in_file + "2): is not a setting. Did you mean server.port?",
          "server.port (" + in_file +
              "3): \"70000\" is not what this setting takes. Write a whole number from 0 to 65535.",
          AllOf(HasSubstr("server.max_body (" + in_file + "4)"), HasSubstr("Write a size such as")),
          AllOf(HasSubstr("auth.bcrypt_cost (" + in_file + "6)"),
                HasSubstr("Write a whole number from 4 to 16.")),
          AllOf(HasSubstr("time_zone (environment variable TIME_ZONE): \"Mars/Olympus\""),
                HasSubstr("Asia/Kolkata")),
          "debug (environment variable DEBUG): \"perhaps\" is not what this setting takes. Write true or false."));
}

TEST(Config, RefusesWhatIsNoSettingInTheFile) {
  EXPECT_THAT(texts(load_file("[srver]\nport = 1\n").mistakes), ElementsAre(HasSubstr("srver (")));
  EXPECT_THAT(texts(load_file("server = 5\n").mistakes), ElementsAre(HasSubstr("is not a setting")));
  EXPECT_THAT(texts(load_file("[debug]\nx = 1\n").mistakes), ElementsAre(HasSubstr("Write true or false")));
}

TEST(Config, SaysWhereAFileIsBroken) {
  EXPECT_THAT(texts(load_file("[auth]\nsecret_key = \"tell nobody\n").mistakes),
              ElementsAre(AllOf(HasSubstr("line 2: is not valid TOML"), Not(HasSubstr("tell nobody")))));
  EXPECT_THAT(texts(load({.file = "/nowhere/kpa.toml"}).mistakes),
              ElementsAre(HasSubstr("there is no such file")));
}

TEST(Config, PointsOutAMisspeltVariableButLeavesOthersAlone) {
  const Loaded loaded = load({.environment = {{"KPA_SERVER_PROT", "1"}, {"KPA_BUILD", "x"}, {"HOME", "/"}}});
  EXPECT_TRUE(loaded.ok());
  EXPECT_THAT(texts(loaded.warnings), ElementsAre(HasSubstr("Did you mean KPA_SERVER_PORT?")));
}

TEST(Config, ReadsListsAndLogLevelsFromBothPlaces) {
  const Loaded from_file = load_file(
      "[cors]\norigins = [\"https://a.example\", \"http://localhost:5173\"]\n"
      "[log.levels]\ndb = \"debug\"\n\"django.request\" = \"ERROR\"\n");
  const Loaded from_environment =
      load({.environment = {{"CORS_ALLOWED_ORIGINS", "https://a.example, http://localhost:5173"},
                            {"LOG_LEVELS", "db=debug,django.request=ERROR"}}});
  for (const Loaded* loaded : {&from_file, &from_environment}) {
    ASSERT_THAT(texts(loaded->mistakes), IsEmpty());
    EXPECT_THAT(loaded->settings.cors.origins, ElementsAre("https://a.example", "http://localhost:5173"));
    EXPECT_THAT(loaded->settings.log.levels, ElementsAre(Pair("db", observe::Level::debug),
                                                         Pair("django.request", observe::Level::error)));
  }
  EXPECT_FALSE(load({.environment = {{"CORS_ALLOWED_ORIGINS", "https://a.example/"}}}).ok());
  EXPECT_FALSE(load({.environment = {{"LOG_LEVELS", "db:debug"}}}).ok());
}

TEST(Config, DebugLowersTheLogLevelUnlessItIsSet) {
  EXPECT_EQ(load({.environment = {{"DEBUG", "1"}}}).settings.log.level, observe::Level::debug);
  EXPECT_EQ(load({.environment = {{"DEBUG", "1"}, {"LOG_LEVEL", "ERROR"}}}).settings.log.level,
            observe::Level::error);
}

TEST(Config, ShowsTheHeadsOfTheAuditLogToOperatorsOnly) {
  EXPECT_THAT(load({}).settings.log.levels, ElementsAre(Pair("audit", observe::Level::warning)));
  EXPECT_THAT(
      load({.environment = {{"KPA_PROFILE", "prod"}, {"SECRET_KEY", good_secret}}}).settings.log.levels,
      IsEmpty());
}

/// The mistakes in prod for an environment that is correct except for `changes`.
std::vector<std::string> prod_says(const Environment& changes) {
  Environment environment = {{"KPA_PROFILE", "prod"}, {"SECRET_KEY", good_secret}};
  for (const auto& [variable, text] : changes) environment[variable] = text;
  return texts(load({.environment = environment}).mistakes);
}

TEST(Config, ProdRefusesWhatIsUnsafeAndSaysHowToMendIt) {
  const struct {
    Environment changes;
    const char* setting;
    const char* remedy;
  } cases[] = {
      {{{"SECRET_KEY", ""}}, "auth.secret_key (default of prod): is not set", "openssl rand -base64 48"},
      {{{"SECRET_KEY", "your-secret-key"}},
       "auth.secret_key (environment variable SECRET_KEY)",
       "openssl rand"},
      {{{"SECRET_KEY", "kX2v9QmB7tZr4LwHs8NcYp3JdFgVaT6"}}, "31 bytes long, 32 are needed", "openssl rand"},
      {{{"SECRET_KEY", std::string(64, 'a')}}, "repeats few characters", "openssl rand"},
      {{{"SECRET_KEY", "kX2v9QmB7tkX2v9QmB7tkX2v9QmB7tkX2v9QmB7t"}},
       "repeats few characters",
       "openssl rand"},
      {{{"SECRET_KEY", "please-ChangeMe-before-you-deploy-this-anywhere"}},
       "looks like an example",
       "openssl rand"},
      {{{"JWT_SECRET_KEY", "jwt-secret-key"}}, "auth.jwt_secret_key", "set it as JWT_SECRET_KEY"},
      {{{"DEBUG", "True"}}, "debug (environment variable DEBUG)", "Set DEBUG=false"},
      {{{"CORS_ALLOW_ALL_ORIGINS", "True"}},
       "cors.allow_all_origins (environment",
       "CORS_ALLOWED_ORIGINS=https://"},
      {{{"CORS_ALLOWED_ORIGINS", "*"}}, "cors.origins (environment", "CORS_ALLOWED_ORIGINS=https://"},
      {{{"KPA_METRICS_TOKEN", "short"}}, "metrics.token", "KPA_METRICS_TOKEN"},
  };
  for (const auto& [changes, setting, remedy] : cases) {
    EXPECT_THAT(prod_says(changes), ElementsAre(AllOf(HasSubstr(setting), HasSubstr(remedy)))) << setting;
  }
  EXPECT_THAT(prod_says({}), IsEmpty());
  EXPECT_THAT(texts(load({.environment = {{"KPA_PROFILE", "prod"}}, .secret_needed = false}).mistakes),
              IsEmpty());
}

TEST(Config, OutsideProdAWeakSecretIsOnlyAWarning) {
  const Loaded loaded = load({.environment = {{"SECRET_KEY", "your-secret-key"}}});
  EXPECT_TRUE(loaded.ok());
  EXPECT_THAT(texts(loaded.warnings), ElementsAre(HasSubstr("auth.secret_key")));
}

TEST(Config, WarnsOfLimitsThatAreOffInProd) {
  Environment environment = {
      {"KPA_PROFILE", "prod"}, {"SECRET_KEY", good_secret}, {"KPA_LIMITS_LOGINS", "off"}};
  const Loaded prod = load({.environment = environment});
  EXPECT_TRUE(prod.ok());
  EXPECT_THAT(texts(prod.warnings), ElementsAre(AllOf(HasSubstr("limits.logins"), HasSubstr("is off"))));
  const Loaded wrong = load(
      {.environment = {{"KPA_PROFILE", "prod"}, {"SECRET_KEY", good_secret}, {"KPA_LIMITS_WRITES", "lots"}}});
  EXPECT_THAT(texts(wrong.mistakes), ElementsAre(HasSubstr("limits.writes")));
  EXPECT_THAT(texts(wrong.warnings), IsEmpty()) << "not understood is not off";
  environment["KPA_PROFILE"] = "dev";
  EXPECT_THAT(texts(load({.environment = environment}).warnings), IsEmpty());
}

TEST(Config, KnowsWhenProdCannotTellItsClientsApart) {
  Environment environment = {{"KPA_PROFILE", "prod"}, {"SECRET_KEY", good_secret}};
  for (const auto& [host, proxy] :
       {std::pair("127.0.0.1", "=127.0.0.1."), {"localhost", "=127.0.0.1,::1."}, {"::1", "=::1."}}) {
    environment["KPA_SERVER_HOST"] = host;
    const Loaded loaded = load({.environment = environment});
    EXPECT_TRUE(loaded.ok());
    EXPECT_THAT(texts(loaded.warnings), ElementsAre(AllOf(HasSubstr("server.trusted_proxies"),
                                                          HasSubstr("is empty"), HasSubstr(proxy))));
  }
  environment["KPA_SERVER_TRUSTED_PROXIES"] = "::1,10.0.0.0/24";
  EXPECT_THAT(texts(load({.environment = environment}).warnings), IsEmpty());

  environment["KPA_SERVER_TRUSTED_PROXIES"] = "10.0.0.5,0.0.0.0/0,::/0";
  EXPECT_THAT(
      texts(load({.environment = environment}).mistakes),
      ElementsAre(HasSubstr("believes everybody (0.0.0.0/0)"), HasSubstr("believes everybody (::/0)")));
  environment = {{"KPA_SERVER_HOST", "127.0.0.1"}};
  EXPECT_THAT(texts(load({.environment = environment}).warnings), IsEmpty()) << "dev";
}

TEST(Config, GivesNoGraceToLogins) {
  const auto says = [](const char* variable, const char* value) {
    return texts(load({.environment = {{variable, value}}}).mistakes);
  };
  constexpr auto graceful = "60/min burst 5 grace 10s";
  EXPECT_THAT(says("KPA_LIMITS_READS", graceful), IsEmpty());
  for (const char* variable : {"KPA_LIMITS_LOGINS", "KPA_LIMITS_REGISTRATIONS", "KPA_LIMITS_CODES"})
    EXPECT_THAT(says(variable, graceful), ElementsAre(HasSubstr("without grace"))) << variable;
}

TEST(Config, RefusesSettingsWithoutEffectOrAgainstEachOther) {
  EXPECT_THAT(texts(load({.environment = {{"DB_USER", "kpa"}}}).mistakes),
              ElementsAre(HasSubstr("database.user")));
  EXPECT_THAT(texts(load({.environment = {{"REFRESH_TOKEN_LIFETIME", "30m"}}}).mistakes),
              ElementsAre(HasSubstr("auth.refresh_lifetime")));
  EXPECT_THAT(texts(load({.environment = {{"KPA_AUTH_SESSION_LIFETIME", "6d"}}}).mistakes),
              ElementsAre(HasSubstr("auth.session_lifetime")));
  EXPECT_THAT(texts(load({.environment = {{"KPA_SERVER_MAX_BODY", "33MiB"}}}).mistakes),
              ElementsAre(AllOf(HasSubstr("server.max_body_memory"), HasSubstr("twice server.max_body"))));
  const Loaded both = load({.environment = {{"DATABASE_URL", "postgresql:///x"}, {"DB_NAME", "y"}}});
  EXPECT_TRUE(both.ok());
  EXPECT_THAT(texts(both.warnings), ElementsAre(HasSubstr("beside DATABASE_URL")));
}

TEST(Config, RefusesAWayToSendTextMessagesThatCannotWorkOrIsUnsafe) {
  const Environment good = {{"KPA_PROFILE", "prod"},
                            {"SECRET_KEY", good_secret},
                            {"KPA_SMS_SENDER", "http"},
                            {"KPA_SMS_URL", "https://sms.example.org/send"},
                            {"KPA_SMS_BODY", R"({"to":"{to}","text":"{text}"})"}};
  EXPECT_THAT(texts(load({.environment = good}).mistakes), IsEmpty());
  struct Row {
    std::string name, value, mistake;
  };
  for (const auto& row : {
           Row{"KPA_SMS_SENDER", "console", "codes into the log"},
           Row{"KPA_SMS_SENDER", "smoke", "none, console or http"},
           Row{"KPA_SMS_URL", "", "sms.url"},
           Row{"KPA_SMS_URL", "http://sms.example.org/send", "unencrypted"},
           Row{"KPA_SMS_URL", "http://localhost.example.org/send", "unencrypted"},
           Row{"KPA_SMS_URL", "ftp://sms.example.org", "URL"},
           Row{"KPA_SMS_METHOD", "PUT", "POST or GET"},
           Row{"KPA_SMS_METHOD", "GET", "phone number goes"},
           Row{"KPA_SMS_BODY", R"({"to":"{to}"})", "message goes"},
           Row{"KPA_SMS_BODY", R"({"text":"{text}"})", "phone number goes"},
           Row{"KPA_SMS_CONTENT_TYPE", "text/xml", "application/json"},
           Row{"KPA_SMS_BODY", R"({"to":"{to}","text":{text}})", "not JSON"},
           Row{"KPA_SMS_BODY", R"({"to":"{to}","code":{code}})", "not JSON"},
           Row{"KPA_SMS_BODY", R"({"to":"{to}","text":"{text}")", "not JSON"},
           Row{"KPA_SMS_HEADERS", "authkey 1234", "line 1 is no header field"},
           Row{"KPA_SMS_HEADERS", "authkey: 1234\n\n: 5678", "line 3 is no header field"},
           Row{"KPA_SMS_HEADERS", "authkey:", "line 1 is no header field"},
       }) {
    Environment environment = good;
    environment[row.name] = row.value;
    EXPECT_THAT(texts(load({.environment = environment}).mistakes), Contains(HasSubstr(row.mistake)))
        << row.name << ' ' << row.value;
  }
  Environment local = good;
  local["KPA_SMS_URL"] = "http://127.0.0.1:8080/send";
  EXPECT_THAT(texts(load({.environment = local}).mistakes), IsEmpty());
}

TEST(Config, TakesWhatGatewaysForTextMessagesWant) {
  const Environment json = {{"KPA_SMS_SENDER", "http"},
                            {"KPA_SMS_URL", "https://sms.example.org/send"},
                            {"KPA_SMS_HEADERS", "authkey: 12:34\n  X-Other: {digits}\n"},
                            {"KPA_SMS_BODY", R"([{"to":{digits},"code":"{code}","nothing":{}}])"}};
  Environment form = json;
  form["KPA_SMS_CONTENT_TYPE"] = "application/x-www-form-urlencoded";
  form["KPA_SMS_BODY"] = "To={to}&Body={text}";
  form["KPA_SMS_USERNAME"] = "AC1";
  form["KPA_SMS_PASSWORD"] = "auth-token";
  for (const Environment& environment : {json, form}) {
    const Loaded loaded = load({.environment = environment});
    EXPECT_THAT(texts(loaded.mistakes), IsEmpty());
    EXPECT_THAT(texts(loaded.warnings), IsEmpty());
  }
  for (const char* variable : {"KPA_SMS_USERNAME", "KPA_SMS_PASSWORD"}) {
    Environment half = form;
    half[variable] = "";
    const Loaded loaded = load({.environment = half});
    EXPECT_TRUE(loaded.ok());
    EXPECT_THAT(texts(loaded.warnings), ElementsAre(HasSubstr("Set both, or neither"))) << variable;
  }
}

TEST(Config, NeverPrintsASecret) {
  const std::string hush = "hush-hush";
  for (const char* wrong : {"", "!"}) {  // as good values, and as mistakes where a text can be wrong
    Environment environment = {{"KPA_PROFILE", "prod"}};
    for (const Declaration& declared : declarations()) {
      if (declared.secret) environment[declared.environment.front()] = wrong + hush;
    }
    if (*wrong == '\0') {
      environment["DATABASE_URL"] = environment["KPA_DATABASE_URL"] =
          "postgresql://kpa:" + hush + "@db:5432/erp";
      environment["KPA_REDIS_URL"] = "redis://:" + hush + "@cache:6379/1";
    }
    const Loaded loaded = load({.environment = environment});
    EXPECT_THAT(describe(loaded), Not(HasSubstr(hush)));
    EXPECT_THAT(texts(loaded.mistakes), Not(Contains(HasSubstr(hush))));
    EXPECT_THAT(texts(loaded.warnings), Not(Contains(HasSubstr(hush))));
    if (*wrong == '\0') {
      EXPECT_THAT(describe(loaded), HasSubstr("postgresql://kpa:***@db:5432/erp"));
      EXPECT_THAT(describe(loaded), HasSubstr("redis://:***@cache:6379/1"));
    }
  }
}

TEST(Config, ReadsTheEnvironmentOfTheProcess) {
  ::setenv("KPA_TEST_VARIABLE", "a=b", 1);
  EXPECT_EQ(process_environment().at("KPA_TEST_VARIABLE"), "a=b");
  ::unsetenv("KPA_TEST_VARIABLE");
}

}  // namespace
}  // namespace kpa::config
