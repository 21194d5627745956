// Tests the permission matrix: every role × every endpoint × whose record. Endpoints and rows come from the
// router; the features' files say how to call them (tests/support/walks.hpp).
#include "features/permissions/permissions.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/instance.hpp"
#include "tests/support/operations.hpp"
#include "tests/support/service.hpp"
#include "tests/support/walks.hpp"

namespace {

using namespace kpa::test;
namespace permissions = kpa::permissions;
using kpa::http::Reach;
using kpa::http::Role;
using kpa::http::Route;

TestService& service() {
  static TestService running;
  return running;
}

/// All routes of the program, without a database behind them.
const kpa::http::Router& router() {
  static const kpa::app::LoneInstance lone(service().settings(), "");
  return lone.instance.router();
}

/// Two depots: staff in this test may see only their own.
struct Places {
  Person first = service().enrol(Rank::superuser);
  std::string here = new_record(service(), "/api/depots", first).id;
  std::string elsewhere = new_record(service(), "/api/depots", first).id;
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

/// Whose record it is, from the caller's point of view.
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

/// The statuses that the matrix requires; `on_record`: the endpoint works on one record.
std::set<int> expected(const Call& call, bool on_record, Reach reach, Whose whose) {
  if (reach == Reach::nobodys) return {403};
  if (!on_record) return call.answers;
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

/// A documented endpoint: how to call it, and its row of the matrix.
struct Endpoint {
  Operation operation;
  const Route* route;

  bool on_record() const { return !operation.path_parameters.empty(); }
  Call call(const Person& owner, const Person& caller) const {
    Call made = call_of(service(), operation, owner, caller);
    // A plain request to a WebSocket endpoint is answered with 426.
    if (made.answers.empty()) made.answers = {route->pushes ? 426 : route->status};
    return made;
  }
  Answer send(const HttpClient& client, const std::map<std::string, std::string>& ids, const Call& call,
              const std::string& otherwise = "1") const {
    return kpa::test::call(client, operation, path_of(operation, ids, otherwise), call.body);
  }
};

std::vector<Endpoint> endpoints() {
  std::vector<Endpoint> all;
  const auto operations = documented_operations(service().client());
  for (const auto& route : router().all()) {
    const auto found = std::ranges::find_if(operations, [&](const Operation& operation) {
      return operation.path == route->path && operation.method == name_of(route->method);
    });
    if (found != operations.end()) all.push_back({*found, route.get()});
  }
  return all;
}

class Permissions : public testing::TestWithParam<Endpoint> {};

INSTANTIATE_TEST_SUITE_P(Of, Permissions, testing::ValuesIn(endpoints()), [](const auto& endpoint) {
  std::string name = endpoint.param.operation.method + endpoint.param.operation.path;
  std::ranges::replace_if(name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
});

TEST_P(Permissions, AreThoseOfTheMatrixForEveryRoleAndWhosever) {
  const Endpoint& endpoint = GetParam();
  const auto& permission = *endpoint.route->permission;
  const Call first = endpoint.call(places().first, places().first);
  const auto anonymous = endpoint.send(service().client(), {}, first);
  if (permission.without_login) {
    EXPECT_THAT(first.answers, testing::Contains(anonymous.status)) << anonymous.text;
    return;
  }
  EXPECT_EQ(anonymous.status, 401) << anonymous.text;

  for (const auto& [rank, role] : {std::pair(Rank::user, Role::user), std::pair(Rank::staff, Role::staff),
                                   std::pair(Rank::superuser, Role::superuser)}) {
    const Person caller = enrol(rank, places().here);
    const auto client = service().client(caller);
    for (const Whose whose : {Whose::regulars, Whose::staffs, Whose::superusers, Whose::unseen, Whose::own}) {
      if (!endpoint.on_record() && whose != Whose::own) continue;
      const Person owner = owner_of(whose, caller);
      const Record record =
          endpoint.on_record() ? kind_of(endpoint.operation)->make(service(), owner) : Record{};
      const Call call = endpoint.call(owner, caller);
      const auto answer = endpoint.send(client, record.ids, call);
      EXPECT_THAT(expected(call, endpoint.on_record(), permission.reach_of(role), whose),
                  testing::Contains(answer.status))
          << "role " << static_cast<int>(role) << " on " << name_of(whose) << '\n'
          << answer.text;
    }
    // A record that does not exist gets the same answer as one that the caller may not see.
    if (endpoint.on_record() && permission.reach_of(role) != Reach::nobodys) {
      EXPECT_EQ(endpoint.send(client, {}, endpoint.call(caller, caller), "987654321").status, 404);
    }
  }
}

TEST(PermissionMatrix, HasARowForEveryEndpoint) {
  std::set<std::string> known, collections;
  for (const auto& route : router().all()) {
    // Documentation pages and their files, which everybody may read.
    if (!route->documented && route->role == Role::anyone && route->method == kpa::http::Method::get)
      continue;
    const std::string name = std::string(name_of(route->method)) + ' ' + route->path;
    ASSERT_NE(route->permission, nullptr) << name << ": declare it with .allow(permissions::…)";
    EXPECT_THAT(permissions::matrix(router()), testing::Contains(route->permission)) << name;
    known.insert(name);
    collections.insert(route->path.substr(0, route->path.find("/{")));
  }
  EXPECT_EQ(known.size(), endpoints().size()) << "an endpoint is not documented, and so is not walked";
  for (const auto& name : told_calls())
    EXPECT_THAT(known, testing::Contains(name)) << "is told of and not there";
  for (const auto& kind : record_kinds())
    EXPECT_THAT(collections, testing::Contains(kind.prefix)) << "is told of and not there";
  const auto rows = permissions::matrix(router());
  std::set<std::string_view> actions;
  for (const auto* row : rows)
    EXPECT_TRUE(actions.insert(row->action).second) << row->action << " has two rows";
}

TEST(PermissionMatrix, IsTheReferences) {
  struct Row {
    std::string_view action;
    bool user, staff, superuser;
  };
  const std::vector<Row> reference = {
      {"View own profile", true, true, true},
      {"Update own profile", true, true, true},
      {"View all users", false, true, true},
      {"Create users", false, true, true},
      {"Deactivate and activate users", false, true, true},
      {"Submit forms", true, true, true},
      {"Review submissions", false, true, true},
      {"System administration", false, false, true},
  };
  const auto rows = permissions::matrix(router());
  for (const auto& expected : reference) {
    const auto found = std::ranges::find(rows, expected.action, &kpa::http::Permission::action);
    ASSERT_NE(found, rows.end()) << expected.action;
    EXPECT_EQ((*found)->user != Reach::nobodys, expected.user) << expected.action;
    EXPECT_EQ((*found)->staff != Reach::nobodys, expected.staff) << expected.action;
    EXPECT_EQ((*found)->superuser != Reach::nobodys, expected.superuser) << expected.action;
  }
}

}  // namespace
