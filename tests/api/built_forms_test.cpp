#include <string>
#include <thread>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/exchanges.hpp"
#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;

TestService& service() {
  static TestService running;
  return running;
}

const Person& builder() {
  static const Person person = service().enrol(Rank::staff);
  return person;
}

json::object parsed(const std::string& text) { return json::parse(text).as_object(); }

json::object flange_form() {
  return parsed(R"({"title": "Flange inspection", "form_type": "inspection", "fields": [
    {"name": "wheel", "label": "Wheel", "field_type": "text", "is_required": true, "validation_rules": {"unique": true}},
    {"name": "flange_height", "label": "Flange height", "field_type": "number", "validation_rules": {"min": 20, "max": 40, "unit": "mm"}},
    {"name": "result", "label": "Result", "field_type": "radio", "options": ["good", "worn"]},
    {"name": "gauge", "label": "Gauge", "field_type": "measurement", "validation_rules": {"low": 1599, "high": 1602}}]})");
}

std::string made(const json::object& form, bool published = true) {
  const auto client = service().client(builder());
  const auto answer = client.post("/api/forms", form);
  EXPECT_EQ(answer.status, 201) << answer.text;
  const std::string id = std::to_string(answer.at("data.id").as_int64());
  if (published) {
    const auto done = client.post("/api/forms/" + id + "/publish", json::object());
    EXPECT_EQ(done.status, 200) << done.text;
  }
  return id;
}

json::object answers_of(const std::string& wheel, const std::string& more = "") {
  return parsed(R"({"submission_data": {"wheel": ")" + wheel + '"' + (more.empty() ? "" : ", " + more) +
                "}}");
}

TEST(BuiltForms, AreDraftedPublishedAndFilledIn) {
  const Person reader = service().enrol();
  expect_all(
      service(),
      {
          ask("POST /api/forms", flange_form()).answers(401),
          ask("POST /api/forms", flange_form()).by(reader).answers(403),
          ask("POST /api/forms", flange_form())
              .by(builder())
              .answers(201)
              .header("ETag", "\"v1\"")
              .has("data.published_version", nullptr)
              .has("data.has_draft", true)
              .has("data.created_by", builder().id)
              .has("data.fields[1].name", "flange_height")
              .has("data.fields[1].order", 2)
              .keeps("id", "data.id"),
          ask("GET /api/forms/{id}")
              .by(builder())
              .has("data.title", "Flange inspection")
              .has("data.fields[0].name", "wheel"),
          ask("GET /api/forms/{id}").by(reader).answers(404).because("it is not published"),
          ask("GET /api/forms/{id}/schema").by(reader).answers(404),
          ask("GET /api/forms/{id}/versions").by(reader).answers(404),
          ask("POST /api/forms/{id}/submissions", answers_of("W-1")).by(reader).answers(404),
          ask("POST /api/forms/{id}/publish").by(reader).answers(403),
          ask("POST /api/forms/{id}/publish").by(builder()).with("If-Match", "\"v2\"").answers(412),
          ask("POST /api/forms/{id}/publish")
              .by(builder())
              .with("If-Match", "\"v1\"")
              .has("data.form_version", 1)
              .has("data.published_by", builder().id),
          ask("POST /api/forms/{id}/publish")
              .by(builder())
              .has("data.form_version", 1)
              .because("nothing has changed"),
          ask("GET /api/forms/{id}")
              .by(reader)
              .has("data.published_version", 1)
              .has("data.fields[0].name", "wheel"),
          ask("GET /api/forms/{id}/schema")
              .by(reader)
              .has("properties.flange_height.minimum", 20)
              .has("required", json::array{"wheel"}),
          ask("GET /api/forms/{id}/versions").by(reader).has("data[0].form_version", 1),
          ask("GET /api/forms/{id}/versions/1")
              .by(reader)
              .has("data.definition.fields[2].options[1].value", "worn"),
          ask("GET /api/forms/{id}/versions/2").by(reader).answers(404),
          ask("POST /api/forms/{id}/submissions",
              answers_of(" W-1 ", R"("flange_height": 29.50, "result": "WORN", "gauge": "1603")"))
              .by(reader)
              .answers(201)
              .header("ETag", "\"v1\"")
              .has("data.status", "pending")
              .has("data.submitted_by", reader.id)
              .has("data.form_version", 1)
              .has(
                  "data.submission_data",
                  parsed(
                      R"({"wheel": "W-1", "flange_height": 29.5, "result": "worn", "gauge": {"text": "1603", "nominal": 1603}})"))
              .has("data.findings[0].code", "above_limit")
              .has("data.worst_severity", 3)
              .has("data.pruned", json::array())
              .keeps("submission", "data.id")
              .leaves(
                  "SELECT string_agg(action, ' ' ORDER BY id) FROM events WHERE entity_type = 'form' AND entity_id = {id}",
                  "created published"),
          ask("GET /api/forms/submissions/{submission}").by(reader).has("data.submission_data.wheel", "W-1"),
          ask("GET /api/forms/submissions/{submission}/history").by(reader).has("data[0].action", "created"),
          ask("GET /api/forms/{id}/history").by(builder()).has("data[1].action", "published"),
          ask("GET /api/forms/{id}/history").by(reader).answers(403),
      });
}

TEST(BuiltForms, TellWhereWhatTheyMadeIs) {
  const std::string id = made(flange_form());
  const auto client = service().client(builder());
  const auto submitted = client.post("/api/forms/" + id + "/submissions", answers_of("L-1"));
  EXPECT_EQ(submitted.header("Location"),
            "/api/forms/submissions/" + std::to_string(submitted.at("data.id").as_int64()));
  const auto imported = client.post("/api/forms/import", flange_form());
  EXPECT_EQ(imported.header("Location"), "/api/forms/" + std::to_string(imported.at("data.id").as_int64()));
}

TEST(BuiltForms, ChangeAllTheirFieldsInOneStep) {
  const std::string form = "/api/forms/" + made(flange_form());
  const json::object other = parsed(R"({"fields": [
    {"name": "result", "label": "Outcome", "field_type": "select", "options": ["good", "bad"]},
    {"name": "axles", "label": "Axles", "field_type": "group", "fields": [
      {"name": "number", "label": "Number", "field_type": "number"},
      {"name": "wheels", "label": "Wheels", "field_type": "group", "fields": [
        {"name": "side", "label": "Side", "field_type": "text"}]}]},
    {"name": "wheel", "label": "Wheel", "field_type": "text"}]})");
  json::object twice = other;
  twice["fields"].as_array()[2].as_object()["name"] = "Result";
  expect_all(
      service(),
      {
          ask("PUT " + form + "/fields", twice).by(builder()).answers(422).errors({"fields[2].name"}),
          ask("PUT " + form + "/fields", other).by(builder()).with("If-Match", "\"v1\"").answers(412),
          ask("PUT " + form + "/fields", other)
              .by(builder())
              .with("If-Match", "\"v2\"")
              .header("ETag", "\"v3\"")
              .has("data.has_draft", true)
              .has("data.fields[0].label", "Outcome")
              .has("data.fields[1].fields[1].fields[0].name", "side")
              .has("data.fields[2].order", 3),
          ask("PUT " + form + "/fields", other)
              .by(builder())
              .header("ETag", "\"v3\"")
              .because("nothing changed"),
          ask("GET " + form)
              .by(builder())
              .has("data.fields[1].fields[1].fields[0].label", "Side")
              .keeps("id", "data.id")
              .leaves(
                  "SELECT string_agg(parent || ':' || name, ' ' ORDER BY parent, \"order\") FROM form_fields WHERE form_id = {id}",
                  ":result :axles :wheel axles:number axles:wheels axles.wheels:side"),
          ask("GET " + form)
              .by(service().enrol())
              .has("data.fields[0].name", "wheel")
              .because("the draft is not published"),
          ask("POST " + form + "/publish").by(builder()).has("data.form_version", 2),
          ask("GET " + form + "/versions/1").by(builder()).has("data.definition.fields[0].name", "wheel"),
          ask("GET " + form + "/schema?form_version=1")
              .by(builder())
              .has("properties.flange_height.maximum", 40),
          ask("GET " + form + "/schema?form_version=3").by(builder()).answers(404),
          ask("PUT /api/forms/987654/fields", other).by(builder()).answers(404),
      });
}

TEST(BuiltForms, PublishedVersionsNeverChange) {
  const std::string id = made(flange_form());
  for (const char* change : {"UPDATE form_versions SET logic = '1'", "DELETE FROM form_versions"})
    EXPECT_ANY_THROW(service().sql(std::string(change) + " WHERE form_id = " + id)) << change;
}

TEST(BuiltForms, AreChangedAndDeactivated) {
  const Person reader = service().enrol();
  const std::string form = "/api/forms/" + made(flange_form());
  expect_all(
      service(),
      {
          ask("PATCH " + form, {{"title", ""}}).by(builder()).answers(422).errors({"title"}),
          ask("PATCH " + form, {{"translations", {{"hi", {{"title", "फ्लैंज"}}}}}})
              .by(builder())
              .has("data.translations.hi.title", "फ्लैंज")
              .has("data.has_draft", true)
              .has("data.version", 3),
          ask("PATCH " + form, {{"translations", {{"ta", {{"title", "விளிம்பு"}}}}}})
              .by(builder())
              .has("data.translations.hi.title", "फ्लैंज"),
          ask("PATCH " + form, json::object())
              .by(builder())
              .has("data.version", 4)
              .because("nothing changed"),
          ask("DELETE " + form).by(reader).answers(403),
          ask("DELETE " + form).by(builder()).with("If-Match", "\"v1\"").answers(412),
          ask("DELETE " + form).by(builder()).has("data.is_active", false),
          ask("GET " + form).by(reader).answers(404),
          ask("GET " + form).by(builder()).has("data.is_active", false),
          ask("POST " + form + "/submissions", answers_of("D-1")).by(reader).answers(409, "state_conflict"),
          ask("PATCH " + form, {{"is_active", true}}).by(builder()).has("data.is_active", true),
          ask("POST " + form + "/submissions", answers_of("D-1")).by(reader).answers(201),
      });
}

TEST(BuiltForms, AreListedForWhoeverCanFillThemIn) {
  json::object form = flange_form();
  form["title"] = "Listed alone";
  form["form_type"] = "survey";
  const std::string id = made(form, false);
  const Person reader = service().enrol();
  const std::string list = "/api/forms?title=listed%20ALONE";
  expect_all(
      service(),
      {
          ask("GET " + list).by(reader).has("pagination.total", 0),
          ask("GET " + list).by(builder()).has("pagination.total", 1).has("data[0].id", std::stoll(id)),
          ask("GET " + list + "&form_type=contact").by(builder()).has("pagination.total", 0),
          ask("GET " + list + "&is_active=false").by(builder()).has("pagination.total", 0),
          ask("GET /api/forms?form_type=quiz").by(builder()).answers(422),
          ask("POST /api/forms/" + id + "/publish").by(builder()),
          ask("GET " + list).by(reader).has("pagination.total", 1),
          ask("GET /api/forms/?sort=title").by(reader).answers(200),
      });
}

TEST(BuiltForms, AreExportedAndImportedWithoutLoss) {
  json::object form = flange_form();
  form["translations"] = {{"hi", {{"title", "फ्लैंज"}}}};
  form["fields"].as_array().push_back(parsed(R"({"name": "axles", "label": "Axles", "field_type": "group",
    "validation_rules": {"max_items": 4}, "fields": [{"name": "load", "label": "Load", "field_type": "number",
      "validation_rules": {"step": 0.1}, "help_text": "In t", "translations": {"hi": {"label": "भार"}}}]})"));
  const auto client = service().client(builder());
  const auto exported = client.get("/api/forms/" + made(form) + "/export");
  ASSERT_EQ(exported.status, 200) << exported.text;
  const auto imported = client.post("/api/forms/import", exported.body.as_object());
  ASSERT_EQ(imported.status, 201) << imported.text;
  const auto again =
      client.get("/api/forms/" + std::to_string(imported.at("data.id").as_int64()) + "/export");
  EXPECT_EQ(again.text, exported.text);
  EXPECT_EQ(service().client(service().enrol()).get("/api/forms/1/export").status, 403);
}

TEST(BuiltForms, HaveFieldsOfTypesWithRules) {
  const Person reader = service().enrol();
  expect_all(service(), {
                            ask("GET /api/forms/field-types").by(reader).answers(403),
                            ask("GET /api/forms/field-types")
                                .by(builder())
                                .with("Accept-Language", "hi")
                                .has("data[2].name", "number")
                                .has("data[2].title", "संख्या")
                                .has("data[2].rules.properties.decimal_places.maximum", 15)
                                .has("data[6].has_options", true)
                                .has("data[14].name", "group")
                                .has("data[14].has_fields", true),
                        });
}

TEST(BuiltForms, WithoutFieldsCannotBePublished) {
  const std::string id = made(parsed(R"({"title": "Empty", "fields": []})"), false);
  expect_all(service(),
             {ask("POST /api/forms/" + id + "/publish").by(builder()).answers(422).errors({"fields"})});
}

TEST(BuiltForms, AreTriedOnWhatWasSubmitted) {
  const Person author = service().enrol();
  const std::string form = "/api/forms/" + made(flange_form());
  const auto client = service().client(author);
  for (const auto& [wheel, more] :
       std::vector<std::pair<const char*, const char*>>{{"T-1", R"("flange_height": 38, "result": "good")"},
                                                        {"T-2", R"("flange_height": 25)"},
                                                        {"T-3", ""}})
    ASSERT_EQ(client.post(form + "/submissions", answers_of(wheel, more)).status, 201);
  json::object changed = flange_form();
  auto& fields = changed["fields"].as_array();
  fields[1].as_object()["validation_rules"] = {{"max", 30}};
  fields.erase(fields.begin() + 2);
  expect_all(service(), {
                            ask("POST " + form + "/try").by(author).answers(403),
                            ask("POST " + form + "/try")
                                .by(builder())
                                .has("data.tried", 3)
                                .has("data.failing", 0)
                                .has("data.changing", 0)
                                .has("data.submissions", json::array()),
                            ask("PUT " + form + "/fields", json::object{{"fields", fields}}).by(builder()),
                            ask("POST " + form + "/try")
                                .by(builder())
                                .has("data.tried", 3)
                                .has("data.failing", 1)
                                .has("data.hiding", 1)
                                .has("data.submissions[0].problems[0].path", "submission_data.flange_height")
                                .has("data.submissions[0].problems[0].code", "too_large")
                                .has("data.submissions[0].hidden", json::array{"result"}),
                        });
}

TEST(BuiltForms, AreTriedOnWhatTheBuilderMaySee) {
  const std::string form = "/api/forms/" + made(flange_form());
  ASSERT_EQ(service().client(service().enrol()).post(form + "/submissions", answers_of("V-1")).status, 201);
  const Person narrow = service().enrol(Rank::staff);
  service().sql("UPDATE users SET sight = 'own' WHERE id = " + std::to_string(narrow.id));
  expect_all(service(), {ask("POST " + form + "/try").by(narrow).has("data.tried", 0),
                         ask("POST " + form + "/try").by(builder()).has("data.tried", 1)});
}

/// Somebody else changes the fields while a publication waits for them.
TEST(BuiltForms, ArePublishedWithTheFieldsThatTheyHaveByThen) {
  const std::string id = made(flange_form(), false);
  kpa::db::BlockingConnection other(service().conninfo());
  other.execute("BEGIN");
  other.execute("UPDATE forms SET version = version + 1 WHERE id = " + id);
  other.execute("UPDATE form_fields SET label = 'By then' WHERE form_id = " + id + " AND name = 'wheel'");
  Answer published;
  std::thread waiting(
      [&] { published = service().client(builder()).post("/api/forms/" + id + "/publish", json::object()); });
  EXPECT_TRUE(eventually([&] {
    return service().sql(
               "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
               "wait_event_type = 'Lock'") == "1";
  }));
  other.execute("COMMIT");
  waiting.join();
  EXPECT_EQ(published.status, 200) << published.text;
  expect_all(service(), {ask("GET /api/forms/" + id + "/versions/1")
                             .by(builder())
                             .has("data.definition.fields[0].label", "By then")});
}

// Submissions.

TEST(Submissions, AreJudgedByTheVersionThatWasFilledIn) {
  const Person author = service().enrol();
  const std::string id = made(flange_form());
  json::object changed = flange_form();
  changed["fields"].as_array()[1].as_object()["validation_rules"] = {{"max", 30}};
  json::object old = answers_of("V-1", R"("flange_height": 39)");
  json::object newer = answers_of("V-2", R"("flange_height": 39)");
  old["form_version"] = 1;
  json::object unknown = answers_of("V-3");
  unknown["form_version"] = 9;
  const std::string submissions = "/api/forms/" + id + "/submissions";
  expect_all(
      service(),
      {
          ask("POST " + submissions, answers_of("V-0")).by(author).answers(201).has("data.form_version", 1),
          ask("PUT /api/forms/" + id + "/fields", json::object{{"fields", changed.at("fields")}})
              .by(builder()),
          ask("POST /api/forms/" + id + "/publish").by(builder()),
          ask("POST " + submissions, newer).by(author).answers(422).errors({"submission_data.flange_height"}),
          ask("POST " + submissions, old)
              .by(author)
              .answers(201)
              .has("data.form_version", 1)
              .keeps("id", "data.id"),
          ask("POST " + submissions, unknown).by(author).answers(422).errors({"form_version"}),
          ask("PATCH /api/forms/submissions/{id}", {{"submission_data", {{"flange_height", 38}}}})
              .by(author)
              .has("data.submission_data.flange_height", 38)
              .has("data.form_version", 1),
      });
}

TEST(Submissions, AreRefusedWithEverythingThatIsWrong) {
  const Person author = service().enrol();
  const std::string id = made(flange_form());
  json::object whole = answers_of("R-1");
  whole["form_id"] = 987654;
  expect_all(
      service(),
      {
          ask("POST /api/forms/submissions", whole).answers(401),
          ask("POST /api/forms/submissions", whole).by(author).answers(422).errors({"form_id"}),
          ask("POST /api/forms/" + id + "/submissions",
              parsed(R"({"submission_data": {"flange_height": 50, "result": "x", "colour": 1}})"))
              .by(author)
              .answers(422)
              .errors({"submission_data.flange_height", "submission_data.result", "submission_data.colour",
                       "submission_data.wheel"}),
          ask("POST /api/forms/" + id + "/submissions", {{"submission_data", 5}}).by(author).answers(422),
          ask("POST /api/forms/" + id + "/submissions", {{"submission_data", json::object()}, {"uuid", "x"}})
              .by(author)
              .answers(422)
              .errors({"uuid"}),
      });
}

TEST(Submissions, WithAUuidAreStoredOnce) {
  const Person author = service().enrol(), other = service().enrol();
  const std::string id = made(flange_form());
  const std::string path = "POST /api/forms/" + id + "/submissions";
  json::object sent = answers_of("U-1", R"("flange_height": 30)");
  sent["uuid"] = "0190A5F2-7C1E-7B7D-9F3A-0123456789AB";
  json::object different = sent;
  different["notes"] = "Another";
  expect_all(
      service(),
      {
          ask(path, sent)
              .by(author)
              .answers(201)
              .keeps("id", "data.id")
              .has("data.uuid", "0190a5f2-7c1e-7b7d-9f3a-0123456789ab"),
          ask(path, sent).by(author).answers(201).keeps("again", "data.id"),
          ask("GET /api/forms/submissions/{again}")
              .by(author)
              .leaves("SELECT ({id} = {again})::text", "true"),
          ask(path, different).by(author).answers(409, "conflict").errors({"uuid"}),
          ask(path, sent).by(other).answers(409, "conflict").errors({"uuid"}),
          ask("PATCH /api/forms/submissions/{id}", {{"submission_data", {{"flange_height", 31}}}}).by(author),
          ask(path, sent)
              .by(author)
              .answers(201)
              .has("data.submission_data.flange_height", 31)
              .because("a late repeat of what was sent first")
              .leaves("SELECT count(*) FROM form_submissions WHERE form_id = " + id, "1"),
          ask("GET /api/forms/submissions?uuid=0190a5f2-7c1e-7b7d-9f3a-0123456789ab")
              .by(author)
              .has("pagination.total", 1),
      });
}

TEST(Submissions, SentByManyAtOnceUnderOneUuidAreOne) {
  const Person author = service().enrol();
  const std::string id = made(flange_form());
  json::object sent = answers_of("M-1");
  sent["uuid"] = "0190a5f2-7c1e-7b7d-9f3a-aaaaaaaaaaaa";
  std::vector<std::jthread> senders;
  std::vector<int> statuses(8);
  for (auto& status : statuses)
    senders.emplace_back(
        [&] { status = service().client(author).post("/api/forms/" + id + "/submissions", sent).status; });
  senders.clear();
  for (const int status : statuses) EXPECT_EQ(status, 201);
  EXPECT_EQ(service().sql("SELECT count(*) FROM form_submissions WHERE form_id = " + id), "1");
}

TEST(Submissions, HaveUniqueAnswersWhereTheFormSaysSo) {
  const Person author = service().enrol();
  const std::string id = made(flange_form()), other = made(flange_form());
  const std::string path = "POST /api/forms/" + id + "/submissions";
  expect_all(
      service(),
      {
          ask(path, answers_of("Q-1")).by(author).answers(201).keeps("id", "data.id"),
          ask(path, answers_of("q-1 ")).by(author).answers(409, "conflict").errors({"submission_data.wheel"}),
          ask(path, answers_of("q-1 "))
              .by(author)
              .with("Idempotency-Key", "unique-" + id)
              .answers(409, "conflict"),
          ask("POST /api/forms/" + other + "/submissions", answers_of("Q-1")).by(author).answers(201),
          ask(path, answers_of("Q-2")).by(author).answers(201).keeps("second", "data.id"),
          ask("PATCH /api/forms/submissions/{second}", {{"submission_data", {{"wheel", "Q-1"}}}})
              .by(author)
              .answers(409, "conflict")
              .errors({"submission_data.wheel"}),
          ask("PATCH /api/forms/submissions/{second}", {{"submission_data", {{"wheel", "q-2"}}}})
              .by(author)
              .because("it is its own"),
          ask("PATCH /api/forms/submissions/{id}", {{"submission_data", {{"wheel", "Q-3"}}}}).by(author),
          ask(path, answers_of("Q-1")).by(author).answers(201).because("it is free again"),
      });
}

TEST(Submissions, AreChangedByTheirAuthorsWhileTheyArePending) {
  const Person author = service().enrol();
  const std::string id = made(flange_form());
  const std::string one = "/api/forms/submissions/{id}";
  expect_all(
      service(),
      {
          ask("POST /api/forms/" + id + "/submissions",
              answers_of("P-1", R"("flange_height": 30, "gauge": "1600")"))
              .by(author)
              .answers(201)
              .keeps("id", "data.id"),
          ask("PATCH " + one,
              {{"submission_data", {{"flange_height", nullptr}, {"result", "good"}}}, {"notes", "Dark"}})
              .by(author)
              .with("If-Match", "\"v1\"")
              .header("ETag", "\"v2\"")
              .has(
                  "data.submission_data",
                  parsed(R"({"wheel": "P-1", "result": "good", "gauge": {"text": "1600", "nominal": 1600}})"))
              .has("data.notes", "Dark"),
          ask("PATCH " + one, {{"submission_data", {{"wheel", nullptr}}}})
              .by(author)
              .answers(422)
              .errors({"submission_data.wheel"}),
          ask("PATCH " + one, {{"notes", "x"}}).by(author).with("If-Match", "\"v1\"").answers(412),
          ask("PATCH " + one, json::object()).by(author).header("ETag", "\"v2\"").because("nothing changed"),
          ask("PATCH " + one, {{"notes", "x"}}).by(service().enrol()).answers(404),
          ask("PATCH " + one, {{"notes", "x"}}).by(builder()).answers(403),
          ask("PATCH " + one, {{"status", "approved"}}).by(author).answers(422).errors({"status"}),
          ask("GET " + one + "/history")
              .by(author)
              .has("data[1].action", "updated")
              .has("data[1].after.notes", "Dark")
              .leaves("UPDATE form_submissions SET status = 'reviewed' WHERE id = {id} RETURNING status",
                      "reviewed"),
          ask("PATCH " + one, {{"notes", "x"}}).by(author).answers(409, "state_conflict"),
      });
}

TEST(Submissions, AreFoundByTheirAnswers) {
  const Person author = service().enrol();
  const std::string id = made(flange_form());
  const auto client = service().client(author);
  for (const auto& [wheel, more] : std::vector<std::pair<const char*, const char*>>{
           {"F-1", R"("flange_height": 28.5, "result": "good")"},
           {"F-2", R"j("flange_height": 33, "result": "worn", "gauge": "1600 (+2,-1)")j"},
           {"F-3", R"("flange_height": 36, "result": "worn", "gauge": "1603")"}})
    ASSERT_EQ(client.post("/api/forms/" + id + "/submissions", answers_of(wheel, more)).status, 201);
  const auto encoded = [](const std::string& text) {
    std::string all;
    for (const char c : text) {
      constexpr const char* digits = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      all.append(1, '%').append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]);
    }
    return all;
  };
  struct Row {
    std::string answers;
    std::string wheels;  ///< found; or the path of the error
  };
  const std::vector<Row> rows = {
      {R"({"result": "WORN"})", "F-2 F-3"},
      {R"({"flange_height": 28.50})", "F-1"},
      {R"({"flange_height": {"from": 30}})", "F-2 F-3"},
      {R"({"flange_height": {"from": 28.5, "to": 33}})", "F-1 F-2"},
      {R"({"flange_height": {"from": 30}, "result": "good"})", ""},
      {R"({"gauge": {"from": 1601}})", "F-3"},
      {R"({"gauge": {"text": "1603"}})", "F-3"},
      {R"j({"wheel": "F-1\" ? (@ == 1)"})j", ""},
      {R"({"colour": "red"})", "! answers.colour"},
      {R"({"flange_height": "wide"})", "! answers.flange_height"},
      {R"({"flange_height": {"from": "wide"}})", "! answers.flange_height.from"},
      {R"({"flange_height": {"from": 1, "above": 2}})", "! answers.flange_height.above"},
      {R"({"result": ""})", "! answers.result"},
      {"[1]", "! answers"},
      {"{", "! answers"},
  };
  for (const auto& row : rows) {
    const auto answer = client.get("/api/forms/submissions?sort=submitted_at&form_id=" + id +
                                   "&answers=" + encoded(row.answers));
    std::string found;
    if (answer.status == 200)
      for (const auto& one : answer.at("data").as_array())
        found.append(found.empty() ? "" : " ").append(one.at("submission_data").at("wheel").as_string());
    else
      for (const auto& error : answer.at("errors").as_object()) found.append("! ").append(error.key());
    EXPECT_EQ(found, row.wheels) << row.answers << '\n' << answer.text;
  }
  const auto anywhere =
      client.get("/api/forms/submissions?answers=" + encoded(R"({"flange_height": {"to": 33}})"));
  EXPECT_EQ(anywhere.at("pagination.total").as_int64(), 2) << "without a form";
}

TEST(Submissions, AreNotSoughtByWhatNoAnswerCanBe) {
  expect_all(service(), {ask("GET /api/forms/submissions?answers=%7B%22a%22:%22%5Cu0000%22%7D")
                             .by(builder())
                             .answers(422)
                             .errors({"answers"})});
}

TEST(Submissions, AreListedForTheirAuthorsAndForStaffWithinTheirSight) {
  const Person author = service().enrol(), another = service().enrol();
  const Person supervisor = service().enrol(Rank::staff), elsewhere = service().enrol(Rank::staff);
  const auto depot = [](const std::string& code) {
    return service().sql(
        "WITH z AS (INSERT INTO zones (code, name) VALUES ('" + code +
        "', 'Z') RETURNING id), d AS (INSERT INTO divisions (zone_id, code, name) SELECT id, '" + code +
        "', 'D' FROM z RETURNING id) INSERT INTO depots (division_id, code, name) SELECT id, '" + code +
        "', 'P' FROM d RETURNING id");
  };
  const std::string here = depot("BF-1"), there = depot("BF-2");
  for (const auto& [person, place] :
       {std::pair(&author, here), std::pair(&supervisor, here), std::pair(&elsewhere, there)})
    service().sql("UPDATE users SET sight = 'depot', depot_id = " + place +
                  " WHERE id = " + std::to_string(person->id) + " RETURNING id");
  const std::string id = made(flange_form());
  const std::string list = "GET /api/forms/submissions?form_id=" + id;
  expect_all(
      service(),
      {
          ask("POST /api/forms/" + id + "/submissions", answers_of("S-1"))
              .by(author)
              .answers(201)
              .keeps("id", "data.id")
              .has("data.depot_id", std::stoll(here)),
          ask(list).by(author).has("pagination.total", 1),
          ask(list).by(another).has("pagination.total", 0),
          ask(list).by(supervisor).has("pagination.total", 1),
          ask(list).by(elsewhere).has("pagination.total", 0),
          ask(list + "&status=pending&submitted_by=" + std::to_string(author.id))
              .by(supervisor)
              .has("pagination.total", 1),
          ask(list + "&status=approved").by(supervisor).has("pagination.total", 0),
          ask(list + "&has_findings=true").by(supervisor).has("pagination.total", 0),
          ask(list + "&submitted_after=2099-01-01T00:00:00Z").by(supervisor).has("pagination.total", 0),
          ask(list + "&submitted_before=2099-01-01T00:00:00Z&sort=-updated_at")
              .by(supervisor)
              .has("pagination.total", 1),
          ask("GET /api/forms/submissions/{id}").by(supervisor).has("data.submitted_by", author.id),
          ask("GET /api/forms/submissions/{id}").by(elsewhere).answers(404),
          ask("GET /api/forms/submissions/{id}").by(another).answers(404),
          ask("GET /api/forms/submissions/{id}/history").by(another).answers(404),
      });
}

}  // namespace
