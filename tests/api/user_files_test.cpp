#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/imports.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/service.hpp"

#ifdef __SANITIZE_ADDRESS__
/// AddressSanitizer keeps 256 MiB of what is freed: nobody could tell what the service holds.
extern "C" const char* __asan_default_options() { return "quarantine_size_mb=4"; }  // NOLINT: its name
#endif

namespace {

using namespace kpa::test;
namespace json = boost::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAre;

constexpr auto imports = "/api/users/imports";
const std::string header = "phone_number,first_name,last_name,employee_id,department,manager,depot\r\n";

struct Shared {
  TestService service;
  Person superuser = service.enrol(Rank::superuser);
};
std::unique_ptr<Shared>& shared() {
  static std::unique_ptr<Shared> made;
  return made;
}
TestService& service() { return shared()->service; }
const Person& first_superuser() { return shared()->superuser; }
HttpClient superuser() { return service().client(first_superuser()); }

/// A service for each suite, and another one when that is repeated: employee ids and departments are fixed.
class UserFiles : public testing::Test {
 protected:
  static void SetUpTestSuite() { shared() = std::make_unique<Shared>(); }
  static void TearDownTestSuite() { shared().reset(); }
};
class Import : public UserFiles {};
class Export : public UserFiles {};

/// A phone number that nobody has.
std::string fresh_phone() {
  static int number = 0;
  return "+919" + std::to_string(600'010'000 + number++);
}

std::string depot(const std::string& code) {
  service().sql("INSERT INTO zones (code, name) VALUES ('SER', 'South Eastern') ON CONFLICT DO NOTHING");
  service().sql(
      "INSERT INTO divisions (zone_id, code, name) SELECT id, 'KGPD', 'Kharagpur' FROM zones ON CONFLICT DO NOTHING");
  service().sql("INSERT INTO depots (division_id, code, name) SELECT id, '" + code +
                "', 'Shop' FROM divisions ON CONFLICT DO NOTHING");
  return service().sql("SELECT id FROM depots WHERE code = '" + code + "'");
}

Answer send(const HttpClient& client, const std::string& file, const std::string& query = "",
            HttpClient::Fields fields = {}) {
  fields.emplace_back("Content-Type", "text/csv");
  return client.ask("POST", imports + query, file, fields);
}

/// `row column code` of all its problems.
std::vector<std::string> problems_of(const json::value& import) {
  std::vector<std::string> all;
  for (const auto& one : import.at("problems").as_array())
    all.push_back(std::to_string(one.at("row").as_int64()) + ' ' + one.at("column").as_string().c_str() +
                  ' ' + one.at("code").as_string().c_str());
  return all;
}

std::string people_in(const std::string& department) {
  return service().sql("SELECT count(*) FROM users WHERE department = '" + department + "'");
}

TEST_F(Import, StoresEverybodyWithTheirEvent) {
  const std::string place = depot("KGP");
  const std::string below = fresh_phone(), above = fresh_phone();
  const auto accepted =
      send(superuser(), header + below + ",Ravi,Kumar,F-2,First,F-1,KGP\r\n" + above +
                            ",Meera,\"Das, jr\",F-1,First," + first_superuser().phone + ",\r\n");
  EXPECT_EQ(accepted.at("status"), "waiting");
  const auto import = ended_import(superuser(), accepted);
  EXPECT_EQ(import.at("status"), "done") << json::serialize(import);
  EXPECT_EQ(import.at("rows"), 2);
  EXPECT_EQ(import.at("rows_done"), 2);
  EXPECT_EQ(import.at("imported"), 2);
  EXPECT_EQ(import.at("created_by"), first_superuser().id);
  const std::string ravi = service().sql(
      "SELECT u.depot_id || ' ' || m.last_name || ' ' || (m.manager_id = " +
      std::to_string(first_superuser().id) +
      ") || ' ' || u.password_hash FROM users u JOIN users m ON m.id = u.manager_id WHERE u.phone_number = '" +
      below + "'");
  EXPECT_EQ(ravi, place + " Das, jr true !");
  EXPECT_EQ(
      service().sql(
          "SELECT count(*) FROM events JOIN users ON users.id = entity_id AND entity_type = 'user' "
          "WHERE department = 'First' AND action = 'created' AND actor_id = " +
          std::to_string(first_superuser().id) +
          " AND (after ->> 'manager_id')::bigint = manager_id AND after ->> 'phone_number' = phone_number"),
      "2");
  EXPECT_EQ(service().sql(
                "SELECT string_agg(action || coalesce(' ' || (after ->> 'imported'), ''), ' ' ORDER BY id) "
                "FROM events WHERE entity_type = 'user_import' AND entity_id = " +
                std::to_string(import.at("id").as_int64())),
            "import_accepted import_finished 2");
  EXPECT_EQ(
      service().sql("SELECT (file_id IS NULL) || ' ' || (SELECT count(*) FROM user_import_files) || ' ' || "
                    "(SELECT count(*) FROM user_import_rows) FROM user_imports WHERE id = " +
                    std::to_string(import.at("id").as_int64())),
      "true 0 0");
}

TEST_F(Import, TellsAllThatIsWrongAndStoresNobody) {
  depot("KGP");
  const std::string known = fresh_phone();
  service().sql(
      "INSERT INTO users (phone_number, first_name, last_name, employee_id, password_hash) VALUES ('" +
      known + "', 'A', 'B', 'W-1', '!')");
  const std::string file = header + known + ",Ravi,Kumar,W-2,Wrong,,KGP\r\n" +        // 2
                           fresh_phone() + ",Ravi,Kumar,W-1,Wrong,,\r\n" +            // 3
                           fresh_phone() + ",Ravi,Kumar,,Wrong,nobody,NOWHERE\r\n" +  // 4
                           fresh_phone() + ",Ravi,Kumar,W-5,Wrong,W-6,\r\n" +         // 5
                           fresh_phone() + ",Ravi,Kumar,W-6,Wrong,W-5,\r\n" +         // 6
                           fresh_phone() + ",Ravi,Kumar,W-7,Wrong,W-7,\r\n" +         // 7
                           "12,,Kumar,,Wrong,,\r\n" +                                 // 8
                           fresh_phone() + ",Ravi,Kumar,W-8,Wrong,,\r\n";             // good
  const std::vector<std::string> expected = {"2 phone_number taken",     "3 employee_id taken",
                                             "4 manager unknown_person", "4 depot unknown_depot",
                                             "5 manager circle",         "6 manager circle",
                                             "7 manager circle",         "8 phone_number not_a_phone_number",
                                             "8 first_name required"};
  for (const auto* query : {"?dry_run=true", ""}) {
    const auto import = ended_import(superuser(), send(superuser(), file, query));
    EXPECT_EQ(import.at("status"), "refused");
    EXPECT_EQ(import.at("imported"), 0);
    EXPECT_EQ(import.at("more_problems"), 0);
    EXPECT_THAT(problems_of(import), testing::UnorderedElementsAreArray(expected)) << query;
  }
  EXPECT_EQ(people_in("Wrong"), "0");
}

TEST_F(Import, TellsWhatRowsHaveInCommon) {
  const std::string phone = fresh_phone(), other = fresh_phone();
  const auto import = ended_import(
      superuser(),
      send(superuser(), header + phone + ",A,B,KGP-1,Common,,\r\n" + other + ",A,B,kgp-1,Common,,\r\n" +
                            phone.substr(3) + ",A,B,KGP–1,Common,,\r\n" + phone + ",A,B,,Common,,\r\n"));
  EXPECT_THAT(problems_of(import),
              UnorderedElementsAre("3 employee_id repeated_in_file", "4 employee_id repeated_in_file",
                                   "4 phone_number repeated_in_file", "5 phone_number repeated_in_file"));
  for (const auto& one : import.at("problems").as_array())
    EXPECT_THAT(std::string(one.at("message").as_string()), HasSubstr("Row 2 has the same"));
}

/// The first by row, whether they were found while the file came or by looking at the others.
TEST_F(Import, TellsTheFirstThousandProblemsAndCountsTheOthers) {
  const std::string phone = fresh_phone();
  std::string file = header;
  for (int row = 2; row < 3'002; ++row)
    file += row % 2 == 0 ? "12,A,B,,Thousand,,\r\n" : fresh_phone() + ",A,B,,Thousand,nobody,\r\n";
  const auto import = ended_import(superuser(), send(superuser(), file));
  EXPECT_EQ(import.at("status"), "refused");
  EXPECT_EQ(import.at("more_problems"), 2'000);
  const auto found = problems_of(import);
  ASSERT_EQ(found.size(), 1'000U);
  EXPECT_EQ(found.front(), "2 phone_number not_a_phone_number");
  EXPECT_EQ(found[1], "3 manager unknown_person");
  EXPECT_EQ(found.back(), "1001 manager unknown_person");
}

/// Of this process, in KiB; `reset` makes what it has now the most.
std::size_t most_memory(bool reset) {
  if (reset) std::ofstream("/proc/self/clear_refs") << 5;
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == "VmHWM:") {
      std::size_t kib = 0;
      status >> kib;
      return kib;
    }
  return 0;
}

TEST_F(Import, OfAHundredThousandPeopleIsNeverHeldWhole) {
  constexpr std::size_t people = 100'000;
  RawClient client(service().port());
  client.send(
      "POST /api/users/imports?dry_run=true HTTP/1.1\r\nHost: a\r\nContent-Type: text/csv\r\nAuthorization: Bearer " +
      first_superuser().token + "\r\nTransfer-Encoding: chunked\r\n\r\n");
  const auto send_chunk = [&](const std::string& text) {
    std::ostringstream chunk;
    chunk << std::hex << text.size() << "\r\n" << text << "\r\n";
    ASSERT_TRUE(client.send(chunk.str()));
  };
  send_chunk(header);
  const std::size_t before = most_memory(true);
  std::string text;
  for (std::size_t row = 0; row < people; ++row) {
    text += "+918" + std::to_string(100'000'000 + row) + ",Meera,\"Das, of row " + std::to_string(row) +
            "\",L-" + std::to_string(row) + ",Large," + (row == 0 ? "" : "L-" + std::to_string(row / 10)) +
            ",\r\n";
    if (text.size() < (64U << 10U)) continue;
    send_chunk(text);
    text.clear();
  }
  send_chunk(text);
  client.send("0\r\n\r\n");
  const auto accepted = client.receive();
  ASSERT_EQ(accepted.status, 202) << accepted.body;
  Answer now;
  EXPECT_TRUE(eventually([&] {
    now = superuser().get(accepted.field("location"));
    return !now.at("finished_at").is_null();
  }));
  EXPECT_EQ(now.at("status"), "done") << now.text;
  EXPECT_EQ(now.at("rows"), people);
  // The file has 6 MiB, its rows in memory would have a hundred.
  EXPECT_LT(most_memory(false) - before, 40U << 10U) << "KiB";
}

TEST_F(Import, LeavesNothingOfAFileThatBelongsToNone) {
  const auto files = [] { return service().sql("SELECT count(*) FROM user_import_files"); };
  const std::string before = files();
  EXPECT_EQ(send(superuser(), header + fresh_phone() + ",Ren\xE9,B,,Never,,\r\n").status, 422);
  EXPECT_EQ(files(), before);
  const std::string file = header + fresh_phone() + ",Ravi,Kumar,,Repeated,,\r\n";
  const HttpClient::Fields key = {{"Idempotency-Key", "import-and-repeat"}};
  ended_import(superuser(), send(superuser(), file, "", key));
  EXPECT_EQ(send(superuser(), file, "", key).header("Idempotency-Replayed"), "true");
  EXPECT_EQ(send(superuser(), file + "\r\n", "", key).status, 422) << "another file";
  EXPECT_EQ(files(), before);
}

TEST_F(Import, InADryRunChangesNothing) {
  const std::string file = header + fresh_phone() + ",Ravi,Kumar,,Dry,,\r\n";
  const auto dry = ended_import(superuser(), send(superuser(), file, "?dry_run=true"));
  EXPECT_EQ(dry.at("status"), "done");
  EXPECT_EQ(dry.at("rows"), 1);
  EXPECT_EQ(dry.at("imported"), 0);
  EXPECT_EQ(people_in("Dry"), "0");
  EXPECT_EQ(ended_import(superuser(), send(superuser(), file)).at("imported"), 1);
}

TEST_F(Import, TellsProblemsInTheLanguageOfWhoAsked) {
  const auto import = ended_import(
      superuser(), send(superuser(), header + "12,Ravi,,,,,\r\n", "", {{"Accept-Language", "hi"}}));
  for (const auto& one : import.at("problems").as_array())
    EXPECT_NE(one.at("message"), "This field is required");
}

TEST_F(Import, IsDoneOnceForAKey) {
  const std::string file = header + fresh_phone() + ",Ravi,Kumar,,Once,,\r\n";
  const HttpClient::Fields key = {{"Idempotency-Key", "import-once"}};
  const auto first = send(superuser(), file, "", key);
  const auto again = send(superuser(), file, "", key);
  EXPECT_EQ(again.status, 202) << again.text;
  EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
  EXPECT_EQ(again.at("id"), first.at("id"));
  EXPECT_EQ(again.header("Location"), first.header("Location"));
  EXPECT_EQ(send(superuser(), file, "?dry_run=true", key).at("code"), "idempotency_mismatch")
      << "that would be another request";
  EXPECT_EQ(ended_import(superuser(), first).at("imported"), 1);
}

TEST_F(Import, OfTheSamePeopleAtTheSameMomentIsDoneByOne) {
  std::string file = header;
  for (int row = 0; row < 200; ++row) file += fresh_phone() + ",Ravi,Kumar,,Race,,\r\n";
  const TestService& one = service();
  kpa::app::Application other(one.settings(), one.conninfo());
  const HttpClient clients[] = {superuser(), [&] {
                                  HttpClient client(other.start());
                                  client.token = first_superuser().token;
                                  return client;
                                }()};
  std::array<Answer, 2> accepted;
  {
    std::vector<std::thread> threads;
    for (std::size_t at = 0; at < accepted.size(); ++at)
      threads.emplace_back([&, at] { accepted[at] = send(clients[at], file); });
    for (auto& thread : threads) thread.join();
  }
  std::vector<std::string> statuses;
  for (const auto& answer : accepted) {
    const auto import = ended_import(superuser(), answer);
    statuses.emplace_back(import.at("status").as_string());
    if (import.at("status") == "refused") {
      EXPECT_EQ(problems_of(import).size(), 200U) << "each of them is there already";
    }
  }
  EXPECT_THAT(statuses, UnorderedElementsAre("done", "refused"));
  EXPECT_EQ(people_in("Race"), "200");
}

/// A file of two batches of the import and a half, which has 1,000 people in each. Everybody reports to the
/// next row, so they are stored from the last row to the first, some with a manager of the batch before.
struct Chain {
  static constexpr std::size_t length = 2'500;
  static constexpr std::size_t in_second_batch = 1'000;  ///< stands in row 1002

  explicit Chain(std::string of_department) : department(std::move(of_department)) {
    for (std::size_t at = 0; at < length; ++at) {
      const std::string manager = at + 1 < length ? employee_id(at + 1) : "";
      phones.push_back(fresh_phone());
      file += phones.back() + ",Ravi,Kumar," + employee_id(at) + ',' + department + ',' + manager + ",\r\n";
    }
  }
  std::string employee_id(std::size_t at) const { return department + '-' + std::to_string(at); }

  std::string department;
  std::vector<std::string> phones;
  std::string file = header;
};

/// Enrols somebody in a transaction that is still open: who wants to store the same waits for its end.
void begin_to_enrol(kpa::db::BlockingConnection& connection, const std::string& phone,
                    const std::optional<std::string>& employee_id) {
  connection.execute("BEGIN");
  connection.execute(
      "INSERT INTO users (phone_number, employee_id, first_name, last_name, password_hash) "
      "VALUES ($1, $2, 'A', 'B', '!')",
      {phone, employee_id});
}

/// The import of a chain gets as far as its first batch, and tells so.
void expect_first_batch_done(const Answer& accepted) {
  ASSERT_EQ(accepted.status, 202) << accepted.text;
  Answer now;
  EXPECT_TRUE(eventually([&] {
    now = superuser().get(accepted.header("Location"));
    return now.at("rows_done").as_int64() > 0;
  }));
  EXPECT_EQ(now.at("status"), "running");
  EXPECT_EQ(now.at("rows"), 2'500);
  EXPECT_EQ(now.at("rows_done"), 1'000);
  EXPECT_EQ(now.at("imported"), 0);
}

TEST_F(Import, OfManyTellsHowFarItIsAndStoresManagersBeforeTheirReports) {
  const Chain chain("Many");
  // The second batch waits for this, so that the import stands still meanwhile.
  kpa::db::BlockingConnection other(service().conninfo());
  begin_to_enrol(other, chain.phones[Chain::in_second_batch], {});
  const auto accepted = send(superuser(), chain.file);
  expect_first_batch_done(accepted);
  const std::string meanwhile = people_in("Many");
  other.execute("ROLLBACK");
  EXPECT_EQ(meanwhile, "0") << "all or nothing";

  const auto import = ended_import(superuser(), accepted);
  EXPECT_EQ(import.at("status"), "done") << json::serialize(import);
  EXPECT_EQ(import.at("rows_done"), 2'500);
  EXPECT_EQ(import.at("imported"), 2'500);
  EXPECT_EQ(people_in("Many"), "2500");
  EXPECT_EQ(service().sql("SELECT count(*) FROM users u JOIN users m ON m.id = u.manager_id "
                          "WHERE u.department = 'Many' "
                          "AND m.employee_id = 'Many-' || split_part(u.employee_id, '-', 2)::int + 1"),
            "2499");
  EXPECT_EQ(service().sql("SELECT count(*) FROM events e JOIN users u ON u.id = e.entity_id "
                          "WHERE e.entity_type = 'user' AND e.action = 'created' AND u.department = 'Many' "
                          "AND (e.after ->> 'manager_id')::bigint IS NOT DISTINCT FROM u.manager_id"),
            "2500");
}

TEST_F(Import, StoresNobodyWhereItsSenderLosesTheirRankMeanwhile) {
  first_superuser();
  const Person sender = service().enrol(Rank::superuser);
  const Chain chain("Rank");
  kpa::db::BlockingConnection other(service().conninfo());
  begin_to_enrol(other, chain.phones[Chain::in_second_batch], {});
  const auto accepted = send(service().client(sender), chain.file);
  expect_first_batch_done(accepted);
  service().sql("UPDATE users SET is_superuser = false, is_staff = false WHERE id = " +
                std::to_string(sender.id));
  other.execute("ROLLBACK");
  const auto import = ended_import(superuser(), accepted);
  EXPECT_EQ(import.at("status"), "refused") << json::serialize(import);
  EXPECT_EQ(people_in("Rank"), "0");
}

TEST_F(Import, StoresNobodyWhereSomebodyOfALaterBatchIsEnrolledMeanwhile) {
  for (const std::string column : {"phone_number", "employee_id"}) {
    const bool by_phone = column == "phone_number";
    const Chain chain(by_phone ? "Phone" : "Id");
    const auto taken = by_phone ? std::nullopt : std::optional(chain.employee_id(Chain::in_second_batch));
    kpa::db::BlockingConnection other(service().conninfo());
    begin_to_enrol(other, by_phone ? chain.phones[Chain::in_second_batch] : fresh_phone(), taken);
    const auto accepted = send(superuser(), chain.file);
    expect_first_batch_done(accepted);
    other.execute("COMMIT");

    const auto import = ended_import(superuser(), accepted);
    EXPECT_EQ(import.at("status"), "refused");
    EXPECT_EQ(import.at("imported"), 0);
    EXPECT_THAT(problems_of(import), ElementsAre("1002 " + column + " taken"));
    EXPECT_EQ(people_in(chain.department), "0");
    EXPECT_EQ(service().sql("SELECT count(*) FROM events WHERE after ->> 'department' = '" +
                            chain.department + "'"),
              "0");
  }
}

TEST_F(Import, IsTakenUpWhereACrashLeftIt) {
  const auto left = [&](int attempts) {
    return "INSERT INTO user_imports (created_by, dry_run, language, file, status, attempts, request_id, client_address) "
           "VALUES (" +
           std::to_string(first_superuser().id) +
           ", false, 'en', E'phone_number,first_name,last_name,department\\n" + fresh_phone() +
           ",A,B,Crash', 'running', " + std::to_string(attempts) + ", 'r', 'a') RETURNING id";
  };
  const std::string taken_up = service().sql(left(1)), hopeless = service().sql(left(5));
  const auto status = [](const std::string& id) {
    return service().sql("SELECT status FROM user_imports WHERE id = " + id);
  };
  EXPECT_TRUE(eventually([&] { return status(taken_up) == "done"; })) << status(taken_up);
  EXPECT_TRUE(eventually([&] { return status(hopeless) == "failed"; }))
      << "it would hold up the others for ever";
  EXPECT_EQ(people_in("Crash"), "1");
}

TEST_F(Import, ReadsIdentitiesAsSpreadsheetsWriteThem) {
  depot("KGP");
  const std::string first = fresh_phone(), second = fresh_phone();
  const auto import = ended_import(
      superuser(),
      send(superuser(),
           "sep=;\r\nPhone Number;First Name;Last Name;Employee ID;Department;Manager;Depot;;\r\n" +
               first.substr(3) + ".0;A;B;Sheet-1;Sheet;;kgp;;\r\n;;;;;;;;\r\n" + second +
               ";A;B;sheet-2;Sheet;SHEET-1;KGP;;\r\n"));
  EXPECT_EQ(import.at("status"), "done") << json::serialize(import);
  EXPECT_EQ(service().sql("SELECT m.phone_number FROM users u JOIN users m ON m.id = u.manager_id "
                          "WHERE u.phone_number = '" +
                          second + "'"),
            first);
  const auto again =
      ended_import(superuser(), send(superuser(), header + fresh_phone() + ",A,B,SHEET-1,Sheet,,\r\n" +
                                                      first + ".00,A,B,,Sheet,,\r\n"));
  EXPECT_THAT(problems_of(again), UnorderedElementsAre("2 employee_id taken", "3 phone_number taken"));
}

TEST_F(Import, OfStaffIsOfRegularUsersInDepotsThatTheySee) {
  const std::string own = depot("KGP");
  depot("HWH");
  const Person limited = service().enrol(Rank::staff);
  service().sql("UPDATE users SET sight = 'depot', depot_id = " + own +
                " WHERE id = " + std::to_string(limited.id));
  const auto client = service().client(limited);
  const std::string columns = "phone_number,first_name,last_name,department,depot,manager,is_staff,sight\r\n";
  const auto refused =
      ended_import(client, send(client, columns + fresh_phone() + ",A,B,Staff,HWH,,,\r\n" + fresh_phone() +
                                            ",A,B,Staff,,,,\r\n" + fresh_phone() + ",A,B,Staff,KGP," +
                                            first_superuser().phone + ",,\r\n" + fresh_phone() +
                                            ",A,B,Staff,KGP,,true,own\r\n"));
  EXPECT_THAT(problems_of(refused),
              UnorderedElementsAre("2 depot unknown_depot", "3 depot unknown_depot",
                                   "4 manager unknown_person", "5 is_staff read_only", "5 sight read_only"));
  const auto accepted =
      send(client, columns + fresh_phone() + ",A,B,Staff,KGP," + limited.phone + ",false,all\r\n");
  EXPECT_EQ(ended_import(client, accepted).at("imported"), 1);
  EXPECT_EQ(superuser().get(accepted.header("Location")).status, 200);
  const auto stranger = service().client(service().enrol(Rank::staff));
  EXPECT_EQ(stranger.get(accepted.header("Location")).status, 404);

  const auto late = send(client, columns + fresh_phone() + ",A,B,Late,KGP,,,\r\n");
  service().sql("UPDATE users SET is_staff = false WHERE id = " + std::to_string(limited.id));
  const auto outcome = ended_import(superuser(), late);
  EXPECT_EQ(problems_of(outcome).empty(), people_in("Late") == "1") << "all or nothing, whichever came first";
}

/// Whoever lacks a required second factor is a regular user, also with a file that was taken before.
TEST_F(Import, WaitingWhenSecondFactorsBecomeRequiredIsDoneOnlyForWhoHasOne) {
  TestService strict;
  const Person staff = strict.enrol(Rank::staff), administrator = strict.enrol(Rank::superuser);
  const Person proven = strict.enrol(Rank::staff);
  strict.sql("UPDATE users SET sight = 'all'");
  strict.sql("INSERT INTO second_factors (user_id, sealed_secret, confirmed_at) VALUES (" +
             std::to_string(proven.id) + ", 'x', now())");
  // While somebody else has the lock of the job, nobody begins it.
  kpa::db::BlockingConnection elsewhere(strict.conninfo());
  elsewhere.execute("SELECT pg_advisory_lock(20010, hashtext('import_users'))");
  std::vector<std::string> refused;
  for (const auto* person : {&staff, &administrator})
    for (const char* query : {"", "?dry_run=true"}) {
      const auto accepted =
          send(strict.client(*person), header + fresh_phone() + ",A,B,,Unproven,,\r\n", query);
      ASSERT_EQ(accepted.status, 202) << accepted.text;
      refused.push_back(std::to_string(accepted.at("id").as_int64()));
    }
  const auto allowed = send(strict.client(proven), header + fresh_phone() + ",A,B,,Proven,,\r\n");
  ASSERT_EQ(
      strict.client(administrator).patch("/api/settings", {{"require_second_factor_for_staff", true}}).status,
      200);
  elsewhere.execute("SELECT pg_advisory_unlock_all()");

  EXPECT_EQ(ended_import(strict.client(proven), allowed).at("imported"), 1) << "the last of them";
  for (const auto& id : refused)
    EXPECT_EQ(
        strict.sql("SELECT status || ' ' || imported || ' ' || jsonb_path_query_array(problems, '$[*].code') "
                   "FROM user_imports WHERE id = " +
                   id),
        "refused 0 [\"forbidden\"]");
  EXPECT_EQ(strict.sql("SELECT string_agg(department, ' ') FROM users"), "Proven");
}

TEST_F(Import, OfOnePersonWaitAtMostFiveHoweverManyComeAtOnce) {
  // A connection for each of those who come, and for the questions who they are.
  TestService busy([](kpa::config::Settings& settings) {
    settings.server.io_threads = 1;
    settings.database.connections = 16;
  });
  const Person sender = busy.enrol(Rank::superuser);
  // While somebody else has the lock of the job, none is finished.
  kpa::db::BlockingConnection elsewhere(busy.conninfo());
  elsewhere.execute("SELECT pg_advisory_lock(20010, hashtext('import_users'))");
  // Nor is one added before all are there: each must refer to its sender.
  elsewhere.execute("BEGIN");
  elsewhere.execute("SELECT FROM users WHERE id = " + std::to_string(sender.id) + " FOR UPDATE");
  std::array<std::string, 12> files;
  for (auto& file : files) file = header + fresh_phone() + ",A,B,,,,\r\n";
  std::array<Answer, 12> answers;
  const std::string waiting =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  {
    std::vector<std::jthread> clients;
    for (std::size_t at = 0; at < files.size(); ++at)
      clients.emplace_back([&, at] { answers[at] = send(busy.client(sender), files[at]); });
    EXPECT_TRUE(eventually([&] { return busy.sql(waiting) == "12"; }));
    elsewhere.execute("COMMIT");
  }
  EXPECT_EQ(std::ranges::count(answers, 202, &Answer::status), 5);
  EXPECT_EQ(std::ranges::count(answers, 429, &Answer::status), 7);
  EXPECT_EQ(busy.sql("SELECT count(*) FROM user_imports"), "5");
}

TEST_F(Import, RefusesWhatItMust) {
  const auto user = service().client(service().enrol());
  const std::string good = header + fresh_phone() + ",A,B,,Never,,\r\n";
  EXPECT_EQ(send(service().client(), good).status, 401);
  EXPECT_EQ(send(user, good).status, 403);
  EXPECT_EQ(user.get(std::string(imports) + "/1").status, 403);
  EXPECT_EQ(user.get("/api/users/export").status, 403);
  EXPECT_EQ(service().client().get("/api/users/export").status, 401);
  EXPECT_EQ(superuser().get(std::string(imports) + "/999999").status, 404);
  EXPECT_EQ(superuser().ask("POST", imports, "{}", {}).status, 415);
  EXPECT_THAT(send(superuser(), header + fresh_phone() + ",Ren\xE9,B,,Never,,\r\n").text,
              HasSubstr("not_utf8"));
  EXPECT_EQ(send(superuser(), std::string((32U << 20U) + 1, 'x')).status, 413);
  EXPECT_EQ(send(superuser(), good, "?dry=true").status, 422);
  EXPECT_EQ(people_in("Never"), "0");
}

TEST_F(Export, HoldsWhatTheFiltersLetThroughAndReadsBack) {
  std::string file = header;
  std::vector<std::string> phones;
  for (int row = 0; row < 1'500; ++row) {
    phones.push_back(fresh_phone());
    file += phones.back() + ",=1+1,\"चक्का \"\"" + std::to_string(row) + "\"\"\",E-" + std::to_string(row) +
            ",Export," + (row == 0 ? "" : "E-0") + ",\r\n";
  }
  ASSERT_EQ(ended_import(superuser(), send(superuser(), file)).at("imported"), 1'500);
  const auto exported = superuser().get("/api/users/export?department=export&is_active=true");
  EXPECT_EQ(exported.status, 200);
  EXPECT_EQ(
      service().sql("SELECT count(*) FROM events e JOIN users u ON u.id = e.actor_id WHERE u.is_superuser "
                    "AND e.action = 'exported' AND e.after->'filters'->>'department' = 'export'"),
      "1");
  EXPECT_EQ(exported.header("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_EQ(exported.header("Content-Disposition"), "attachment; filename=\"users.csv\"");
  EXPECT_EQ(exported.header("Cache-Control"), "no-store");
  EXPECT_TRUE(exported.text.starts_with("\xEF\xBB\xBF"));
  EXPECT_EQ(std::ranges::count(exported.text, '\n'), 1'502) << "titles, several pages, and the end";
  EXPECT_THAT(exported.text, HasSubstr("'=1+1"));
  EXPECT_THAT(exported.text, HasSubstr("\n'=1+1,\"चक्का \"\"7\"\"\""));
  for (const auto& phone : phones) EXPECT_THAT(exported.text, HasSubstr(',' + phone + ','));

  TestService elsewhere;
  const auto there = elsewhere.client(elsewhere.enrol(Rank::superuser));
  const auto import = ended_import(there, send(there, exported.text));
  EXPECT_EQ(import.at("imported"), 1'500) << json::serialize(import);
  const auto again = there.get("/api/users/export?department=Export");
  EXPECT_TRUE(again.text == exported.text) << again.text.size();
  EXPECT_EQ(elsewhere.sql("SELECT count(*) FROM users WHERE first_name = '=1+1'"), "1500");
}

TEST_F(Export, ShowsNobodyMoreThanTheySee) {
  const std::string own = depot("KGP"), other = depot("HWH");
  const auto put = [](const std::string& name, const std::string& place, const std::string& manager) {
    return service().sql(
        "INSERT INTO users (phone_number, first_name, last_name, password_hash, depot_id, manager_id) VALUES ('" +
        fresh_phone() + "', 'A', '" + name + "', '!', " + place + ", " + manager + ") RETURNING id");
  };
  const std::string hidden = put("Hidden", other, "NULL");
  put("Seen", own, hidden);
  const std::string hidden_phone = service().sql("SELECT phone_number FROM users WHERE id = " + hidden);
  const Person limited = service().enrol(Rank::staff);
  service().sql("UPDATE users SET sight = 'depot', depot_id = " + own +
                " WHERE id = " + std::to_string(limited.id));
  const auto exported = service().client(limited).get("/api/users/export");
  EXPECT_THAT(exported.text, HasSubstr("Seen"));
  EXPECT_THAT(exported.text, Not(HasSubstr("Hidden")));
  EXPECT_THAT(exported.text, Not(HasSubstr(hidden_phone))) << "not even as somebody's manager";
  EXPECT_THAT(superuser().get("/api/users/export").text, HasSubstr(hidden_phone));
}

}  // namespace
