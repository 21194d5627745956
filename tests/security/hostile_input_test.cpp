// Texts with a meaning for an interpreter behind the service, in every place that accepts a text.
#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/eventually.hpp"
#include "tests/support/imports.hpp"
#include "tests/support/operations.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/service.hpp"
#include "tests/support/walks.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

TestService& service() {
  static TestService running([](kpa::config::Settings& settings) {
    settings.limits.logins = settings.limits.codes = {.per_minute = 100'000, .burst = 100'000};
  });
  return running;
}

const std::vector<std::string> hostile = {
    "'; DROP TABLE users; --",
    "\" OR 1=1 --",
    "1); SELECT pg_sleep(30); --",
    "%' UNION SELECT password_hash FROM users --",
    "\\'; COPY users TO PROGRAM 'id'; --",
    "$1 {name} %s %n ${jndi:ldap://x}",
    "<script>alert(1)</script>",
    "=cmd|'/c calc'!A1",
    "../../../../etc/passwd",
    "x\r\nX-Injected: 1",
    // These two are valid: as an e-mail address, and as a measurement with its label.
    "'OR'1'='1'--@x.example",
    "29.4 x' OR TRUE --",
};

/// A line end in a header would make another header: see AddsNoHeaderToTheAnswer.
bool fits_a_header(const std::string& text) { return text.find_first_of("\r\n") == text.npos; }

std::string literal(const std::string& text) { return "$text$" + text + "$text$"; }

/// What no answer may contain, however wrong the request: words of SQL, of libraries, of the machine.
/// Refusals for other reasons (not logged in, too many attempts) would prove nothing.
void expect_tells_nothing(const Operation& operation, const Answer& answer, const std::string& where) {
  EXPECT_NE(answer.status, 429) << where << '\n' << answer.text;
  if (operation.access != "anyone") {
    EXPECT_NE(answer.status, 401) << where << '\n' << answer.text;
  }
  EXPECT_LT(answer.status, 500) << where << '\n' << answer.text;
  EXPECT_THAT(answer.text,
              Not(AnyOf(HasSubstr("syntax error"), HasSubstr("SQLSTATE"), HasSubstr("pg_catalog"),
                        HasSubstr("$2b$"), HasSubstr("root:x:"), HasSubstr("/src/"))))
      << where;
  EXPECT_EQ(answer.fields.count("x-injected"), 0U) << where;
}

/// JSON pointers to all texts below a value.
std::vector<std::string> texts_in(const json::value& value, const std::string& place = {}) {
  std::vector<std::string> found;
  const auto add = [&](const json::value& part, const std::string& name) {
    for (auto& text : texts_in(part, place + '/' + name)) found.push_back(std::move(text));
  };
  if (value.is_string() && !place.empty()) found.push_back(place);
  if (const auto* object = value.if_object())
    for (const auto& [name, part] : *object) add(part, name);
  if (const auto* array = value.if_array())
    for (std::size_t at = 0; at < array->size(); ++at) add((*array)[at], std::to_string(at));
  return found;
}

bool takes(const Operation& operation, const std::string& header) {
  return std::ranges::count(operation.header_parameters, header) > 0;
}

/// Digits not used before.
std::string fresh_number() {
  static int number = 10'000;
  return std::to_string(number++);
}
std::string fresh_phone() { return "+9195000" + fresh_number(); }

/// A body that the operation accepts: its example with new numbers. A patch gets everything that a PUT takes.
json::value good_body(const std::vector<Operation>& all, const Operation& operation) {
  static const Person anyone = service().enrol();
  if (is_told(operation, "for_everybody")) return call_of(service(), operation, anyone, anyone).body;
  if (operation.method == "PATCH")
    for (const auto& other : all)
      if (other.method == "PUT" && other.path == operation.path) return example_of(service(), other, anyone);
  return example_of(service(), operation, anyone);
}

/// The places in the operation's body for a text: every text of its example, and members that it leaves out.
std::vector<std::string> places_in(const Operation& operation, const json::value& body) {
  std::vector<std::string> places;
  if (!body.is_object()) return places;
  places = texts_in(body);
  if (const auto* members = operation.schema.if_contains("properties"))
    for (const auto& [name, described] : members->as_object())
      if (!body.as_object().contains(name)) places.push_back('/' + std::string(name));
  return places;
}

void put(json::value& body, const std::string& place, const std::string& text) {
  if (place.find('/', 1) == place.npos)
    body.as_object()[place.substr(1)] = text;  // which need not be there
  else
    body.at_pointer(place) = text;
}

/// The record that the operation stored, read again; null when it stored none.
json::value stored_by(const HttpClient& client, const Operation& operation, const std::string& path,
                      const Answer& answer) {
  Answer record;
  if (answer.status == 201 && operation.path == "/api/users/register") {
    HttpClient registered = service().client();
    registered.token = answer.at("access_token").as_string().c_str();
    record = registered.get("/api/users/profile");
  } else if (answer.status == 201) {
    const std::string where = answer.header("Location");
    if (where.empty()) return nullptr;  // it has no address of its own
    record = client.get(where);
  } else if (answer.status == 200 && (operation.method == "PUT" || operation.method == "PATCH")) {
    record = client.get(path);
    if (record.status == 405) record = client.get(path.substr(0, path.rfind('/')));  // a part of a record
  } else {
    return nullptr;
  }
  EXPECT_EQ(record.status, 200) << operation.name() << '\n' << record.text;
  const auto* data = record.body.as_object().if_contains("data");
  return data == nullptr ? record.body : *data;
}

/// Whether its feature says that the operation answers so.
bool is_told_to_answer(const Operation& operation, const Person& sender, int status) {
  return call_of(service(), operation, sender, sender).answers.contains(status);
}

/// A new record for the operation's address; nothing when that names none.
Record named_by(const Operation& operation, const std::optional<Person>& owner = {}) {
  if (operation.path_parameters.empty()) return {};
  const RecordKind* kind = kind_of(operation);
  if (kind == nullptr)
    throw std::runtime_error(operation.name() + ": its feature does not say how one is made");
  return kind->make(service(), owner ? *owner : service().enrol());
}

/// Data that must not change, whatever is sent elsewhere: the schema, and a record of each kind.
class Bystanders {
 public:
  explicit Bystanders(TestService& where) : service_(where), tables_(tables()) {
    const Person owner = service_.enrol();
    service_.enrol();  // for what takes two
    for (const auto& kind : record_kinds()) kind.make(service_, owner);  // examples name those with the id 1
    for (const auto& kind : record_kinds()) records_.push_back(kind.make(service_, owner));
    for (const auto& record : records_) rows_.push_back(record.row(service_));
  }

  void expect_untouched(const std::string& by) const {
    EXPECT_EQ(tables(), tables_) << by;
    for (std::size_t at = 0; at < records_.size(); ++at)
      EXPECT_EQ(records_[at].row(service_), rows_[at]) << by << " changed what it did not name";
  }

 private:
  std::string tables() const {
    return service_.sql(
        "SELECT string_agg(concat_ws(' ', relname, attname, atttypid::regtype), ', ' ORDER BY relname, attnum) "
        "FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid "
        "WHERE relnamespace = 'public'::regnamespace AND attnum > 0");
  }

  TestService& service_;
  const std::string tables_;
  std::vector<Record> records_;
  std::vector<std::string> rows_;
};

// Uses existing records, so that the statements with the text really run.
TEST(HostileInput, IsAValueInEveryParameterAndMember) {
  const auto client = service().client(service().enrol(Rank::superuser));
  const auto all = documented_operations(service().client());
  const Bystanders bystanders(service());
  std::set<std::string> stored;
  for (const auto& operation : all) {
    const Record named = named_by(operation);
    const std::string path = path_of(operation, named.ids);
    for (const auto& text : hostile) {
      const std::string where = operation.name() + " with " + text;
      service().sql("DELETE FROM login_attempts");  // wrong passwords slow down who sends them
      const std::string before = named.table.empty() ? "" : named.row(service());
      for (const auto& name : operation.path_parameters)
        for (const std::string& given : {text, named.ids.at(name) + text}) {
          auto ids = named.ids;
          ids[name] = percent_encoded(given);
          expect_tells_nothing(operation, call(client, operation, path_of(operation, ids)), where);
        }
      if (!named.table.empty()) {
        EXPECT_EQ(named.row(service()), before) << where << " was taken for the id that it begins with";
      }
      for (const auto& name : operation.query_parameters)
        expect_tells_nothing(
            operation, client.ask(operation.method, path + '?' + name + '=' + percent_encoded(text), {}, {}),
            where + " in " + name);
      for (const auto& place : places_in(operation, good_body(all, operation))) {
        json::value body = good_body(all, operation);
        put(body, place, text);
        const auto answer = call(client, operation, path, body);
        expect_tells_nothing(operation, answer, where + " in " + place);
        const json::value record = stored_by(client, operation, path, answer);
        if (record.is_null()) continue;
        stored.insert(operation.name());
        const json::value& kept = record.at_pointer(place);
        if (kept.is_int64()) {  // a text that is somebody's employee id names that person
          EXPECT_EQ(std::to_string(kept.as_int64()),
                    service().sql("SELECT id FROM users WHERE employee_id = " + literal(text)))
              << where << " in " << place;
        } else {
          EXPECT_EQ(kept, json::value(text)) << where << " in " << place;
        }
      }
    }
    bystanders.expect_untouched(operation.name());
  }
  // Otherwise no statement would have written the text.
  for (const auto& operation : all)
    if (!texts_in(operation.example).empty() &&
        (takes(operation, "If-Match") || takes(operation, "Idempotency-Key")) &&
        !is_told(operation, "step")) {
      EXPECT_TRUE(stored.contains(operation.name())) << operation.name() << " stored none of it";
    }
  EXPECT_TRUE(stored.contains("POST /api/users/register"));
}

/// The ETag of what the operation changes, with the text in place of the mark for compression, which is
/// ignored. A quotation mark would end the ETag.
std::string marked_tag(const HttpClient& client, const std::string& path, std::string text) {
  std::ranges::replace(text, '"', '\'');
  std::string tag = client.get(path).header("ETag");
  // A step, or a part, of the record that has the tag.
  if (tag.empty()) tag = client.get(path.substr(0, path.rfind('/'))).header("ETag");
  return tag.substr(0, tag.rfind('"')) + '.' + text + '"';
}

/// An Idempotency-Key has only visible characters; SQL reads a comment as a space.
std::string as_key(const std::string& text) {
  std::string key;
  for (const char c : text) key += c == ' ' ? "/**/" : std::string(1, c);
  return key;
}

TEST(HostileInput, IsAValueInEveryHeader) {
  const auto all = documented_operations(service().client());
  const Bystanders bystanders(service());
  for (const auto& operation : all) {
    Person sender = service().enrol(Rank::superuser);
    Record named = named_by(operation);
    const bool once_only = is_told(operation, "ends_caller");
    for (const auto& text : hostile) {
      if (!fits_a_header(text)) continue;
      const std::string where = operation.name() + " with " + text;
      service().sql("DELETE FROM login_attempts");
      if (once_only) sender = service().enrol(Rank::superuser);
      if (operation.changes()) named = named_by(operation);
      const auto client = service().client(sender);
      const std::string path = path_of(operation, named.ids);
      const json::value body = good_body(all, operation);
      HttpClient::Fields fields = {{"User-Agent", text}, {"Accept-Language", text}, {"X-Request-ID", text}};

      const bool conditional = takes(operation, "If-Match"), keyed = takes(operation, "Idempotency-Key");
      if (conditional) {
        const auto refused = call(client, operation, path, body, {{"If-Match", text}});
        EXPECT_EQ(refused.status, 400) << where << '\n' << refused.text;
        fields.emplace_back("If-Match", marked_tag(client, path, text));
      }
      if (keyed) fields.emplace_back("Idempotency-Key", as_key(text));
      const auto answer = call(client, operation, path, body, fields);
      expect_tells_nothing(operation, answer, where);
      EXPECT_THAT(answer.header("X-Request-ID"), testing::MatchesRegex("[0-9a-f]{16}")) << where;
      if (answer.status / 100 != 2 &&
          (is_told(operation, "step") || is_told_to_answer(operation, sender, answer.status)))
        continue;
      if (conditional || keyed) {
        EXPECT_EQ(answer.status / 100, 2) << where << '\n' << answer.text;
      }
      if (!keyed) continue;
      const auto again = call(client, operation, path, body, fields);
      EXPECT_EQ(again.header("Idempotency-Replayed"), "true") << where << '\n' << again.text;
      EXPECT_EQ(again.text, answer.text) << where;
      EXPECT_EQ(service().sql("SELECT count(*) FROM idempotency_keys WHERE user_id = " +
                              std::to_string(sender.id) + " AND key = " + literal(as_key(text))),
                "1")
          << where;
    }
    bystanders.expect_untouched(operation.name());
  }
  EXPECT_EQ(service().sql("SELECT count(*) FROM events WHERE request_id !~ '^[A-Za-z0-9_.-]{0,64}$'"), "0");
  EXPECT_EQ(service().sql("SELECT count(*) FROM user_imports WHERE language <> 'en'"), "0");
}

TEST(HostileInput, IsKeptAsItCameWhereItNamesADevice) {
  const Person person = service().enrol();
  for (const auto& text : hostile) {
    if (!fits_a_header(text)) continue;
    auto client = service().client();
    const auto login =
        client.post("/api/users/login", {{"phone_number", person.phone}, {"password", person.password}},
                    {{"User-Agent", text}});
    ASSERT_EQ(login.status, 200) << text << '\n' << login.text;
    client.token = login.at("access_token").as_string().c_str();
    const auto sessions = client.get("/api/users/sessions");
    int current = 0;
    for (const auto& session : sessions.at("data").as_array()) {
      if (!session.at("is_current").as_bool()) continue;
      ++current;
      EXPECT_EQ(session.at("user_agent"), json::value(text));
    }
    EXPECT_EQ(current, 1) << sessions.text;
  }
}

std::string cell(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

/// A file with a person for each hostile text in each of some columns.
struct HostileFile {
  struct Row {
    std::string phone, column, text;
  };
  std::vector<Row> rows;
  std::string content;
};

HostileFile file_with(const std::vector<std::string>& columns) {
  std::vector<std::string> names = {"phone_number", "first_name", "last_name"};
  for (const auto& column : columns)
    if (std::ranges::count(names, column) == 0) names.push_back(column);
  HostileFile file;
  for (const auto& name : names) file.content += (file.content.empty() ? "" : ",") + name;
  file.content += "\r\n";
  for (const auto& text : hostile)
    for (const auto& column : columns) {
      const auto& row = file.rows.emplace_back(HostileFile::Row{fresh_phone(), column, text});
      std::string line;
      for (const auto& name : names) {
        std::string value = name.ends_with("_name") ? "Meera" : "";
        if (name == "phone_number") value = row.phone;
        if (name == column) value = text;
        line += (line.empty() ? "" : ",") + cell(value);
      }
      file.content += line + "\r\n";
    }
  return file;
}

/// The result of importing the file.
json::value imported(const HttpClient& client, const std::string& content) {
  return ended_import(client,
                      client.ask("POST", "/api/users/imports", content, {{"Content-Type", "text/csv"}}));
}

/// `row column` of all its problems.
std::vector<std::string> problems_of(const json::value& import) {
  std::vector<std::string> all;
  for (const auto& one : import.at("problems").as_array())
    all.push_back(std::to_string(one.at("row").as_int64()) + ' ' + one.at("column").as_string().c_str());
  return all;
}

TEST(HostileInput, IsAValueInEveryCellOfAFile) {
  TestService apart;  // an employee id stored by another test would be taken here
  const auto client = apart.client(apart.enrol(Rank::superuser));
  const Bystanders bystanders(apart);
  const auto people = [&] { return std::stoull(apart.sql("SELECT count(*) FROM users")); };
  const auto before = people();

  std::string columns = "phone_number,first_name,last_name";
  std::vector<std::string> expected;
  for (std::size_t at = 0; at < hostile.size(); ++at) {
    columns += ',' + cell(hostile[at]);
    expected.push_back("1 #" + std::to_string(at + 4));
  }
  const auto unnamed = imported(client, columns + "\r\n" + fresh_phone() + ",Meera,Das\r\n");
  EXPECT_EQ(unnamed.at("status"), "refused");
  EXPECT_THAT(problems_of(unnamed), testing::UnorderedElementsAreArray(expected));

  // Some of these are looked up in the database, and not found.
  const auto wrong = file_with({"phone_number", "manager", "depot", "date_of_birth", "language", "sight",
                                "is_staff", "is_superuser", "is_active"});
  expected.clear();
  for (std::size_t at = 0; at < wrong.rows.size(); ++at)
    expected.push_back(std::to_string(at + 2) + ' ' + wrong.rows[at].column);
  const auto refused = imported(client, wrong.content);
  EXPECT_EQ(refused.at("status"), "refused");
  EXPECT_THAT(problems_of(refused), testing::UnorderedElementsAreArray(expected));
  EXPECT_EQ(people(), before);
  bystanders.expect_untouched("a file that was refused");

  const auto good = file_with({"first_name", "last_name", "bio", "address_line_1", "address_line_2", "city",
                               "state", "country", "employee_id", "department", "position"});
  const auto done = imported(client, good.content);
  ASSERT_EQ(done.at("status"), "done") << json::serialize(done);
  EXPECT_EQ(people(), before + good.rows.size());
  for (const auto& row : good.rows) {
    const auto found = client.get("/api/users/users?search=" + percent_encoded(row.phone));
    ASSERT_EQ(found.at("data").as_array().size(), 1U) << found.text;
    EXPECT_EQ(found.at("data[0]." + row.column), json::value(row.text)) << row.column;
  }
  bystanders.expect_untouched("a file that was imported");
}

TEST(HostileInput, ComesBackAsItWasSent) {
  const auto client = service().client(service().enrol());
  for (const auto& text : hostile) {
    const auto patched = client.patch("/api/users/profile", {{"bio", text}});
    ASSERT_EQ(patched.status, 200) << patched.text;
    EXPECT_EQ(client.get("/api/users/profile").at("bio"), json::value(text));
  }
}

TEST(HostileInput, AddsNoHeaderToTheAnswer) {
  const Person person = service().enrol();
  const std::string authorization = "Authorization: Bearer " + person.token + "\r\n";
  const std::vector<std::string> requests = {
      get_request("/api/%0d%0aX-Injected:%201"),
      get_request("/api/users/profile?x=%0d%0aX-Injected:%201", authorization),
      get_request("/api/users/profile", authorization + "X-Request-ID: a\rX-Injected: 1\r\n"),
      get_request("/api/users/profile", authorization + "X-Request-ID: %0d%0aX-Injected: 1\r\n"),
      get_request("/api/users/profile", authorization + "Origin: https://a.example%0d%0aX-Injected: 1\r\n"),
      get_request("/api/users/profile", authorization + "Accept-Language: en\r\n X-Injected: 1\r\n"),
      get_request("/api/users/profile", authorization + "If-None-Match: \"x\"\nX-Injected: 1\r\n"),
      post_request("/api/forms/wheel-specifications", json::serialize(wheel_example("WS-\r\nX-Injected: 1")),
                   authorization),
      post_request("/api/forms/wheel-specifications", json::serialize(wheel_example("")),
                   authorization + "Idempotency-Key: a\x0bX-Injected: 1\r\n"),
  };
  for (const auto& request : requests) {
    const auto answer = RawClient(service().port()).ask(request);
    EXPECT_GE(answer.status, 200) << request;
    EXPECT_LT(answer.status, 500) << request;
    EXPECT_EQ(answer.count("x-injected"), 0U) << request;
    EXPECT_THAT(answer.field("x-request-id"), Not(HasSubstr("X-Injected"))) << request;
  }
}

TEST(HostileInput, LeadsToNoFile) {
  for (const std::string prefix : {"/", "/api/docs/", "/api/redoc/", "/media/", "/static/", "/metrics/"})
    for (const char* way :
         {"../../../../etc/passwd", "..%2f..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd",
          "..%5c..%5cetc%5cpasswd", "....//....//etc/passwd", "%252e%252e%252fetc%252fpasswd",
          "..%c0%af..%c0%afetc/passwd", "file:///etc/passwd", ".git/config", ".env", "kpa.toml", "secret",
          "swagger.js%00.html"}) {
      const auto answer = service().client().get(prefix + way);
      EXPECT_EQ(answer.status, 404) << prefix << way;
      EXPECT_THAT(answer.text, Not(HasSubstr("root:"))) << prefix << way;
    }
}

// API3:2023 (mass assignment): an undeclared member is an error, neither stored nor silently dropped.
TEST(HostileInput, AssignsNoMemberThatItsEndpointDoesNotTake) {
  service().enrol();  // so that the id 1 in requests is not the sender's own
  const Person sender = service().enrol(Rank::superuser);
  const auto client = service().client(sender);
  int tried = 0;
  for (const auto& operation : documented_operations(service().client())) {
    if (!operation.example.is_object()) continue;
    const bool owners_only = is_told_to_answer(operation, sender, 403);
    const auto record = owners_only ? named_by(operation, sender) : named_by(operation);
    const std::string path = path_of(operation, record.ids);
    for (const char* member :
         {"id", "is_superuser", "isStaff", "is_active", "password_hash", "version", "created_at", "createdBy",
          "owner_id", "user_id", "role", "status", "sight", "__proto__"}) {
      json::object body = operation.example.as_object();
      if (!body.emplace(member, 1).second) continue;
      const auto answer = call(client, operation, path, body);
      ++tried;
      EXPECT_EQ(answer.status, 422) << operation.name() << ' ' << member << '\n' << answer.text;
      EXPECT_TRUE(answer.at("errors").as_object().contains(member)) << operation.name() << '\n'
                                                                    << answer.text;
    }
  }
  EXPECT_GT(tried, 50);
}

}  // namespace
