// Walks the permission matrix: every role × every endpoint × whose record. A new endpoint needs a row in
// all_calls().
#include "features/permissions/permissions.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/instance.hpp"
#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;
namespace permissions = kpa::permissions;
using kpa::http::Reach;
using kpa::http::Role;

TestService& service() {
  static TestService running;
  return running;
}

/// All routes of the program, without a database behind them.
const std::vector<std::shared_ptr<const kpa::http::Route>>& routes() {
  static boost::asio::io_context io{1};
  static kpa::WorkerPool workers(1, 1);
  static kpa::outbox::Outbox outbox({});
  static kpa::messaging::SmsSender no_messages(outbox, {}, {});
  static kpa::sessions::Shared shared(service().settings().auth);
  static kpa::limits::Buckets buckets(1);
  static kpa::http::ClientConnections clients(1);
  static const kpa::app::Instance instance(
      io, service().settings(), "", {{shared, workers, no_messages, workers}, buckets, clients, outbox});
  return instance.router().all();
}

const Person& first_superuser() {
  static const Person person = service().enrol(Rank::superuser);
  return person;
}

std::string made(const std::string& path, const json::object& body) {
  const auto answer = service().client(first_superuser()).post(path, body);
  EXPECT_EQ(answer.status, 201) << answer.text;
  return std::to_string(answer.at("id").as_int64());
}

std::string unique(const std::string& prefix) {
  static int number = 10000;
  return prefix + std::to_string(number++);
}

json::object place(const std::string& parent = {}, const std::string& id = {}) {
  json::object body{{"code", unique("P-")}, {"name", "Somewhere"}};
  if (!parent.empty()) body[parent] = std::stoll(id);
  return body;
}

/// Two depots: staff in this test see their own only.
struct Places {
  std::string zone = made("/api/depots/zones", place());
  std::string division = made("/api/depots/divisions", place("zone_id", zone));
  std::string here = made("/api/depots", place("division_id", division));
  std::string elsewhere = made("/api/depots", place("division_id", division));
};
const Places& places() {
  static const Places made_once;
  return made_once;
}

Person enrol(Rank rank, const std::string& depot) {
  Person person = service().enrol(rank);
  service().sql("UPDATE users SET sight = 'depot', depot_id = " + depot +
                " WHERE id = " + std::to_string(person.id));
  return person;
}

json::object newcomer() {
  return {{"phone_number", unique("+9197100")},
          {"first_name", "Kavya"},
          {"last_name", "Rao"},
          {"depot_id", std::stoll(places().here)}};
}

/// The id of a record of `owner`, for the path.
using MakeRecord = std::function<std::string(const Person& owner)>;
using MakeBody = std::function<json::object()>;

/// How an endpoint is called so that it has nothing to say against it but who calls.
struct Call {
  std::string method, path;
  MakeBody body = {};
  MakeRecord record = {};             ///< empty: the endpoint works on no record of somebody
  std::set<int> answers = {200};      ///< what it may answer to those who may
  std::set<int> answers_of_own = {};  ///< where one may not do it to oneself, whatever one's role
};

std::string the_person(const Person& owner) { return std::to_string(owner.id); }
std::string a_form(const Person& owner, const std::string& path, const json::object& form) {
  const auto created = service().client(owner).post(path, form);
  EXPECT_EQ(created.status, 201) << created.text;
  return std::to_string(created.at("data.id").as_int64());
}
std::string a_wheel_form(const Person& owner) {
  return a_form(owner, "/api/forms/wheel-specifications", wheel_example(unique("WS-P-")));
}
std::string a_bogie_form(const Person& owner) {
  return a_form(owner, "/api/forms/bogie-checksheets", bogie_example(unique("BC-P-")));
}
std::string a_session(const Person& owner) {
  return service().sql("INSERT INTO sessions (user_id, expires_at) VALUES (" + std::to_string(owner.id) +
                       ", now() + interval '1 day') RETURNING id");
}
std::string an_import(const Person& owner) {
  return service().sql(
      "INSERT INTO user_imports (created_by, dry_run, language, status, request_id, client_address, finished_at)"
      " VALUES (" +
      std::to_string(owner.id) + ", true, 'en', 'refused', '', '', now()) RETURNING id");
}
MakeRecord always(std::string id) {
  return [id = std::move(id)](const Person&) { return id; };
}
MakeBody body(json::object fixed) {
  return [fixed = std::move(fixed)] { return fixed; };
}

void add_form_calls(std::vector<Call>& calls, const std::string& path, const MakeRecord& record,
                    const MakeBody& form) {
  const std::string one = path + "/{id}";
  calls.push_back({"POST", path, form, {}, {201}});
  calls.push_back({"GET", path});
  calls.push_back({"GET", one, {}, record});
  calls.push_back({"PUT", one, form, record});
  calls.push_back({"PATCH", one, body({}), record});
  calls.push_back({"POST", one + "/submit", {}, record});
  calls.push_back({"GET", one + "/history", {}, record});
}

void add_place_calls(std::vector<Call>& calls, const std::string& path, const std::string& id,
                     const MakeBody& fresh) {
  const std::string one = path + "/{id}";
  calls.push_back({"GET", path});
  calls.push_back({"POST", path, fresh, {}, {201}});
  calls.push_back({"GET", one, {}, always(id)});
  calls.push_back({"PUT", one, fresh, always(id)});
  calls.push_back({"PATCH", one, body({{"name", "Here"}}), always(id)});
}

std::vector<Call> all_calls() {
  std::vector<Call> calls = {
      // Open to everybody. Of those that take credentials it is enough that they look at them.
      {"GET", "/health/"},
      {"GET", "/api-info/"},
      {"GET", "/api/"},
      {"POST", "/api/users/register", body({}), {}, {422}},
      {"POST", "/api/users/login", body({}), {}, {422}},
      {"POST", "/api/users/refresh", body({}), {}, {422}},
      {"POST", "/api/users/login/code", body({}), {}, {422}},
      {"POST", "/api/users/login/code/verify", body({}), {}, {422}},
      {"POST", "/api/users/password-reset", body({}), {}, {422}},
      {"POST", "/api/users/password-reset/confirm", body({}), {}, {422}},
      // One's own account.
      {"POST", "/api/users/change-password", body({}), {}, {422}},
      {"POST", "/api/users/logout", {}, {}, {204}},
      {"GET", "/api/users/profile"},
      {"PUT", "/api/users/profile", body({{"first_name", "Meera"}, {"last_name", "Das"}})},
      {"PATCH", "/api/users/profile", body({{"bio", "x"}})},
      {"GET", "/api/users/sessions"},
      {"DELETE", "/api/users/sessions"},
      {"DELETE", "/api/users/sessions/{id}", {}, a_session, {204}},
      {"GET", "/api/users/second-factor"},
      {"POST", "/api/users/second-factor", body({}), {}, {422}},
      {"POST", "/api/users/second-factor/confirm", body({}), {}, {422}},
      {"POST", "/api/users/second-factor/recovery-codes", body({}), {}, {422}},
      {"POST", "/api/users/second-factor/disable", body({}), {}, {422}},
      // People.
      {"GET", "/api/users/users"},
      {"POST", "/api/users/users", newcomer, {}, {201}},
      {"GET", "/api/users/users/{id}", {}, the_person},
      {"PATCH", "/api/users/users/{id}", body({{"bio", "x"}}), the_person},
      {"PUT", "/api/users/users/{id}", {}, the_person},  // with the person's own name and number: see below
      {"DELETE", "/api/users/users/{id}", {}, the_person, {204}, {409}},
      {"POST", "/api/users/users/{id}/activate", {}, the_person, {200}, {200, 403}},
      {"GET", "/api/users/users/{id}/reports", {}, the_person},
      {"GET", "/api/users/users/{id}/sessions", {}, the_person},
      {"DELETE", "/api/users/users/{id}/sessions", {}, the_person},
      {"DELETE", "/api/users/users/{id}/sessions/{session_id}", {}, the_person, {404}},  // nobody's session
      {"POST",
       "/api/users/users/{id}/reset-password",
       body({{"method", "link"}}),
       the_person,
       {200},
       {200, 403}},
      {"DELETE", "/api/users/users/{id}/second-factor", {}, the_person, {404}, {403}},  // they have none
      {"POST", "/api/users/imports", body({}), {}, {415}},
      {"GET", "/api/users/imports/{id}", {}, an_import},
      {"GET", "/api/users/export"},
      // The system.
      {"GET", "/api/settings"},
      {"PATCH", "/api/settings", body({{"require_second_factor_for_staff", false}})},
      {"GET", "/api/audit"},
      {.method = "GET", .path = "/api/events/stream", .answers = {426}},  // a plain request, let through
  };
  add_place_calls(calls, "/api/depots/zones", places().zone, [] { return place(); });
  add_place_calls(calls, "/api/depots/divisions", places().division,
                  [] { return place("zone_id", places().zone); });
  add_place_calls(calls, "/api/depots", places().here,
                  [] { return place("division_id", places().division); });
  add_form_calls(calls, "/api/forms/wheel-specifications", a_wheel_form,
                 [] { return wheel_example(unique("WS-P-")); });
  add_form_calls(calls, "/api/forms/bogie-checksheets", a_bogie_form,
                 [] { return bogie_example(unique("BC-P-")); });
  return calls;
}

/// Whose record it is, seen from the caller.
enum class Whose { own, regulars, staffs, superusers, unseen };

const char* name_of(Whose whose) {
  constexpr const char* names[] = {"their own", "a regular user's", "a colleague's of staff", "a superuser's",
                                   "somebody's elsewhere"};
  return names[static_cast<int>(whose)];
}

Person owner_of(Whose whose, const Person& caller) {
  switch (whose) {
    case Whose::own: return caller;
    case Whose::regulars: return enrol(Rank::user, places().here);
    case Whose::staffs: return enrol(Rank::staff, places().here);
    case Whose::superusers: return enrol(Rank::superuser, places().here);
    case Whose::unseen: return enrol(Rank::user, places().elsewhere);
  }
  return caller;
}

/// The statuses that the matrix asks for.
std::set<int> expected(const Call& call, Reach reach, Whose whose) {
  if (reach == Reach::nobodys) return {403};
  if (!call.record) return call.answers;
  if (whose == Whose::own && !call.answers_of_own.empty()) return call.answers_of_own;
  switch (reach) {
    case Reach::nobodys: return {403};
    case Reach::own: return whose == Whose::own ? call.answers : std::set{404};
    case Reach::regulars:
      if (whose == Whose::unseen) return {404};
      if (whose == Whose::staffs || whose == Whose::superusers) return {403};
      return call.answers;
    case Reach::seen: return whose == Whose::unseen ? std::set{404} : call.answers;
    case Reach::all: return call.answers;
  }
  return {};
}

Answer send(const HttpClient& client, const Call& call, const std::string& path, json::object content) {
  const bool has_body = call.body || call.method == "PUT";
  return client.ask(call.method, path, has_body ? json::serialize(content) : std::string(),
                    {{"Content-Type", "application/json"}});
}

std::string path_with(const Call& call, const std::string& id) {
  std::string path = call.path;
  if (const auto at = path.find("{id}"); at != path.npos) path.replace(at, 4, id);
  return path;
}

class Permissions : public testing::TestWithParam<Call> {
 protected:
  static const kpa::http::Permission& permission() {
    const auto found = std::ranges::find_if(routes(), [&](const auto& route) {
      return route->path == GetParam().path && name_of(route->method) == GetParam().method;
    });
    if (found == routes().end() || (*found)->permission == nullptr)
      throw std::runtime_error("there is no such endpoint, or it is under no permission");
    return *(*found)->permission;
  }
};

INSTANTIATE_TEST_SUITE_P(Of, Permissions, testing::ValuesIn(all_calls()), [](const auto& call) {
  std::string name = call.param.method + call.param.path;
  std::ranges::replace_if(name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
});

TEST_P(Permissions, AreThoseOfTheMatrixForEveryRoleAndWhosever) {
  const Call& call = GetParam();
  const auto content = [&] { return call.body ? call.body() : json::object(); };
  const auto anonymous = send(service().client(), call, path_with(call, "1"), content());
  if (permission().without_login) {
    EXPECT_THAT(call.answers, testing::Contains(anonymous.status)) << anonymous.text;
    return;
  }
  EXPECT_EQ(anonymous.status, 401) << anonymous.text;

  for (const auto& [rank, role] : {std::pair(Rank::user, Role::user), std::pair(Rank::staff, Role::staff),
                                   std::pair(Rank::superuser, Role::superuser)}) {
    const Person caller = enrol(rank, places().here);
    for (const Whose whose : {Whose::regulars, Whose::staffs, Whose::superusers, Whose::unseen, Whose::own}) {
      if (!call.record && whose != Whose::own) continue;
      const Person owner = owner_of(whose, caller);
      json::object sent = content();
      if (call.method == "PUT" && !call.body)
        sent = {{"phone_number", owner.phone},
                {"first_name", "Meera"},
                {"last_name", "Das"},
                {"depot_id", std::stoll(whose == Whose::unseen ? places().elsewhere : places().here)}};
      const auto answer = send(service().client(caller), call,
                               path_with(call, call.record ? call.record(owner) : std::string()), sent);
      EXPECT_THAT(expected(call, permission().reach_of(role), whose), testing::Contains(answer.status))
          << "role " << static_cast<int>(role) << " on " << name_of(whose) << '\n'
          << answer.text;
    }
    // What is not there looks like what is not seen.
    if (call.record && permission().reach_of(role) != Reach::nobodys) {
      EXPECT_EQ(send(service().client(caller), call, path_with(call, "987654321"), content()).status, 404);
    }
  }
}

TEST(PermissionMatrix, HasARowForEveryEndpointAndACallInThisTest) {
  const auto calls = all_calls();
  for (const auto& route : routes()) {
    // Pages and their parts, which are for everybody.
    if (!route->documented && route->role == Role::anyone && route->method == kpa::http::Method::get)
      continue;
    const std::string name = std::string(name_of(route->method)) + ' ' + route->path;
    ASSERT_NE(route->permission, nullptr) << name << ": declare it with .allow(permissions::…)";
    EXPECT_THAT(permissions::matrix(), testing::Contains(route->permission)) << name;
    EXPECT_TRUE(
        std::ranges::any_of(calls, [&](const Call& call) { return call.method + ' ' + call.path == name; }))
        << name << ": give it a row in all_calls()";
  }
}

TEST(PermissionMatrix, IsTheReferences) {
  struct Row {
    const kpa::http::Permission& permission;
    bool user, staff, superuser;
  };
  const std::vector<Row> reference = {
      {permissions::view_own_profile, true, true, true},  {permissions::update_own_profile, true, true, true},
      {permissions::view_users, false, true, true},       {permissions::create_users, false, true, true},
      {permissions::deactivate_users, false, true, true}, {permissions::submit_forms, true, true, true},
      {permissions::review_forms, false, true, true},     {permissions::administer, false, false, true},
  };
  for (const auto& row : reference) {
    EXPECT_EQ(row.permission.user != Reach::nobodys, row.user) << row.permission.action;
    EXPECT_EQ(row.permission.staff != Reach::nobodys, row.staff) << row.permission.action;
    EXPECT_EQ(row.permission.superuser != Reach::nobodys, row.superuser) << row.permission.action;
  }
}

}  // namespace
