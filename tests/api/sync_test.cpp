#include <atomic>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include "core/db/blocking.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/exchanges.hpp"
#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;

constexpr auto wheels = "POST /api/forms/wheel-specifications";
constexpr auto sync = "POST /api/sync";

/// One service for all tests of this program; each test enrols people of its own.
TestService& service() {
  static TestService running;
  return running;
}

/// A UUID of version 4 that no other test has.
std::string unique_uuid() {
  static std::atomic<unsigned> next{1};
  char text[37];
  std::snprintf(text, sizeof text, "5eed0000-0000-4000-8000-%012x", next++);
  return text;
}
std::string unique_number() {
  static std::atomic<int> next{1};
  return "WS-S-" + std::to_string(next++);
}

json::object with(json::object object, json::object more) {
  for (auto& entry : more) object[entry.key()] = entry.value();
  return object;
}

/// An operation on wheel specifications.
json::object operation(std::int64_t sequence, std::string_view what, json::object more) {
  return with({{"sequence", sequence}, {"kind", "wheel-specifications"}, {"operation", what}},
              std::move(more));
}
json::object create(std::int64_t sequence, const std::string& uuid) {
  return operation(sequence, "create", {{"uuid", uuid}, {"content", wheel_example(unique_number())}});
}
json::object gauge(const char* text) { return {{"fields", {{"wheelGauge", text}}}}; }
json::object width(const char* text) { return {{"fields", {{"wheelDiscWidth", text}}}}; }

/// A device with its name.
class Device {
 public:
  explicit Device(const Person& person) : person_(&person), name_(unique_uuid()) {}
  json::object batch(json::array operations) const {
    return {{"device", name_}, {"sentAt", "2024-01-15T10:05:00Z"}, {"operations", std::move(operations)}};
  }
  Exchange sends(json::array operations) const {
    return std::move(ask(sync, batch(std::move(operations)))).by(*person_);
  }
  const Person& person() const { return *person_; }

 private:
  const Person* person_;
  std::string name_;
};

std::string count(const std::string& condition) {
  return "SELECT count(*) FROM wheel_specifications WHERE " + condition;
}

TEST(ClientsName, StoresAFormOnce) {
  const Person person = service().enrol();
  const auto uuid = unique_uuid();
  const auto form = with(wheel_example(unique_number()), {{"uuid", uuid}});
  json::object spelled;
  for (auto entry = form.end(); entry != form.begin();) {  // the same in another order and spelling
    --entry;
    const std::string name(entry->key());
    spelled[name == "formNumber" ? "form_number" : name] = entry->value();
  }
  json::object other = form;
  other["fields"].as_object()["wheelGauge"] = "1602";
  const auto mine = count("created_by = " + std::to_string(person.id));
  expect_all(
      service(),
      {ask(wheels, form).by(person).answers(201).has("data.uuid", json::string(uuid)).keeps("id", "data.id"),
       ask(wheels, form).by(person).answers(201).has("data.version", 1).leaves(mine, "1"),
       ask(wheels, spelled).by(person).answers(201).leaves(mine, "1"),
       ask("PATCH /api/forms/wheel-specifications/{id}", gauge("1601")).by(person),
       ask(wheels, form)
           .by(person)
           .answers(201)
           .has("data.version", 2)
           .has("data.fields.wheelGauge", "1601")
           .because("after days, the form as it is now"),
       ask(wheels, form).by(person).with("Idempotency-Key", uuid).answers(201).leaves(mine, "1"),
       ask(wheels, other).by(person).answers(409, "conflict").errors({"uuid"}).leaves(mine, "1"),
       ask(wheels, with(form, {{"uuid", unique_uuid()}})).by(person).answers(409, "form_number_taken")});
}

TEST(ClientsName, IsNotNeededAndCannotBeAnything) {
  const Person person = service().enrol();
  expect_all(
      service(),
      {ask(wheels, wheel_example(unique_number())).by(person).answers(201).has("data.uuid", nullptr),
       ask(wheels, with(wheel_example(unique_number()), {{"uuid", nullptr}})).by(person).answers(201),
       ask(wheels, with(wheel_example(unique_number()), {{"uuid", "c232ab00-9414-11ec-b3c8-9f6bdeced846"}}))
           .by(person)
           .answers(422)
           .errors({"uuid"}),
       ask(wheels, with(wheel_example("bad number!"), {{"uuid", 7}}))
           .by(person)
           .answers(422)
           .errors({"uuid", "formNumber"})});
}

TEST(ClientsName, TellsNothingOfOthers) {
  const Person one = service().enrol(), other = service().enrol();
  const auto uuid = unique_uuid();
  expect_all(
      service(),
      {ask(wheels, with(wheel_example(unique_number()), {{"uuid", uuid}})).by(one).answers(201),
       ask(wheels, with(wheel_example(unique_number()), {{"uuid", uuid}})).by(other).answers(201),
       Device(other)
           .sends({operation(1, "change", {{"uuid", uuid}, {"baseVersion", 1}, {"content", gauge("1602")}})})
           .has("data.verdicts[0].verdict", "stored")
           .leaves("SELECT string_agg(wheel_gauge, ' ' ORDER BY id) FROM wheel_specifications"
                   " WHERE uuid = '" +
                       uuid + "'",
                   "1600 (+2,-1) 1602")});
}

TEST(Sync, StoresAChainOfOperationsThatWasMadeWithoutANetwork) {
  const Person person = service().enrol();
  const Device device(person);
  const auto uuid = unique_uuid();
  const json::array chain = {
      create(1, uuid),
      operation(2, "change", {{"uuid", uuid}, {"baseSequence", 1}, {"content", gauge("1601")}}),
      operation(3, "submit", {{"uuid", uuid}, {"baseSequence", 2}, {"deviceTime", "2024-01-15T10:00:00Z"}})};
  expect_all(service(), {device.sends(chain)
                             .has("message", "The operations were received; each has its verdict.")
                             .has("data.verdicts[0].verdict", "stored")
                             .has("data.verdicts[0].version", 1)
                             .has("data.verdicts[0].record.uuid", json::string(uuid))
                             .has("data.verdicts[1].verdict", "stored")
                             .has("data.verdicts[1].record.fields.wheelGauge", "1601")
                             .has("data.verdicts[2].verdict", "stored")
                             .has("data.verdicts[2].record.status", "Submitted"),
                         device.sends(chain)
                             .has("data.verdicts[0].verdict", "already_stored")
                             .has("data.verdicts[1].verdict", "already_stored")
                             .has("data.verdicts[2].verdict", "already_stored")
                             .has("data.verdicts[2].version", 3)
                             .leaves(count("uuid = '" + uuid + "'"), "1"),
                         Device(person)
                             .sends({chain[0]})
                             .has("data.verdicts[0].verdict", "already_stored")
                             .because("another device, the same name")});
}

TEST(Sync, MergesChangesOfDifferentFieldsAndTellsThoseOfTheSame) {
  const Person person = service().enrol();
  const Device one(person), other(person);
  const auto uuid = unique_uuid();
  const auto from_first = [&](std::int64_t sequence, const json::object& content) {
    return operation(sequence, "change", {{"uuid", uuid}, {"baseVersion", 1}, {"content", content}});
  };
  const json::array clash = {from_first(2, with(gauge("1602"), {{"stockType", "ICF"}}))};
  expect_all(
      service(),
      {one.sends({create(1, uuid)})
           .has("data.verdicts[0].verdict", "stored")
           .keeps("id", "data.verdicts[0].id"),
       one.sends({from_first(2, gauge("1601"))}).has("data.verdicts[0].version", 2),
       other.sends({from_first(1, width("128"))})
           .has("data.verdicts[0].verdict", "stored")
           .has("data.verdicts[0].version", 3)
           .has("data.verdicts[0].record.fields.wheelGauge", "1601")
           .has("data.verdicts[0].record.fields.wheelDiscWidth", "128"),
       other.sends(clash)
           .has("data.verdicts[0].verdict", "conflict")
           .has("data.verdicts[0].version", 3)
           .has("data.verdicts[0].conflicts", json::array{{{"field", "fields.wheelGauge"},
                                                           {"base", "1600 (+2,-1)"},
                                                           {"mine", "1602"},
                                                           {"theirs", "1601"}}})
           .leaves("SELECT wheel_gauge FROM wheel_specifications WHERE id = {id}", "1601"),
       other.sends(clash)
           .has("data.verdicts[0].verdict", "conflict")
           .leaves(
               "SELECT count(*) FROM events WHERE entity_type = 'wheel_specification' AND entity_id = {id}"
               " AND action = 'conflict' AND after #>> '{conflicts,0,mine}' = '1602'",
               "1"),
       ask("GET /api/forms/wheel-specifications/{id}/history").by(person).has("data[3].action", "conflict"),
       other.sends({operation(3, "change", {{"uuid", uuid}, {"baseVersion", 3}, {"content", gauge("1602")}})})
           .has("data.verdicts[0].version", 4)
           .because("somebody chose theirs")});
}

TEST(Sync, HoldsUpOnlyTheRecordOfAnOperationThatIsRefused) {
  const Person person = service().enrol();
  const Device device(person);
  const auto bad = unique_uuid(), good = unique_uuid();
  auto poison = create(1, bad);
  poison["content"].as_object()["fields"].as_object()["wheelGauge"] = "about 1600";
  expect_all(
      service(),
      {device
           .sends({poison,
                   create(2, good),
                   operation(3, "change", {{"uuid", bad}, {"baseSequence", 1}, {"content", gauge("1601")}}),
                   operation(4, "change", {{"uuid", good}, {"baseSequence", 2}, {"content", gauge("1601")}}),
                   operation(5, "submit", {{"uuid", bad}, {"baseSequence", 3}}),
                   {{"sequence", 6}, {"kind", "boats"}, {"operation", "attach"}},
                   {{"sequence", "seven"}}})
           .has("data.verdicts[0].verdict", "refused")
           .has("data.verdicts[0].problem.status", 422)
           .has("data.verdicts[0].problem.details[0].path", "fields.wheelGauge")
           .has("data.verdicts[1].verdict", "stored")
           .has("data.verdicts[2].verdict", "waits")
           .has("data.verdicts[2].waitsFor", 1)
           .has("data.verdicts[3].verdict", "stored")
           .has("data.verdicts[4].verdict", "waits")
           .has("data.verdicts[4].waitsFor", 1)
           .has("data.verdicts[5].verdict", "refused")
           .has("data.verdicts[6].verdict", "refused")
           .has("data.verdicts[6].sequence", nullptr)
           .leaves(count("uuid = '" + bad + "'"), "0")});
}

TEST(Sync, RefusesWhatCannotBeDone) {
  const Person person = service().enrol(), stranger = service().enrol();
  const auto uuid = unique_uuid();
  const auto refused = [&](json::object wrong, std::string code, std::string path) {
    wrong["sequence"] = 9;
    return Device(person)
        .sends({std::move(wrong)})
        .has("data.verdicts[0].verdict", "refused")
        .has("data.verdicts[0].problem.code", json::string(code))
        .because(code + ' ' + path);
  };
  const auto told = [&](json::object wrong, std::string path) {
    return refused(std::move(wrong), "validation_failed", path)
        .has("data.verdicts[0].problem.details[0].path", json::string(path));
  };
  expect_all(
      service(),
      {Device(person).sends({create(1, uuid)}).keeps("id", "data.verdicts[0].id"),
       told({{"kind", "boats"}, {"operation", "create"}, {"uuid", uuid}, {"content", gauge("1")}}, "kind"),
       told(operation(9, "attach", {{"uuid", uuid}}), "operation"),
       told(operation(9, "create", {{"content", gauge("1")}}), "uuid"),
       told(operation(9, "create", {{"uuid", unique_uuid()}}), "content"),
       told(operation(9, "create", {{"uuid", unique_uuid()}, {"id", 1}, {"content", gauge("1")}}), "id"),
       told(operation(9, "create", {{"uuid", unique_uuid()}, {"content", gauge("1601")}, {"baseVersion", 1}}),
            "baseVersion"),
       told(operation(9, "change", {{"uuid", uuid}, {"content", gauge("1601")}}), ""),
       told(operation(9, "change", {{"baseVersion", 1}, {"content", gauge("1601")}}), ""),
       told(operation(9, "change",
                      {{"uuid", uuid}, {"baseVersion", 1}, {"baseSequence", 1}, {"content", gauge("1601")}}),
            ""),
       told(operation(9, "change", {{"uuid", uuid}, {"baseSequence", 9}, {"content", gauge("1601")}}),
            "baseSequence"),
       told(operation(9, "change", {{"uuid", uuid}, {"baseVersion", 1}}), "content"),
       told(operation(9, "submit", {{"uuid", uuid}, {"baseVersion", 1}, {"content", gauge("1")}}), "content"),
       told(operation(9, "change", {{"uuid", uuid}, {"baseVersion", 1}, {"content", gauge("wide")}}),
            "fields.wheelGauge"),
       refused(
           operation(9, "change", {{"uuid", unique_uuid()}, {"baseVersion", 1}, {"content", gauge("1601")}}),
           "not_found", "unknown"),
       refused(operation(9, "change", {{"uuid", uuid}, {"baseVersion", 7}, {"content", gauge("1601")}}),
               "precondition_failed", "future"),
       Device(stranger)
           .sends({operation(1, "change", {{"uuid", uuid}, {"baseVersion", 1}, {"content", gauge("1601")}})})
           .has("data.verdicts[0].problem.code", "not_found"),
       Device(person)
           .sends({operation(1, "change", {{"uuid", uuid}, {"baseSequence", 1}, {"content", gauge("1601")}})})
           .has("data.verdicts[0].verdict", "refused"),
       Device(person)
           .sends({operation(2, "change", {{"uuid", uuid}, {"baseSequence", 1}, {"content", gauge("1601")}})})
           .has("data.verdicts[0].verdict", "waits")
           .has("data.verdicts[0].waitsFor", 1)
           .because("this device did nothing before")});
}

TEST(Sync, KnowsAnotherOperationUnderTheSameSequence) {
  const Person person = service().enrol();
  const Device device(person);
  const auto first = create(1, unique_uuid());
  expect_all(service(), {device.sends({first}).has("data.verdicts[0].verdict", "stored"),
                         device.sends({create(1, unique_uuid())})
                             .has("data.verdicts[0].verdict", "refused")
                             .has("data.verdicts[0].problem.code", "idempotency_mismatch"),
                         device.sends({with(first, {{"deviceTime", "2024-01-15T10:00:00Z"}})})
                             .has("data.verdicts[0].verdict", "already_stored")});
}

TEST(Sync, SubmitsOnlyWhatWasSeen) {
  const Person person = service().enrol();
  const Device device(person);
  const auto uuid = unique_uuid();
  expect_all(
      service(),
      {device.sends({create(1, uuid)}).keeps("id", "data.verdicts[0].id"),
       ask("PATCH /api/forms/wheel-specifications/{id}", gauge("1601")).by(person),
       device.sends({operation(2, "submit", {{"uuid", uuid}, {"baseSequence", 1}})})
           .has("data.verdicts[0].verdict", "conflict")
           .has("data.verdicts[0].version", 2)
           .has("data.verdicts[0].conflicts[0].field", "fields.wheelGauge")
           .has("data.verdicts[0].conflicts[0].theirs", "1601"),
       device.sends({operation(3, "submit", {{"uuid", uuid}, {"baseVersion", 2}})})
           .has("data.verdicts[0].verdict", "stored"),
       device.sends({operation(4, "submit", {{"uuid", uuid}, {"baseVersion", 3}})})
           .has("data.verdicts[0].problem.code", "state_conflict"),
       device
           .sends({operation(5, "change", {{"uuid", uuid}, {"baseVersion", 3}, {"content", gauge("1602")}})})
           .has("data.verdicts[0].problem.code", "state_conflict")});
}

TEST(Sync, TakesBatchesOfAReasonableSize) {
  const Person person = service().enrol();
  json::array many;
  for (int n = 1; n <= 101; ++n) many.push_back(create(n, unique_uuid()));
  auto outside = Device(person).batch({json::object()});
  outside["device"] = "phone";
  expect_all(service(), {Device(person).sends(many).answers(422).errors({"operations"}),
                         Device(person).sends({}).answers(422).errors({"operations"}),
                         Device(person).sends({7}).answers(422).errors({"operations[0]"}),
                         ask(sync, outside).by(person).answers(422).errors({"device"}),
                         ask(sync, outside).answers(401), ask("GET /api/sync").answers(401)});
}

TEST(Sync, TakesBogieChecksheetsLikewise) {
  const Person person = service().enrol();
  const Device device(person);
  const auto uuid = unique_uuid();
  const auto of_bogie = [&](std::int64_t sequence, std::string_view what, json::object more) {
    return with(operation(sequence, what, std::move(more)), {{"kind", "bogie-checksheets"}, {"uuid", uuid}});
  };
  expect_all(
      service(),
      {device
           .sends({of_bogie(1, "create", {{"content", bogie_example("BC-S-1")}}),
                   of_bogie(2, "change",
                            {{"baseSequence", 1}, {"content", {{"bogie_details", {{"bogie_no", "B-7"}}}}}}),
                   of_bogie(3, "submit", {{"baseSequence", 2}})})
           .has("data.verdicts[1].record.bogieDetails.bogieNo", "B-7")
           .has("data.verdicts[2].record.status", "Submitted")});
}

TEST(Sync, ReopensWhatWasRejectedAndSubmitsItAgain) {
  const Person person = service().enrol(), stranger = service().enrol(),
               reviewer = service().enrol(Rank::staff);
  const Device device(person);
  const auto uuid = unique_uuid();
  const auto first = create(1, uuid);
  expect_all(
      service(),
      {device.sends({first, operation(2, "submit", {{"uuid", uuid}, {"baseSequence", 1}})})
           .keeps("id", "data.verdicts[0].id"),
       device.sends({operation(3, "reopen", {{"uuid", uuid}, {"baseSequence", 2}})})
           .has("data.verdicts[0].problem.code", "state_conflict"),
       ask("POST /api/reviews/wheel-specifications/{id}/review", {{"version", 2}}).by(reviewer),
       ask("POST /api/reviews/wheel-specifications/{id}/reject", {{"version", 3}, {"reason", "Misread"}})
           .by(reviewer),
       Device(reviewer)
           .sends({operation(1, "reopen", {{"uuid", uuid}, {"baseVersion", 4}})})
           .has("data.verdicts[0].problem.code", "not_found")});
  const auto id =
      std::stoll(service().sql("SELECT id FROM wheel_specifications WHERE uuid = '" + uuid + "'"));
  expect_all(service(), {Device(stranger)
                             .sends({operation(1, "reopen", {{"id", id}, {"baseVersion", 4}})})
                             .has("data.verdicts[0].problem.code", "not_found")});
  const json::array corrected{
      operation(4, "reopen", {{"uuid", uuid}, {"baseVersion", 4}}),
      operation(5, "change", {{"uuid", uuid}, {"baseSequence", 4}, {"content", gauge("1601")}}),
      operation(6, "submit", {{"uuid", uuid}, {"baseSequence", 5}})};
  const std::string state =
      "SELECT status || revision || version FROM wheel_specifications WHERE uuid = '" + uuid + "'";
  expect_all(service(), {device.sends({operation(3, "reopen", {{"uuid", uuid}, {"baseVersion", 3}})})
                             .has("data.verdicts[0].verdict", "refused"),
                         device.sends(corrected)
                             .has("data.verdicts[0].record.status", "Saved")
                             .has("data.verdicts[2].verdict", "stored")
                             .has("data.verdicts[2].record.status", "Submitted")
                             .leaves(state, "submitted27"),
                         device.sends(corrected)
                             .has("data.verdicts[0].verdict", "already_stored")
                             .has("data.verdicts[2].verdict", "already_stored")
                             .leaves(state, "submitted27")});
}

TEST(Sync, DoesNothingOfAQueueThatIsAnotherPersons) {
  const Person person = service().enrol(), other = service().enrol();
  const Device device(person);
  const auto uuid = unique_uuid();
  const auto named = [&](const Person& whose) {
    auto batch = device.batch({create(1, uuid)});
    batch["user"] = whose.id;
    return ask(sync, std::move(batch)).by(person);
  };
  expect_all(service(), {named(other).answers(409, "conflict").leaves(count("uuid = '" + uuid + "'"), "0"),
                         named(person).has("data.verdicts[0].verdict", "stored")});
}

/// A published form with two fields, of which no two submissions have the same first.
json::object built_form() {
  return {{"title", "Flange inspection"},
          {"form_type", "inspection"},
          {"fields",
           {{{"name", "wheel"},
             {"label", "Wheel"},
             {"field_type", "text"},
             {"is_required", true},
             {"validation_rules", {{"unique", true}}}},
            {{"name", "flange_height"}, {"label", "Flange height"}, {"field_type", "number"}}}}};
}

TEST(Sync, TakesSubmissionsOfBuiltForms) {
  const Person person = service().enrol(), builder = service().enrol(Rank::staff);
  const Device device(person);
  const auto uuid = unique_uuid();
  const auto made = expect_all(
      service(),
      {ask("POST /api/forms", built_form()).by(builder).answers(201).keeps("form", "data.id"),
       ask("POST /api/forms/{form}/publish").by(builder), ask("GET /api/forms/{form}").by(person)});
  const auto form = made.at("data.id").as_int64();
  const auto of_form = [&](std::int64_t sequence, std::string_view what, json::object more) {
    return with(operation(sequence, what, std::move(more)), {{"kind", "submissions"}, {"uuid", uuid}});
  };
  const auto height = [](double value) {
    return json::object{{"submission_data", {{"flange_height", value}}}};
  };
  const auto first = of_form(
      1, "create",
      {{"content", {{"form_id", form}, {"submission_data", {{"wheel", "W-1"}, {"flange_height", 29}}}}}});
  auto other_wheel = first;
  other_wheel["content"].as_object()["submission_data"].as_object()["wheel"] = "W-2";
  expect_all(
      service(),
      {device.sends({first, of_form(2, "change", with({{"baseSequence", 1}}, {{"content", height(30)}}))})
           .has("data.verdicts[0].verdict", "stored")
           .has("data.verdicts[1].record.submission_data.flange_height", 30)
           .has("data.verdicts[1].record.submission_data.wheel", "W-1"),
       device.sends({first}).has("data.verdicts[0].verdict", "already_stored"),
       Device(person).sends({first}).has("data.verdicts[0].verdict", "already_stored"),
       Device(person)
           .sends({other_wheel})
           .has("data.verdicts[0].verdict", "conflict")
           .has("data.verdicts[0].conflicts[0].field", "submission_data.flange_height"),
       Device(person)
           .sends({of_form(1, "change", with({{"baseVersion", 1}}, {{"content", height(31)}}))})
           .has("data.verdicts[0].verdict", "conflict")
           .has(
               "data.verdicts[0].conflicts",
               json::array{
                   {{"field", "submission_data.flange_height"}, {"base", 29}, {"mine", 31}, {"theirs", 30}}}),
       device.sends({of_form(3, "submit", {{"baseVersion", 2}})})
           .has("data.verdicts[0].problem.details[0].path", "operation"),
       device
           .sends({with(of_form(4, "create", {{"content", first.at("content")}}), {{"uuid", unique_uuid()}})})
           .has("data.verdicts[0].problem.details[0].path", "submission_data.wheel")
           .leaves("SELECT count(*) FROM form_submissions WHERE form_id = " + std::to_string(form), "1")});
}

TEST(Sync, ReopensASubmissionByItsChange) {
  const Person person = service().enrol(), builder = service().enrol(Rank::staff),
               reviewer = service().enrol(Rank::staff);
  const Device device(person);
  const auto uuid = unique_uuid();
  const auto made = expect_all(
      service(),
      {ask("POST /api/forms", built_form()).by(builder).answers(201).keeps("form", "data.id"),
       ask("POST /api/forms/{form}/publish").by(builder), ask("GET /api/forms/{form}").by(person)});
  const auto form = made.at("data.id").as_int64();
  const auto of_form = [&](std::int64_t sequence, std::string_view what, json::object more) {
    return with(operation(sequence, what, std::move(more)), {{"kind", "submissions"}, {"uuid", uuid}});
  };
  const auto height = [](double value) {
    return json::object{{"submission_data", {{"flange_height", value}}}};
  };
  const auto create_it = of_form(
      1, "create",
      {{"content", {{"form_id", form}, {"submission_data", {{"wheel", "W-1"}, {"flange_height", 29}}}}}});
  const auto change = [&](std::int64_t sequence, std::int64_t version, json::object content) {
    return of_form(sequence, "change", {{"baseVersion", version}, {"content", std::move(content)}});
  };
  const std::string state =
      "SELECT status || revision || ' ' || (submission_data ->> 'flange_height') FROM form_submissions WHERE uuid = '" +
      uuid + "'";
  expect_all(
      service(),
      {device.sends({create_it}).keeps("id", "data.verdicts[0].id"),
       ask("POST /api/reviews/submissions/{id}/review", {{"version", 1}}).by(reviewer),
       ask("POST /api/reviews/submissions/{id}/reject", {{"version", 2}, {"reason", "Misread"}}).by(reviewer),
       device.sends({of_form(2, "reopen", {{"baseVersion", 3}})})
           .has("data.verdicts[0].problem.details[0].path", "operation"),
       // Refused: then it is not reopened either.
       device.sends({change(3, 3, {{"submission_data", {{"flange_height", "high"}}}})})
           .has("data.verdicts[0].verdict", "refused")
           .leaves(state, "rejected1 29"),
       device.sends({change(4, 2, height(30))})
           .has("data.verdicts[0].verdict", "refused")
           .leaves(state, "rejected1 29"),
       device.sends({change(5, 3, height(30))})
           .has("data.verdicts[0].verdict", "stored")
           .has("data.verdicts[0].record.status", "pending")
           .leaves(state, "pending2 30"),
       device.sends({change(5, 3, height(30))})
           .has("data.verdicts[0].verdict", "already_stored")
           .leaves(state, "pending2 30")});
}

/// Follows the changes from a cursor to their end; the kinds and ids of records that came, without what is
/// for everybody, and the last answer.
struct Followed {
  std::set<std::string> entries;
  Answer last;
};
Followed follow(const Person& person, std::string cursor) {
  Followed followed;
  bool more = true;
  while (more) {
    followed.last = service().client(person).get("/api/sync" + (cursor.empty() ? "" : "?cursor=" + cursor));
    if (followed.last.status != 200) break;
    for (const auto& entry : followed.last.at("data.changes").as_array())
      if (const auto& kind = entry.at("kind");
          kind != "wheel-rules" && kind != "bogie-rules" && kind != "forms")
        followed.entries.insert(
            std::string(entry.at("kind").as_string()) + ' ' + std::to_string(entry.at("id").as_int64()) +
            (entry.at("gone").as_bool() ? " gone" : " v" + std::to_string(entry.at("version").as_int64())));
    cursor = followed.last.at("data.cursor").as_string().c_str();
    more = followed.last.at("data.more").as_bool();
  }
  return followed;
}
std::string cursor_of(const Followed& followed) {
  return followed.last.at("data.cursor").as_string().c_str();
}
void seal() {
  ASSERT_TRUE(eventually([] { return service().sql("SELECT count(*) FROM unsealed_events") == "0"; }));
}

TEST(Sync, TellsWhatChangedSinceTheCursor) {
  const Person person = service().enrol(), stranger = service().enrol();
  const Device device(person);
  const auto one = unique_uuid(), two = unique_uuid();
  expect_all(service(), {device.sends({create(1, one), create(2, two)}).keeps("id", "data.verdicts[0].id"),
                         Device(stranger).sends({create(1, unique_uuid())})});
  const auto id = [](const std::string& uuid) {
    return service().sql("SELECT id FROM wheel_specifications WHERE uuid = '" + uuid + "'");
  };
  const std::string first = "wheel-specifications " + id(one), second = "wheel-specifications " + id(two);
  seal();
  const auto everything = follow(person, "");
  EXPECT_EQ(everything.entries, (std::set<std::string>{first + " v1", second + " v1"}));

  expect_all(service(), {device.sends({operation(3, "submit", {{"uuid", one}, {"baseVersion", 1}})}),
                         Device(stranger).sends({create(1, unique_uuid())})});
  seal();
  const auto news = follow(person, cursor_of(everything));
  EXPECT_EQ(news.entries, std::set<std::string>{first + " v2"});
  EXPECT_EQ(news.last.at("data.drop"), json::array());
  EXPECT_EQ(follow(person, cursor_of(news)).entries, std::set<std::string>());
  EXPECT_EQ(follow(person, cursor_of(everything)).entries, news.entries) << "an answer that was lost";
}

TEST(Sync, TellsWhatIsNoLongerOnesOwn) {
  const Person person = service().enrol(), heir = service().enrol(), boss = service().enrol(Rank::superuser);
  const std::string one = "/api/forms/wheel-specifications/{id}";
  const auto heirs = follow(heir, "");
  const auto created = expect_all(
      service(),
      {ask(wheels, with(wheel_example(unique_number()), {{"submittedBy", std::to_string(person.id)}}))
           .by(boss)
           .answers(201)});
  const auto id = std::to_string(created.at("data.id").as_int64());
  seal();
  const auto before = follow(person, "");
  EXPECT_EQ(before.entries, std::set<std::string>{"wheel-specifications " + id + " v1"});
  expect_all(service(),
             {ask("PATCH /api/forms/wheel-specifications/" + id, {{"submittedBy", std::to_string(heir.id)}})
                  .by(boss)});
  seal();
  EXPECT_EQ(follow(person, cursor_of(before)).entries,
            std::set<std::string>{"wheel-specifications " + id + " gone"});
  EXPECT_EQ(follow(heir, cursor_of(heirs)).entries,
            std::set<std::string>{"wheel-specifications " + id + " v2"});
}

TEST(Sync, BeginsANewEpochWhenThePersonMaySeeSomethingElse) {
  const Person person = service().enrol();
  expect_all(service(), {Device(person).sends({create(1, unique_uuid())})});
  seal();
  const auto before = follow(person, "");
  const std::string depot = service().sql(
      "WITH z AS (INSERT INTO zones (code, name) VALUES ('Z-S', 'x') RETURNING id),"
      " v AS (INSERT INTO divisions (zone_id, code, name) SELECT id, 'V-S', 'x' FROM z RETURNING id)"
      " INSERT INTO depots (division_id, code, name) SELECT id, 'D-S', 'x' FROM v RETURNING id");
  service().sql("UPDATE users SET depot_id = " + depot + " WHERE id = " + std::to_string(person.id));
  const auto begun = service().client(person).get("/api/sync?cursor=" + cursor_of(before));
  EXPECT_NE(begun.at("data.epoch"), before.last.at("data.epoch"));
  EXPECT_EQ(begun.at("data.drop[0]"), "wheel-specifications");
  EXPECT_EQ(follow(person, cursor_of(before)).entries, before.entries) << "all comes again";
}

TEST(Sync, BringsTheFormsToFillIn) {
  const Person person = service().enrol(), builder = service().enrol(Rank::staff);
  const auto forms = [&](std::string cursor) {
    std::string told;
    for (bool more = true; more;) {
      const auto answer = service().client(person).get("/api/sync?cursor=" + cursor);
      for (const auto& entry : answer.at("data.changes").as_array())
        if (entry.at("kind") == "forms")
          told += entry.at("gone").as_bool() ? "gone" : "v" + std::to_string(entry.at("version").as_int64());
      cursor = answer.at("data.cursor").as_string().c_str();
      more = answer.at("data.more").as_bool();
    }
    return std::pair(told, cursor);
  };
  seal();
  const auto before = cursor_of(follow(person, ""));
  const auto form = expect_all(
      service(), {ask("POST /api/forms", built_form()).by(builder).answers(201).keeps("form", "data.id"),
                  ask("POST /api/forms/{form}/publish").by(builder)});
  seal();
  const auto [published, next] = forms(before);
  EXPECT_EQ(published, "v1");
  expect_all(service(),
             {ask("DELETE /api/forms/" + std::to_string(form.at("data.form_id").as_int64())).by(builder)});
  seal();
  EXPECT_EQ(forms(next).first, "gone");
}

TEST(Sync, BringsTheRulesByWhichFormsAreJudged) {
  const Person person = service().enrol();
  std::map<std::string, json::array> entries;
  for (std::string cursor;;) {
    const auto answer = service().client(person).get("/api/sync" + cursor);
    for (const auto& entry : answer.at("data.changes").as_array())
      entries[std::string(entry.at("kind").as_string())].push_back(entry);
    if (!answer.at("data.more").as_bool()) break;
    cursor = "?cursor=" + std::string(answer.at("data.cursor").as_string());
  }
  const std::pair<std::string, std::string> rules[] = {{"wheel-rules", "wheel-specifications"},
                                                       {"bogie-rules", "bogie-checksheets"}};
  for (const auto& [kind, form] : rules) {
    const auto answer = service().client(person).get("/api/forms/" + form + "/rules");
    EXPECT_EQ(
        entries[kind],
        (json::array{
            {{"kind", kind}, {"id", 1}, {"gone", false}, {"version", 1}, {"record", answer.at("data")}}}));
  }
}

TEST(Sync, GoesOnOnlyFromWhereItHasBeen) {
  const Person person = service().enrol();
  const auto mine = [&](std::string_view parts) {
    // Of another database, or from before a backup: [epoch, seal, hash, feed, after].
    const auto answer = service().client(person).get("/api/sync?cursor=" + std::string(parts));
    return answer.status == 200 ? std::to_string(answer.at("data.drop").as_array().size())
                                : std::to_string(answer.status);
  };
  EXPECT_EQ(mine("WyJ4Iiw5OTk5OTk5LCJhYiIsIiIsMF0"),
            std::to_string(service().client(person).get("/api/sync").at("data.drop").as_array().size()));
  for (const char* wrong : {"x", "WyJ4Il0", "WyJ4IiwtMSwiYWIiLCIiLDBd", "e30"})
    EXPECT_EQ(mine(wrong), "422") << wrong;
}

}  // namespace
