#include "core/http/openapi.hpp"

#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/http/endpoint.hpp"

namespace kpa::http {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::HasSubstr;

struct Reminder {
  std::int64_t id = 0;
  std::string title;
  std::optional<Date> due;
};
struct NewReminder {
  std::string title;
  std::optional<Date> due;
};
struct ReminderQuery {
  std::optional<std::string> title;
  std::optional<std::int64_t> page;
};

Task<Outcome<Reminder>> no_reminder() { co_return Problem{.code = Code::not_found}; }
Task<Outcome<Page<Reminder>>> no_reminders() { co_return Problem{.code = Code::not_found}; }
Task<Outcome<Nothing>> nothing() { co_return Nothing{}; }

}  // namespace
}  // namespace kpa::http

namespace kpa::schema {
template <>
const Object<http::Reminder>& describe() {
  using N = http::Reminder;
  static const auto made = object<N>("Reminder")
                               .field("id", &N::id, "Its number", 7)
                               .field("title", &N::title, of_length(1, 50), "What it is about", "Oil")
                               .field("due", &N::due, "When");
  return made;
}
template <>
const Object<http::NewReminder>& describe() {
  using N = http::NewReminder;
  static const auto made = object<N>("NewReminder")
                               .field("title", &N::title, of_length(1, 50), "What it is about", "Oil")
                               .field("due", &N::due, "When", "2024-02-29");
  return made;
}
template <>
const Object<http::ReminderQuery>& describe() {
  using Q = http::ReminderQuery;
  static const auto made = object<Q>("ReminderQuery")
                               .field("title", &Q::title, of_length(1, 50), "Part of the title", "Oil")
                               .field("page", &Q::page, between(1, 1000), "Page");
  return made;
}
}  // namespace kpa::schema

namespace kpa::http {
namespace {

class OpenapiTest : public testing::Test {
 protected:
  OpenapiTest() {
    router_.add_tag({"Empty", "Has no route."});
    const Routes routes(router_, "Reminders", "What people wrote down.");
    routes.post("/reminders")
        .operation("createReminder")
        .alias("/reminder")
        .summary("Add")
        .description("One at a time.")
        .allow(Role::user)
        .once()
        .body<NewReminder>()
        .answers<Reminder>(201)
        .fails_with({Code::conflict})
        .handle([](const Call&, const NewReminder&) { return no_reminder(); });
    routes.get("/reminders")
        .operation("listReminders")
        .summary("List")
        .allow(Role::anyone)
        .query<ReminderQuery>()
        .answers<Page<Reminder>>()
        .handle([](const Call&, const ReminderQuery&) { return no_reminders(); });
    routes.put("/reminders/{id}")
        .operation("replaceReminder")
        .summary("Replace")
        .allow(Role::staff)
        .conditional()
        .path<std::int64_t>("id", "Its number")
        .body<NewReminder>()
        .answers<Reminder>()
        .handle([](const Call&, std::int64_t, const NewReminder&) { return no_reminder(); });
    routes.remove("/reminders/{id}")
        .operation("deleteReminder")
        .summary("Remove")
        .allow(Role::superuser)
        .path<std::int64_t>("id", "Its number")
        .answers_nothing()
        .handle([](const Call&, std::int64_t) { return nothing(); });
    routes.get("/hidden")
        .summary("Hidden")
        .undocumented()
        .allow(Role::anyone)
        .answers<Reminder>()
        .handle([](const Call&) { return no_reminder(); });
  }

  std::string text() const {
    return openapi_document(router_, {.title = "Reminders", .version = "2", .description = "Of people."});
  }
  json::value at(std::string_view pointer) const { return json::parse(text()).at_pointer(pointer); }
  json::value operation(const std::string& path, const std::string& method) const {
    return json::parse(text()).at("paths").at(path).at(method);
  }
  static std::set<std::string> keys(const json::value& object) {
    std::set<std::string> all;
    for (const auto& member : object.as_object()) all.emplace(member.key());
    return all;
  }
  /// The codes that an operation lists under a status.
  static std::set<std::string> codes(const json::value& operation, const std::string& status) {
    return keys(
        operation.at("responses").at(status).at("content").at("application/problem+json").at("examples"));
  }

  Router router_;
};

TEST_F(OpenapiTest, describes_each_documented_route_once_and_no_other) {
  EXPECT_EQ(keys(at("/paths")), (std::set<std::string>{"/reminders", "/reminders/{id}"}));
  EXPECT_EQ(keys(at("/paths/~1reminders")), (std::set<std::string>{"get", "post"}));
  EXPECT_EQ(keys(at("/paths/~1reminders~1{id}")), (std::set<std::string>{"put", "delete"}));
}

TEST_F(OpenapiTest, says_the_same_each_time_and_ends_with_a_line_end) {
  EXPECT_EQ(text(), text());
  EXPECT_TRUE(text().ends_with("}\n"));
  EXPECT_THAT(text(), HasSubstr("\n  \"openapi\": \"3.1.0\",\n"));
}

TEST_F(OpenapiTest, names_the_errors_that_follow_from_a_declaration) {
  const auto add = operation("/reminders", "post");
  EXPECT_EQ(keys(add.at("responses")), (std::set<std::string>{"201", "400", "401", "403", "408", "409", "413",
                                                              "415", "422", "429", "500", "503"}));
  EXPECT_EQ(codes(add, "409"), (std::set<std::string>{"conflict", "idempotency_in_flight"}));
  EXPECT_EQ(codes(add, "422"), (std::set<std::string>{"validation_failed", "idempotency_mismatch"}));
  EXPECT_EQ(codes(add, "503"), (std::set<std::string>{"unavailable", "outcome_unknown"}));
  EXPECT_EQ(keys(operation("/reminders", "get").at("responses")),
            (std::set<std::string>{"200", "304", "400", "422", "429", "500", "503"}));
  EXPECT_EQ(keys(operation("/reminders/{id}", "put").at("responses")),
            (std::set<std::string>{"200", "400", "401", "403", "404", "408", "412", "413", "415", "422",
                                   "428", "429", "500", "503"}));
  EXPECT_EQ(keys(operation("/reminders/{id}", "delete").at("responses")),
            (std::set<std::string>{"204", "401", "403", "404", "429", "500", "503"}));
}

TEST_F(OpenapiTest, asks_for_a_token_only_where_one_is_needed) {
  EXPECT_EQ(json::serialize(operation("/reminders", "get").at("security")), "[]");
  EXPECT_EQ(json::serialize(operation("/reminders", "post").at("security")), R"([{"bearerAuth":[]}])");
  EXPECT_THAT(std::string(operation("/reminders/{id}", "put").at("description").as_string()),
              HasSubstr("Staff only"));
}

TEST_F(OpenapiTest, tells_of_aliases_in_the_description) {
  const std::string description(operation("/reminders", "post").at("description").as_string());
  EXPECT_EQ(description, "One at a time.\n\nAlso answers at `/reminder`.");
}

TEST_F(OpenapiTest, describes_parameters_without_null) {
  const auto parameters = operation("/reminders", "get").at("parameters").as_array();
  ASSERT_EQ(parameters.size(), 3U);
  EXPECT_EQ(json::serialize(parameters[0]),
            R"({"name":"title","in":"query","required":false,"description":"Part of the title",)"
            R"("schema":{"type":"string","minLength":1,"maxLength":50,"pattern":)" +
                json::serialize(json::string(schema::text_pattern(schema::Blank::refused))) +
                R"(,"examples":["Oil"]}})");
  EXPECT_EQ(parameters[2].at("$ref").as_string(), "#/components/parameters/IfNoneMatch");
  EXPECT_EQ(at("/components/parameters/IfNoneMatch/name").as_string(), "If-None-Match");
}

TEST_F(OpenapiTest, lets_pages_fill_in_examples_only_of_what_must_be_given) {
  EXPECT_EQ(operation("/reminders/{id}", "put").at("parameters").at(0).at("example").as_int64(), 1);
  const auto list = operation("/reminders", "get");
  for (const auto& parameter : list.at("parameters").as_array())
    EXPECT_FALSE(parameter.as_object().contains("example"));
  EXPECT_FALSE(at("/components/parameters/IfMatch").as_object().contains("example"));
}

TEST_F(OpenapiTest, gives_examples_of_bodies_and_of_every_error) {
  EXPECT_EQ(json::serialize(operation("/reminders", "post")
                                .at("requestBody")
                                .at("content")
                                .at("application/json")
                                .at("example")),
            R"({"title":"Oil","due":"2024-02-29"})");
  const auto example = at("/components/examples/validation_failed/value");
  EXPECT_EQ(example.at("status").as_int64(), 422);
  EXPECT_EQ(json::serialize(example.at("errors")), R"({"name":["Must have at most 50 characters"]})");
}

TEST_F(OpenapiTest, shows_the_message_of_the_route_in_its_example) {
  const Routes routes(router_, "Reminders");
  routes.get("/read")
      .operation("readReminder")
      .allow(Role::anyone)
      .answers<Envelope<Reminder>>(200, i18n::text("Reminder fetched."))
      .handle([](const Call&) { return no_reminder(); });
  const auto example =
      operation("/read", "get").at("responses").at("200").at("content").at("application/json").at("example");
  // `due` is optional and has no example.
  EXPECT_EQ(json::serialize(example),
            R"({"success":true,"message":"Reminder fetched.","data":{"id":7,"title":"Oil"}})");
}

TEST_F(OpenapiTest, refers_only_to_what_is_there_and_keeps_nothing_else) {
  std::set<std::string> referred;
  const std::string whole = text();
  static constexpr std::string_view mark = "\"$ref\": \"#/";
  for (std::size_t from = whole.find(mark); from != whole.npos; from = whole.find(mark, from + 1)) {
    const std::size_t start = from + mark.size();
    referred.insert(whole.substr(start, whole.find('"', start) - start));
  }
  std::set<std::string> present;
  for (const auto* const kind : {"schemas", "parameters", "examples"})
    for (const auto& name : keys(at("/components/" + std::string(kind))))
      present.insert("components/" + std::string(kind) + '/' + name);
  EXPECT_EQ(referred, present);
}

TEST_F(OpenapiTest, lists_the_tags_that_are_used) {
  EXPECT_EQ(json::serialize(at("/tags")),
            R"([{"name":"Reminders","description":"What people wrote down."}])");
}

TEST_F(OpenapiTest, documents_the_headers_of_a_created_record) {
  EXPECT_EQ(keys(operation("/reminders", "post").at("responses").at("201").at("headers")),
            (std::set<std::string>{"ETag", "Location", "Idempotency-Replayed"}));
  EXPECT_EQ(keys(operation("/reminders", "post").at("responses").at("422").at("headers")),
            (std::set<std::string>{"Location"}));
  EXPECT_EQ(keys(operation("/reminders", "post").at("responses").at("503").at("headers")),
            (std::set<std::string>{"Retry-After"}));
  EXPECT_EQ(
      keys(operation("/reminders", "post").at("responses").at("429").at("headers")),
      (std::set<std::string>{"Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"}));
}

TEST_F(OpenapiTest, calls_operations_what_their_routes_call_them) {
  EXPECT_EQ(operation("/reminders", "post").at("operationId").as_string(), "createReminder");
  EXPECT_EQ(operation("/reminders/{id}", "delete").at("operationId").as_string(), "deleteReminder");
}

TEST_F(OpenapiTest, refuses_two_operations_of_one_name_and_one_without) {
  const Routes routes(router_, "Reminders");
  EXPECT_NO_THROW(text());
  routes.get("/a").allow(Role::anyone).operation("listReminders").answers<Reminder>().handle([](const Call&) {
    return no_reminder();
  });
  EXPECT_THROW(text(), std::logic_error);
  Router nameless;
  Routes(nameless, "Reminders").get("/a").allow(Role::anyone).answers<Reminder>().handle([](const Call&) {
    return no_reminder();
  });
  EXPECT_THROW(openapi_document(nameless, {.title = "", .version = "", .description = ""}), std::logic_error);
}

TEST_F(OpenapiTest, lists_operations_in_the_order_of_their_tags) {
  for (const std::string tag : {"Strangers", "Empty"})
    Routes(router_, tag)
        .get('/' + tag)
        .operation("get" + tag)
        .allow(Role::anyone)
        .answers<Reminder>()
        .handle([](const Call&) { return no_reminder(); });
  std::vector<std::string> paths;
  const json::value documented = at("/paths");
  for (const auto& path : documented.as_object()) paths.emplace_back(path.key());
  EXPECT_THAT(paths, ElementsAre("/Empty", "/reminders", "/reminders/{id}", "/Strangers"));
}

}  // namespace
}  // namespace kpa::http
