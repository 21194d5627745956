#include "tests/support/service.hpp"

#include <stdexcept>

#include <boost/json/object.hpp>

#include "core/config/load.hpp"
#include "core/config/secrets.hpp"
#include "core/db/blocking.hpp"
#include "core/db/statement.hpp"
#include "core/time.hpp"

namespace kpa::test {
namespace {

namespace json = boost::json;

config::Settings test_settings() {
  static const TemporaryDirectory directory;
  config::Inputs inputs;
  inputs.environment = {{"KPA_PROFILE", "test"}, {"KPA_DATA_DIR", directory.path().string()}};
  auto loaded = config::load(inputs);
  if (!loaded.ok()) throw std::runtime_error(config::to_string(loaded.mistakes.front()));
  config::complete_secrets(loaded.settings);
  loaded.settings.server.host = "127.0.0.1";
  loaded.settings.server.port = 0;
  loaded.settings.server.io_threads = 2;  // so that a mistake of per-thread state shows
  return loaded.settings;
}

}  // namespace

TestService::TestService(const std::function<void(config::Settings&)>& adjust) : settings_(test_settings()) {
  if (adjust) adjust(settings_);
  // Created before the service, so that at the program's end they are destroyed after a static service.
  for (const auto* statement : db::AnyStatement::all()) {
    statement->parameters();
    statement->result();
  }
  start();
}

void TestService::start() {
  use_time_zone(settings_.time_zone);
  application_ = std::make_unique<app::Application>(settings_, database_.conninfo());
  port_ = application_->start();
}

HttpClient TestService::client(const Person& person) const {
  HttpClient logged_in(port_);
  logged_in.token = person.token;
  return logged_in;
}

std::string TestService::sql(const std::string& statement) const {
  db::BlockingConnection connection(database_.conninfo());
  const auto result = connection.execute(statement);
  return result.rows.empty() ? "" : result.value().value_or("");
}

Person TestService::enrol(Rank rank) {
  Person person;
  person.phone = "+9198765" + std::to_string(10000 + enrolled_++);
  person.password = "wheel-gauge-1676";
  const auto answer = client().post("/api/users/register", {{"phone_number", person.phone},
                                                            {"password", person.password},
                                                            {"confirm_password", person.password},
                                                            {"first_name", "Meera"},
                                                            {"last_name", "Das"}});
  if (answer.status != 201) throw std::runtime_error("registration failed: " + answer.text);
  person.token = answer.at("access_token").as_string().c_str();
  person.refresh_token = answer.at("refresh_token").as_string().c_str();
  person.id = std::stoll(sql("SELECT id FROM users WHERE phone_number = '" + person.phone + "'"));
  if (rank != Rank::user) {
    sql("UPDATE users SET is_staff = true, is_superuser = " +
        std::string(rank == Rank::superuser ? "true" : "false") + " WHERE id = " + std::to_string(person.id));
    // The token was not used yet, so the old rank is cached nowhere.
  }
  return person;
}

json::object wheel_example(const std::string& form_number) {
  return {{"formNumber", form_number},
          {"submittedDate", "2024-01-15"},
          {"fields",
           {{"treadDiameterNew", "915 (900-1000)"},
            {"lastShopIssueSize", "837 (800-900)"},
            {"condemningDia", "825 (800-900)"},
            {"wheelGauge", "1600 (+2,-1)"},
            {"variationSameAxle", "0.5"},
            {"variationSameBogie", "5"},
            {"variationSameCoach", "13"},
            {"wheelProfile", "29.4 Flange Thickness"},
            {"intermediateWWP", "20 TO 28"},
            {"bearingSeatDiameter", "130.043 TO 130.068"},
            {"rollerBearingOuterDia", "280 (+0.0/-0.035)"},
            {"rollerBearingBoreDia", "130 (+0.0/-0.025)"},
            {"rollerBearingWidth", "93 (+0/-0.250)"},
            {"axleBoxHousingBoreDia", "280 (+0.030/+0.052)"},
            {"wheelDiscWidth", "127 (+4/-0)"}}}};
}

json::object bogie_example(const std::string& form_number) {
  return {{"formNumber", form_number},
          {"inspectionDate", "2024-01-15"},
          {"bogieDetails",
           {{"bogieNo", "B-12345"},
            {"makerYearBuilt", "ICF/2020"},
            {"incomingDivAndDate", "Mumbai Division/2024-01-10"},
            {"deficitComponents", "None"},
            {"dateOfIOH", "2023-06-15"}}},
          {"bogieChecksheet",
           {{"bogieFrameCondition", "Good"},
            {"bolster", "Good"},
            {"bolsterSuspensionBracket", "Fair"},
            {"lowerSpringSeat", "Good"},
            {"axleGuide", "Good"}}},
          {"bmbcChecksheet",
           {{"cylinderBody", "GOOD"},
            {"pistonTrunnion", "GOOD"},
            {"adjustingTube", "FAIR"},
            {"plungerSpring", "GOOD"}}}};
}

}  // namespace kpa::test
