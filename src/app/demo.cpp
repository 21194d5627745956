#include "app/demo.hpp"

#include <array>
#include <iostream>
#include <map>
#include <random>
#include <stdexcept>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "app/demo_forms.hpp"
#include "app/features.hpp"
#include "app/installation.hpp"
#include "app/instance.hpp"
#include "core/crypto/random.hpp"
#include "core/i18n/catalogue.hpp"
#include "core/observe/log.hpp"
#include "core/time.hpp"

namespace kpa::app {
namespace {

namespace json = boost::json;

constexpr int forms_of_each_kind = 150;
constexpr int days_back = 180;

struct Person {
  std::string_view title;
  std::string_view phone;
  std::string_view first_name;
  std::string_view last_name;
  http::Role role;
};

constexpr std::array<Person, 3> people = {
    {{"superuser", "+919800000001", "Asha", "Kulkarni", http::Role::superuser},
     {"supervisor", "+919800000002", "Ravi", "Menon", http::Role::staff},
     {"inspector", "+919800000003", "Meera", "Das", http::Role::user}}};

/// A part of the railway's organisation: each division with its depots.
struct Division {
  std::string_view zone, zone_name, code, name;
  std::array<std::pair<std::string_view, std::string_view>, 2> depots;
};

constexpr std::array<Division, 3> divisions = {
    {{"SER",
      "South Eastern Railway",
      "KGP",
      "Kharagpur",
      {{{"KGP-WS", "Kharagpur Workshop"}, {"SRC-CD", "Santragachi Coaching Depot"}}}},
     {"SER",
      "South Eastern Railway",
      "ADRA",
      "Adra",
      {{{"ADRA-CW", "Adra Carriage and Wagon Depot"}, {"PRR-CD", "Purulia Coaching Depot"}}}},
     {"CR",
      "Central Railway",
      "BB",
      "Mumbai",
      {{{"MTN-WS", "Matunga Workshop"}, {"CSMT-CD", "Mumbai CSMT Coaching Depot"}}}}}};

/// A person who is created through the API, and so has no password yet.
struct Colleague {
  std::string_view phone, first_name, last_name, depot, position;
};

constexpr std::array<Colleague, 6> colleagues = {
    {{"+919800000011", "Sunil", "Mahato", "KGP-WS", "Technician"},
     {"+919800000012", "Fatima", "Sheikh", "SRC-CD", "Senior Technician"},
     {"+919800000013", "Biplab", "Sen", "ADRA-CW", "Technician"},
     {"+919800000014", "Lakshmi", "Iyer", "PRR-CD", "Junior Engineer"},
     {"+919800000015", "Sachin", "Patil", "MTN-WS", "Senior Technician"},
     {"+919800000016", "Joseph", "D'Souza", "CSMT-CD", "Technician"}}};

class HeaderMap final : public http::Headers {
 public:
  explicit HeaderMap(std::map<std::string, std::string, std::less<>> fields) : fields_(std::move(fields)) {}
  std::string_view find(std::string_view name) const override {
    const auto found = fields_.find(name);
    return found == fields_.end() ? std::string_view() : std::string_view(found->second);
  }
  std::size_t count(std::string_view name) const override { return fields_.count(name); }

 private:
  std::map<std::string, std::string, std::less<>> fields_;
};

/// Sends one request to our own API, without a socket.
Task<json::value> send(Features& features, http::Method method, std::string path, json::value body,
                       std::string token) {
  const HeaderMap headers({{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}});
  const std::string text = json::serialize(body);
  const http::Request request{.method = method,
                              .path = path,
                              .query = {},
                              .headers = headers,
                              .body = text,
                              .client_address = "127.0.0.1",
                              .request_id = "demo"};
  const auto response = co_await features.dispatcher().answer(request);
  if (response.status >= 300)
    throw std::runtime_error("the API refused the demonstration's data: " + response.body);
  co_return json::parse(response.body);
}

Task<json::value> post(Features& features, std::string path, json::value body, std::string token) {
  return send(features, http::Method::post, std::move(path), std::move(body), std::move(token));
}

/// Ids by code or phone number.
using Ids = std::map<std::string_view, std::int64_t>;

/// Creates the zones, divisions and depots. Returns the depots' ids.
Task<Ids> make_depots(Features& features, std::string token) {
  Ids zones, depots;
  for (const Division& division : divisions) {
    if (!zones.contains(division.zone)) {
      json::object zone{{"code", json::string(division.zone)}, {"name", json::string(division.zone_name)}};
      const auto made = co_await post(features, "/api/depots/zones", std::move(zone), token);
      zones[division.zone] = made.at("id").as_int64();
    }
    json::object body{{"code", json::string(division.code)},
                      {"name", json::string(division.name)},
                      {"zone_id", zones.at(division.zone)}};
    const auto made = co_await post(features, "/api/depots/divisions", std::move(body), token);
    for (const auto& [code, name] : division.depots) {
      json::object place{{"code", json::string(code)},
                         {"name", json::string(name)},
                         {"division_id", made.at("id").as_int64()}};
      const auto depot = co_await post(features, "/api/depots", std::move(place), token);
      depots[code] = depot.at("id").as_int64();
    }
  }
  co_return depots;
}

/// Assigns the supervisor and the inspector to their depots, and creates their colleagues.
Task<void> place_people(Features& features, const Ids& depots, const Ids& ids, std::string token) {
  const std::int64_t workshop = depots.at("KGP-WS");
  const std::int64_t supervisor = ids.at("supervisor");
  const std::string users = "/api/users/users";
  json::object oversees{{"depot_id", workshop},
                        {"sight", "division"},
                        {"employee_id", "KGP-1002"},
                        {"department", "Carriage and Wagon"},
                        {"position", "Senior Section Engineer"},
                        {"manager_id", ids.at("superuser")}};
  co_await send(features, http::Method::patch, users + '/' + std::to_string(supervisor), std::move(oversees),
                token);
  json::object inspects{{"depot_id", workshop},
                        {"employee_id", "KGP-1003"},
                        {"department", "Carriage and Wagon"},
                        {"position", "Technician"},
                        {"manager_id", supervisor}};
  co_await send(features, http::Method::patch, users + '/' + std::to_string(ids.at("inspector")),
                std::move(inspects), token);
  for (const Colleague& colleague : colleagues) {
    json::object body{{"phone_number", json::string(colleague.phone)},
                      {"first_name", json::string(colleague.first_name)},
                      {"last_name", json::string(colleague.last_name)},
                      {"department", "Carriage and Wagon"},
                      {"position", json::string(colleague.position)},
                      {"depot_id", depots.at(colleague.depot)},
                      {"manager_id", supervisor}};
    co_await post(features, users, std::move(body), token);
  }
}

/// Plausible measurements, the same at every run.
class Workshop {
 public:
  json::object wheel() {
    const int tread = between(905, 920);
    const int issue = between(828, 850);
    // One wheel in ten is worn beyond a limit.
    const bool worn = between(1, 10) == 1;
    return {{"submittedDate", format(some_date())},
            {"wheelNo", "W-" + std::to_string(between(4700, 4760))},
            {"fields",
             {{"treadDiameterNew", std::to_string(tread) + " (900-1000)"},
              {"lastShopIssueSize", std::to_string(issue) + " (800-900)"},
              {"condemningDia", "825 (800-900)"},
              {"wheelGauge", worn ? "1603" : "1600 (+2,-1)"},
              {"variationSameAxle", worn ? "0.7" : "0." + std::to_string(between(1, 5))},
              {"variationSameBogie", std::to_string(between(1, 5))},
              {"variationSameCoach", std::to_string(between(3, 13))},
              {"wheelProfile", (worn ? "21." : "28.") + std::to_string(between(0, 9)) + " Flange Thickness"},
              {"intermediateWWP", "20 TO 28"},
              {"bearingSeatDiameter", "130.043 TO 130.068"},
              {"rollerBearingOuterDia", "280 (+0.0/-0.035)"},
              {"rollerBearingBoreDia", "130 (+0.0/-0.025)"},
              {"rollerBearingWidth", "93 (+0/-0.250)"},
              {"axleBoxHousingBoreDia", "280 (+0.030/+0.052)"},
              {"wheelDiscWidth", "127 (+4/-0)"}}}};
  }

  json::object bogie() {
    const Date inspected = some_date();
    const Date came(std::chrono::sys_days(inspected) - std::chrono::days(between(1, 14)));
    return {
        {"inspectionDate", format(inspected)},
        {"bogieDetails",
         {{"bogieNo", "B-" + std::to_string(between(10000, 10400))},
          {"makerYearBuilt", (between(0, 1) == 0 ? "ICF/" : "RDSO/") + std::to_string(between(2005, 2022))},
          {"incomingDivAndDate", "NR / " + format(came)},
          {"deficitComponents", "None"},
          {"dateOfIOH", "2023-06-15"}}},
        {"bogieChecksheet",
         {{"bogieFrameCondition", condition()},
          {"bolster", condition()},
          {"bolsterSuspensionBracket", condition()},
          {"lowerSpringSeat", condition()},
          {"axleGuide", condition()}}},
        {"bmbcChecksheet",
         {{"cylinderBody", brake_condition()},
          {"pistonTrunnion", brake_condition()},
          {"adjustingTube", brake_condition()},
          {"plungerSpring", brake_condition()}}}};
  }

 private:
  int between(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }
  Date some_date() { return Date(std::chrono::sys_days(today()) - std::chrono::days(between(0, days_back))); }
  std::string condition() {
    static constexpr std::array<const char*, 10> usual = {"Good", "Good", "Good", "Good",     "Good",
                                                          "Fair", "Fair", "Fair", "Worn Out", "Cracked"};
    return usual[static_cast<std::size_t>(between(0, between(0, 3) == 0 ? 9 : 7))];
  }
  std::string brake_condition() {
    static constexpr std::array<const char*, 6> usual = {"GOOD", "GOOD", "GOOD", "FAIR", "FAIR", "WORN OUT"};
    return usual[static_cast<std::size_t>(between(0, 5))];
  }

  std::mt19937 random_{20240115};
};

/// A form that was stored, and the field of its kind to which a rejection points.
struct Form {
  std::string slug;
  json::value stored;
  const char* field;
};

/// Takes the form so many steps along its review: 0 saved, 1 submitted, 2 reviewed, 3 approved, 4 rejected.
Task<void> take_along(Features& features, Form form, int steps, std::string inspector,
                      std::string supervisor) {
  const std::string id = std::to_string(form.stored.at("data").at("id").as_int64());
  const std::string review = "/api/reviews/" + form.slug + '/' + id;
  std::int64_t version = form.stored.at("data").at("version").as_int64();
  const auto body = [&] { return json::object{{"version", version}}; };
  if (steps >= 1 && form.slug != "submissions") {  // those wait from the beginning
    co_await post(features, "/api/forms/" + form.slug + '/' + id + "/submit", json::object(), inspector);
    ++version;
  }
  if (steps >= 2) {
    co_await post(features, review + "/review", body(), supervisor);
    ++version;
  }
  json::object decision = body();
  if (steps == 3) {
    decision["note"] = "Seen on the floor.";
    co_await post(features, review + "/approve", std::move(decision), supervisor);
  } else if (steps == 4) {
    decision["reason"] = "Please measure again.";
    json::object pin{{"field", form.field}, {"note", "This cannot be."}};
    decision["pins"] = json::array(1, std::move(pin));
    co_await post(features, review + "/reject", std::move(decision), supervisor);
    json::object comment{{"text", "It was a slip of the pen."}, {"field", form.field}};
    co_await post(features, review + "/comment", std::move(comment), inspector);
  }
}

/// Returns the lines with the passwords. Everything is done through `features`, in their one transaction.
Task<Outcome<std::string>> fill(Instance& instance, db::Queries& unit) {
  const auto features = instance.features_on(unit);
  std::string passwords;
  std::map<std::string_view, std::string> access;  // tokens by title
  Ids ids;
  for (const auto& person : people) {
    const std::string password = crypto::random_token().substr(0, 16);
    login::NewUser user{.phone_number = std::string(person.phone),
                        .password = password,
                        .first_name = std::string(person.first_name),
                        .last_name = std::string(person.last_name),
                        .role = person.role};
    const auto id = co_await features->logins().create_user(unit, std::move(user));
    if (!id) co_return id.error();
    passwords += "  " + std::string(person.title) + "\t" + std::string(person.phone) + "\t" + password + "\n";
    json::object login{{"phone", json::string(person.phone)}, {"password", password}};
    const auto tokens = co_await post(*features, "/api/users/login", std::move(login), "");
    access[person.title] = tokens.at("access_token").as_string().c_str();
    ids[person.title] = *id;
  }
  const std::string superuser = access.at("superuser"), inspector = access.at("inspector");
  const Ids depots = co_await make_depots(*features, superuser);
  co_await place_people(*features, depots, ids, superuser);
  Workshop workshop;
  for (int number = 0; number < forms_of_each_kind; ++number) {
    // Every third form is of a colleague, entered for them.
    json::object wheel = workshop.wheel(), bogie = workshop.bogie();
    const bool own = number % 3 != 0;
    if (!own) {
      const auto& colleague = colleagues[static_cast<std::size_t>(number / 3) % colleagues.size()];
      wheel["submittedBy"] = bogie["inspectionBy"] = json::string(colleague.phone);
    }
    const std::string token = own ? inspector : superuser;
    auto wheels = co_await post(*features, "/api/forms/wheel-specifications", std::move(wheel), token);
    auto bogies = co_await post(*features, "/api/forms/bogie-checksheets", std::move(bogie), token);
    if (!own) continue;
    Form of_wheel{"wheel-specifications", std::move(wheels), "fields.wheelGauge"};
    Form of_bogie{"bogie-checksheets", std::move(bogies), "bogieChecksheet.axleGuide"};
    const std::string supervisor = access.at("supervisor");
    co_await take_along(*features, std::move(of_wheel), number % 5, inspector, supervisor);
    co_await take_along(*features, std::move(of_bogie), (number + 2) % 5, inspector, supervisor);
  }
  const Post posted = [&features](std::string path, json::value body, std::string token) {
    return post(*features, std::move(path), std::move(body), std::move(token));
  };
  const std::string supervisor = access.at("supervisor");
  const Take take = [&](json::value submission, const char* field, int steps) {
    Form form{"submissions", std::move(submission), field};
    return take_along(*features, std::move(form), steps + 1, inspector, supervisor);
  };
  // Named: GCC 12 destroys twice what is made within a co_await.
  Tokens tokens{superuser, inspector};
  co_await make_forms(posted, std::move(tokens), take);
  co_return passwords;
}

/// All or nothing: after an interruption one can start again, and no password is printed for a person who was
/// not stored.
Task<void> fill_at_once(Instance& instance, bool& made) {
  const auto work = [&instance](db::Queries& unit) { return fill(instance, unit); };
  const auto passwords = co_await instance.database().transaction(work);
  if (passwords) {
    std::cerr << *passwords << std::flush;
    made = true;
  } else if (passwords.error().code == Code::phone_number_taken) {
    std::cerr
        << "kpa: the demonstration's data are here already; their passwords were printed when they were made\n";
  } else {
    throw std::runtime_error("the demonstration's people were refused: " +
                             in_english(message_of(passwords.error())));
  }
}

/// Reduces logging, because there would be a line for each form.
struct FewerLines {
  FewerLines() { observe::start_logs({.level = observe::Level::warning}); }
  FewerLines(const FewerLines&) = delete;
  FewerLines& operator=(const FewerLines&) = delete;
  ~FewerLines() { observe::stop_logs(); }
};

}  // namespace

bool make_demo(const config::Settings& settings, const std::string& conninfo) {
  if (settings.profile == config::Profile::prod) {
    std::cerr << "kpa: no demo in prod: its people's passwords are printed. Set KPA_PROFILE=dev."
              << std::endl;
    return false;
  }
  bool made = false;
  const FewerLines fewer;
  std::cerr << "kpa: making people and forms to look at" << std::endl;
  with_instance(settings, conninfo, [&](Instance& instance) { return fill_at_once(instance, made); });
  return made;
}

}  // namespace kpa::app
