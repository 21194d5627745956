// Staff who see only their own, their depot or their division, through everything that could tell them of the
// rest.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;

constexpr auto users = "/api/users/users";
const std::vector<std::string> form_paths = {"/api/forms/wheel-specifications",
                                             "/api/forms/bogie-checksheets"};
bool of_wheels(const std::string& path) { return path == form_paths.front(); }
std::string inspector_of(const std::string& path) { return of_wheels(path) ? "submittedBy" : "inspectionBy"; }
std::string date_of(const std::string& path) { return of_wheels(path) ? "submittedDate" : "inspectionDate"; }
json::object example(const std::string& path, const std::string& number) {
  return of_wheels(path) ? wheel_example(number) : bogie_example(number);
}

/// One person, with a form of each kind.
struct Colleague {
  Person person;
  std::string last_name;
  std::map<std::string, std::string> form_ids;  ///< by the kind's path
  std::map<std::string, std::string> form_numbers;
};

/// Two divisions, the first with two depots; in each depot two colleagues, and one in none.
class Railway {
 public:
  Railway() {
    service.sql(R"(
      INSERT INTO zones (code, name) VALUES ('SER', 'South Eastern');
      INSERT INTO divisions (zone_id, code, name)
        SELECT zones.id, division, division FROM zones, unnest(ARRAY['KGP', 'ADRA']) AS division;
      INSERT INTO depots (division_id, code, name)
        SELECT divisions.id, depot, depot FROM divisions JOIN (VALUES ('KGP', 'KGP-1'), ('KGP', 'KGP-2'), ('ADRA', 'ADRA-1'))
        AS of_it (division, depot) ON divisions.code = of_it.division)");
    for (const std::string depot : {"KGP-1", "KGP-2", "ADRA-1", ""})
      for (int number = 1; number <= 2; ++number) enrol(depot, "At" + depot + "x" + std::to_string(number));
    // Everybody reports to somebody of another depot.
    const auto chief = std::to_string(colleagues.back().person.id);
    service.sql("UPDATE users SET manager_id = " + chief + " WHERE id <> " + chief);
  }

  /// Staff in KGP-1 who see this far, with forms of their own.
  HttpClient overseer(const std::string& sight) {
    Person person = service.enrol(Rank::staff);
    place(person, "KGP-1", "Overseer");
    service.sql("UPDATE users SET sight = '" + sight + "' WHERE id = " + std::to_string(person.id));
    return service.client(person);
  }

  void transfer(const Person& person, const std::string& depot) const {
    service.sql("UPDATE users SET depot_id = (SELECT id FROM depots WHERE code = '" + depot +
                "') WHERE id = " + std::to_string(person.id));
  }

  std::set<std::string> last_names_at(const std::set<std::string>& depots) const {
    std::set<std::string> found;
    for (const auto& [depot, names] : by_depot)
      if (depots.contains(depot)) found.insert(names.begin(), names.end());
    return found;
  }

  TestService service;
  std::vector<Colleague> colleagues;
  std::map<std::string, std::set<std::string>> by_depot;

 private:
  void place(const Person& person, const std::string& depot, const std::string& last_name) {
    service.sql("UPDATE users SET last_name = '" + last_name +
                "', depot_id = (SELECT id FROM depots WHERE code = '" + depot +
                "'), department = 'Carriage', employee_id = 'E-" + std::to_string(person.id) +
                "' WHERE id = " + std::to_string(person.id));
  }
  void enrol(const std::string& depot, const std::string& last_name) {
    Colleague colleague{service.enrol(), last_name, {}, {}};
    place(colleague.person, depot, last_name);
    for (const auto& path : form_paths) {
      const std::string number = last_name + (path == form_paths.front() ? "-WS" : "-BC");
      const auto made =
          service.client(colleague.person)
              .post(path, path == form_paths.front() ? wheel_example(number) : bogie_example(number));
      EXPECT_EQ(made.status, 201) << made.text;
      colleague.form_ids[path] = std::to_string(made.at("data.id").as_int64());
      colleague.form_numbers[path] = number;
    }
    by_depot[depot].insert(last_name);
    colleagues.push_back(std::move(colleague));
  }
};

Railway& railway() {
  static Railway running;
  return running;
}

/// An inspector of KGP-1, with a form of each kind from there, who was transferred to another division; and a
/// colleague in KGP-1, with forms of their own.
class MovedAway {
 public:
  MovedAway() : inspector(railway().service.enrol()), colleague(railway().service.enrol()) {
    for (const auto& path : form_paths) {
      forms[path] = make(inspector, path);
      make(colleague, path);
    }
    railway().transfer(inspector, "ADRA-1");
  }
  std::string id() const { return std::to_string(inspector.id); }
  static std::string number(const Person& person, const std::string& path) {
    return "MOVED-" + std::to_string(person.id) + (of_wheels(path) ? "-WS" : "-BC");
  }
  void give_the_colleague_as_employee_id(const std::string& employee_id) const {
    railway().service.sql("UPDATE users SET employee_id = '" + employee_id +
                          "' WHERE id = " + std::to_string(colleague.id));
  }

  const Person inspector;
  const Person colleague;
  std::map<std::string, std::string> forms;  ///< of the inspector: their paths by the kind's path

 private:
  static std::string make(const Person& person, const std::string& path) {
    railway().transfer(person, "KGP-1");
    const auto made = railway().service.client(person).post(path, example(path, number(person, path)));
    EXPECT_EQ(made.status, 201) << made.text;
    return path + '/' + std::to_string(made.at("data.id").as_int64());
  }
};

struct Sight {
  std::string name;
  std::set<std::string> depots;  ///< whose colleagues are seen
};

struct Visibility : testing::TestWithParam<Sight> {
  Visibility()
      : seen(railway().last_names_at(GetParam().depots)), client(railway().overseer(GetParam().name)) {}
  bool sees(const Colleague& colleague) const { return seen.contains(colleague.last_name); }

  /// Of every page of a list what `part` gives of its records, as far as they are colleagues': other tests
  /// make others. Checks that the total is the number of records.
  template <class Part>
  std::set<std::string> all_of(const std::string& path, Part part) const {
    std::set<std::string> found;
    std::size_t records = 0;
    std::string cursor;
    const std::string first = path + (path.find('?') == path.npos ? "?" : "&") + "per_page=3";
    for (;;) {
      const auto page = client.get(first + cursor);
      EXPECT_EQ(page.status, 200) << path << page.text;
      for (const auto& one : page.at("data").as_array()) {
        ++records;
        if (std::string name = part(one); name.starts_with("At")) found.insert(std::move(name));
      }
      const auto& next = page.at("pagination.next_cursor");
      if (next.is_null()) {
        EXPECT_EQ(page.at("pagination.total"), records) << path;
        return found;
      }
      cursor = "&cursor=" + std::string(next.as_string());
    }
  }
  std::set<std::string> people(const std::string& query = {}) const {
    return all_of(users + query,
                  [](const json::value& one) { return std::string(one.at("last_name").as_string()); });
  }
  std::set<std::string> owners(const std::string& path) const {
    return all_of(path, [](const json::value& one) {
      const std::string number(one.at("formNumber").as_string());
      return number.substr(0, number.size() - 3);
    });
  }

  std::set<std::string> seen;
  HttpClient client;
};

INSTANTIATE_TEST_SUITE_P(Of, Visibility,
                         testing::Values(Sight{"own", {}}, Sight{"depot", {"KGP-1"}},
                                         Sight{"division", {"KGP-1", "KGP-2"}},
                                         Sight{"all", {"KGP-1", "KGP-2", "ADRA-1", ""}}),
                         [](const auto& sight) { return sight.param.name; });

TEST_P(Visibility, OfPeopleInListsCountsAndFilters) {
  EXPECT_EQ(people(), seen);
  EXPECT_EQ(people("?department=carriage"), seen);
  EXPECT_EQ(people("?is_active=true&is_staff=false&sort=-date_joined"), seen);
  EXPECT_EQ(people("?search=At"), seen);
  for (const auto& colleague : railway().colleagues) {
    const std::set<std::string> expected =
        sees(colleague) ? std::set{colleague.last_name} : std::set<std::string>();
    EXPECT_EQ(people("?search=" + colleague.last_name), expected);
    EXPECT_EQ(people("?search=" + colleague.person.phone.substr(1)), expected);
    EXPECT_EQ(people("?search=E-" + std::to_string(colleague.person.id) + "&department=Carriage"), expected);
  }
  const auto& chief = railway().colleagues.back();
  auto reports = seen;
  reports.erase(chief.last_name);
  EXPECT_EQ(people("?manager=" + std::to_string(chief.person.id)), reports);
  const std::string of_chief = std::string(users) + '/' + std::to_string(chief.person.id) + "/reports";
  if (!sees(chief)) {
    EXPECT_EQ(client.get(of_chief).status, 404);
    EXPECT_EQ(client.get(of_chief + "?depth=all").status, 404);
  }
}

TEST_P(Visibility, OfPeopleByTheirIds) {
  for (const auto& colleague : railway().colleagues) {
    const std::string path = std::string(users) + '/' + std::to_string(colleague.person.id);
    const int status = sees(colleague) ? 200 : 404;
    EXPECT_EQ(client.get(path).status, status) << colleague.last_name;
    EXPECT_EQ(client.get(path + "/reports").status, status);
    EXPECT_EQ(client.patch(path, json::object()).status, status);
    EXPECT_EQ(client.post(path + "/activate", {}).status, status);
    if (!sees(colleague)) {
      EXPECT_EQ(client.ask("DELETE", path, {}, {}).status, 404);
      EXPECT_EQ(client.get(path).body.as_object().at("code"), "not_found");
    }
  }
}

TEST_P(Visibility, OfPeopleWhenTheyAreNamedByOthers) {
  const bool limited = GetParam().name != "all";
  const auto depot = [](const std::string& code) {
    return std::stoll(railway().service.sql("SELECT id FROM depots WHERE code = '" + code + "'"));
  };
  static int number = 10000;
  const auto newcomer = [&](json::object more) {
    json::object body{
        {"phone_number", "+9197300" + std::to_string(number++)}, {"first_name", "N"}, {"last_name", "N"}};
    for (const auto& [name, value] : more) body[name] = value;
    return client.post(users, body).status;
  };
  for (const auto& [code, names] : railway().by_depot) {
    if (code.empty()) continue;
    const bool allowed = GetParam().depots.contains(code);
    // They are made to be looked at by no other test.
    if (!allowed) {
      EXPECT_EQ(newcomer({{"depot_id", depot(code)}}), 422) << code;
    }
  }
  if (limited) {
    EXPECT_EQ(newcomer({}), 422) << "they would not see whom they enrol";
  }
  for (const auto& colleague : railway().colleagues) {
    if (sees(colleague)) continue;
    EXPECT_EQ(newcomer({{"depot_id", depot("KGP-1")}, {"manager_id", colleague.person.id}}), 422);
    for (const auto& path : form_paths) {
      auto form = path == form_paths.front() ? wheel_example("UNSEEN") : bogie_example("UNSEEN");
      for (const auto& reference : {std::to_string(colleague.person.id), colleague.person.phone}) {
        form[path == form_paths.front() ? "submittedBy" : "inspectionBy"] = reference;
        EXPECT_EQ(client.post(path, form).status, 422) << "there is nobody of this name for them";
      }
    }
  }
}

TEST_P(Visibility, OfFormsInListsCountsAndFilters) {
  for (const auto& path : form_paths) {
    const bool wheels = path == form_paths.front();
    EXPECT_EQ(owners(path), seen);
    EXPECT_EQ(owners(path + "?form_number=At"), seen);
    EXPECT_EQ(
        owners(path + "?status=saved&has_findings=" + (wheels ? "false" : "true") + "&sort=form_number"),
        wheels ? seen : owners(path + "?has_findings=true"));
    EXPECT_EQ(owners(path + (wheels ? "?submitted_date" : "?inspection_date") + "=2024-01-15"), seen);
    for (const auto& colleague : railway().colleagues) {
      const std::set<std::string> expected =
          sees(colleague) ? std::set{colleague.last_name} : std::set<std::string>();
      EXPECT_EQ(owners(path + "?form_number=" + colleague.form_numbers.at(path)), expected);
      EXPECT_EQ(owners(path + (wheels ? "?submitted_by=" : "?inspection_by=") +
                       std::to_string(colleague.person.id)),
                expected);
      EXPECT_EQ(
          owners(path + (wheels ? "?submitted_by=" : "?inspection_by=") + colleague.person.phone.substr(1)),
          expected);
    }
  }
}

TEST_P(Visibility, OfFormsByTheirIds) {
  for (const auto& path : form_paths)
    for (const auto& colleague : railway().colleagues) {
      const std::string one = path + '/' + colleague.form_ids.at(path);
      const int status = sees(colleague) ? 200 : 404;
      EXPECT_EQ(client.get(one).status, status) << colleague.last_name;
      EXPECT_EQ(client.get(one + "/history").status, status);
      EXPECT_EQ(client.patch(one, json::object()).status, status);
      if (sees(colleague)) continue;
      EXPECT_EQ(client.put(one, path == form_paths.front() ? wheel_example("X") : bogie_example("X")).status,
                404);
      EXPECT_EQ(client.post(one + "/submit", {}).status, 404);
    }
}

TEST(VisibilityOfForms, StaysWithTheDepotWhereTheWorkWasDone) {
  auto& service = railway().service;
  const auto here = railway().overseer("depot");
  const Person inspector = service.enrol();
  railway().transfer(inspector, "KGP-1");
  const auto made = service.client(inspector).post(form_paths.front(), wheel_example("WORKED-HERE"));
  const std::string path = form_paths.front() + '/' + std::to_string(made.at("data.id").as_int64());
  railway().transfer(inspector, "ADRA-1");
  EXPECT_EQ(here.get(path).status, 200) << "the inspector moved, the work did not";
  EXPECT_EQ(service.client(inspector).patch(path, {{"submittedDate", "2024-01-16"}}).status, 200);
  EXPECT_EQ(here.get(path).status, 200);
  EXPECT_EQ(service.client(inspector).get(path).status, 200) << "everybody sees their own";
  // Another inspector: it was their work, in their depot.
  const Person other = service.enrol();
  railway().transfer(other, "ADRA-1");
  const auto superuser = service.client(service.enrol(Rank::superuser));
  ASSERT_EQ(superuser.patch(path, {{"submittedBy", other.id}}).status, 200);
  EXPECT_EQ(here.get(path).status, 404);
}

TEST(VisibilityOfForms, LeavesAFormToItsInspectorWhoMovedAway) {
  const auto staff = railway().overseer("depot");
  for (const bool namesake : {false, true}) {
    const MovedAway moved;
    if (namesake) moved.give_the_colleague_as_employee_id(moved.id());
    for (const auto& [path, form] : moved.forms) {
      SCOPED_TRACE(path + (namesake ? ", the inspector's id is the employee id of somebody seen" : ""));
      const std::string inspector = "data." + inspector_of(path);
      json::object date;
      date[date_of(path)] = "2024-01-16";
      const auto patched = staff.patch(form, date);
      ASSERT_EQ(patched.status, 200) << patched.text;
      EXPECT_EQ(patched.at(inspector), moved.inspector.id);
      EXPECT_EQ(patched.at("data." + date_of(path)), "2024-01-16");

      const auto read = staff.get(form);
      auto whole = example(path, MovedAway::number(moved.inspector, path));
      int day = 17;
      for (const auto& unchanged : {read.at(inspector), json::value(moved.id()), json::value()}) {
        whole[date_of(path)] = "2024-01-" + std::to_string(day++);
        whole[inspector_of(path)] = unchanged;
        const auto replaced = staff.put(form, whole);
        ASSERT_EQ(replaced.status, 200) << replaced.text;
        EXPECT_EQ(replaced.at(inspector), moved.inspector.id);
        EXPECT_EQ(replaced.at("data.depotId"), read.at("data.depotId"));
      }
      json::object same;
      same[inspector_of(path)] = moved.inspector.id;
      const auto again = staff.patch(form, same);
      ASSERT_EQ(again.status, 200) << again.text;
      EXPECT_EQ(again.at(inspector), moved.inspector.id);
      EXPECT_EQ(railway().service.client(moved.inspector).get(form).status, 200);
      EXPECT_EQ(railway().service.client(moved.colleague).get(form).status, 404);
    }
  }
}

TEST(VisibilityOfForms, HoldsForEveryPageOfAHistory) {
  const auto staff = railway().overseer("depot");
  const auto other = railway().overseer("own");
  const MovedAway moved;
  for (const auto& [path, form] : moved.forms) {
    json::object date;
    date[date_of(path)] = "2024-01-16";
    ASSERT_EQ(staff.patch(form, date).status, 200);
    const std::string history = form + "/history";
    const auto first = staff.get(history + "?per_page=1");
    ASSERT_EQ(first.status, 200) << first.text;
    const std::string cursor(first.at("pagination.next_cursor").as_string());
    const std::string second = history + "?per_page=1&cursor=" + cursor;
    EXPECT_EQ(staff.get(second).at("data[0].version"), 2);
    for (const auto& page : {history, history + "?per_page=1&page=2", second, history + "?cursor=abc"}) {
      const auto refused = other.get(page);
      EXPECT_EQ(refused.status, 404) << page;
      EXPECT_EQ(refused.at("code"), "not_found") << page;
    }
  }
}

TEST(VisibilityOfForms, LetsNobodyNameAnInspectorWhoMovedAway) {
  const auto staff = railway().overseer("depot");
  const MovedAway moved;
  const MovedAway another;
  for (const auto& [path, form] : moved.forms) {
    const auto named = [&](const std::string& reference) {
      json::object change;
      change[inspector_of(path)] = reference;
      return staff.patch(form, change);
    };
    const auto refused = [&](const std::string& reference) {
      const auto answer = named(reference);
      EXPECT_EQ(answer.status, 422) << path << ' ' << reference;
      EXPECT_EQ(answer.at("errors." + inspector_of(path) + "[0]"),
                "There is nobody with this id, employee id or phone number");
    };
    refused(another.id());
    refused(another.inspector.phone);
    refused(moved.inspector.phone);
    const auto given = named(moved.colleague.phone);
    ASSERT_EQ(given.status, 200) << given.text;
    EXPECT_EQ(given.at("data." + inspector_of(path)), moved.colleague.id);
    refused(moved.id());
  }
}

TEST(VisibilityOfForms, FindsThoseOfAnInspectorWhoMovedAway) {
  const auto staff = railway().overseer("depot");
  for (const auto& path : form_paths) {
    SCOPED_TRACE(path);
    const MovedAway moved;
    const std::set<std::string> none = {};
    const std::set<std::string> theirs = {MovedAway::number(moved.inspector, path)};
    const std::set<std::string> of_the_colleague = {MovedAway::number(moved.colleague, path)};
    const auto found = [&](const std::string& reference) {
      const auto page = staff.get(path + '?' + inspector_of(path) + '=' + reference);
      EXPECT_EQ(page.status, 200) << page.text;
      std::set<std::string> numbers;
      for (const auto& one : page.at("data").as_array())
        numbers.insert(std::string(one.at("formNumber").as_string()));
      EXPECT_EQ(page.at("pagination.total"), numbers.size());
      return numbers;
    };
    railway().service.sql("UPDATE users SET employee_id = 'AWAY-" + moved.id() +
                          "' WHERE id = " + moved.id());
    EXPECT_EQ(found(moved.id()), theirs);
    EXPECT_EQ(found("AWAY-" + moved.id()), none) << "it would tell whose employee id this is";
    EXPECT_EQ(found(moved.inspector.phone.substr(1)), none);

    moved.give_the_colleague_as_employee_id(moved.id());
    EXPECT_EQ(found(moved.id()), theirs) << "an id before an employee id";
    EXPECT_EQ(found(moved.id() + "&form_number=" + MovedAway::number(moved.colleague, path)), none);

    const Person unseen = railway().service.enrol();
    railway().transfer(unseen, "ADRA-1");
    const std::string number = MovedAway::number(unseen, path);
    ASSERT_EQ(railway().service.client(unseen).post(path, example(path, number)).status, 201);
    EXPECT_EQ(found(std::to_string(unseen.id)), none);
    moved.give_the_colleague_as_employee_id(std::to_string(unseen.id));
    EXPECT_EQ(found(std::to_string(unseen.id)), of_the_colleague);
  }
}

TEST(VisibilityOfForms, FollowsSightAtOnce) {
  auto& service = railway().service;
  Person overseer = service.enrol(Rank::staff);
  const auto client = service.client(overseer);
  ASSERT_GT(client.get(form_paths.front()).at("pagination.total").as_int64(), 1);
  const auto superuser = service.client(service.enrol(Rank::superuser));
  ASSERT_EQ(
      superuser.patch(std::string(users) + '/' + std::to_string(overseer.id), {{"sight", "own"}}).status,
      200);
  EXPECT_EQ(client.get(form_paths.front()).at("pagination.total"), 0);
}

}  // namespace
