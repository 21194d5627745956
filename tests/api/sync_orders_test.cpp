// Two devices of one person change the same records, over a network that loses, repeats and reorders.
// Whatever comes in which order: nothing is lost, nothing is done twice, and each conflict is told once.
#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/eventually.hpp"
#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
namespace json = boost::json;

using Random = std::mt19937;

std::string uuid_of(const std::string& digits) {
  return "0de40000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

/// A change of some fields, as one device sends it until it has a lasting answer.
struct Sent {
  json::object operation;
  std::map<std::string, std::string> fields = {};  ///< what it sets
  std::string verdict = {};                        ///< the lasting one
  std::int64_t version = 0;
};

class Device {
 public:
  Device(std::string name, std::string record) : name_(std::move(name)), record_(std::move(record)) {}

  void create(json::object content) { add({{"operation", "create"}, {"content", std::move(content)}}); }
  void change(const std::map<std::string, std::string>& fields, json::object base) {
    json::object texts;
    for (const auto& [field, text] : fields) texts[field] = text;
    base["operation"] = "change";
    base["content"] = json::object{{"fields", std::move(texts)}};
    add(std::move(base)).fields = fields;
  }

  bool is_done() const {
    for (const auto& sent : all_)
      if (sent.verdict.empty()) return false;
    return true;
  }
  const std::vector<Sent>& all() const { return all_; }

  /// Sends some of what has no answer yet, and perhaps again what has one, in any order; the network may lose
  /// the request or the answer, or deliver the request twice.
  void send(const HttpClient& client, Random& random) {
    const auto chance = [&](unsigned percent) { return random() % 100 < percent; };
    json::array operations;
    for (const auto& sent : all_)
      if (chance(sent.verdict.empty() ? 70 : 10)) operations.push_back(sent.operation);
    if (operations.empty() || chance(10)) return;
    for (std::size_t at = operations.size() - 1; at > 0; --at)
      swap(operations[at], operations[random() % (at + 1)]);
    const json::object batch{
        {"device", name_}, {"sentAt", "2024-01-15T10:05:00Z"}, {"operations", operations}};
    if (chance(15)) client.post("/api/sync", batch);
    const auto answer = client.post("/api/sync", batch);
    ASSERT_EQ(answer.status, 200) << answer.text;
    if (chance(20)) return;
    for (const auto& verdict : answer.at("data.verdicts").as_array()) learn(verdict.as_object(), answer.text);
  }

 private:
  Sent& add(json::object operation) {
    operation["sequence"] = all_.size() + 1;
    operation["kind"] = "wheel-specifications";
    operation["uuid"] = record_;
    return all_.emplace_back(Sent{std::move(operation)});
  }
  void learn(const json::object& verdict, const std::string& text) {
    Sent& sent = all_.at(static_cast<std::size_t>(verdict.at("sequence").as_int64()) - 1);
    std::string said = verdict.at("verdict").as_string().c_str();
    if (said == "waits") return;  // for what the network has lost
    if (said == "refused") {      // the record is not there yet
      EXPECT_EQ(verdict.at("problem").at("code"), "not_found") << text;
      return;
    }
    if (said == "already_stored") said = "stored";
    EXPECT_TRUE(sent.verdict.empty() || sent.verdict == said) << "another answer to the same: " << text;
    sent.verdict = said;
    sent.version = verdict.at("version").as_int64();
  }

  std::string name_, record_;
  std::vector<Sent> all_;
};

class SyncOrders : public testing::Test {
 protected:
  void restart() {
    service_.stop();
    service_.start();
  }

  TestService service_;
  Person person_ = service_.enrol();
};

/// What the record's history tells of conflicts: field and values, as often as it tells them.
std::multiset<std::string> conflicts_of(const TestService& service, const std::string& record) {
  std::multiset<std::string> told;
  const auto count = std::stoi(
      service.sql("SELECT count(*) FROM events WHERE action = 'conflict' AND entity_id = " + record));
  for (int at = 0; at < count; ++at)
    told.insert(service.sql(
        "SELECT string_agg(concat_ws(' ', c->>'field', c->>'mine', c->>'theirs'), ';' ORDER BY c->>'field')"
        " FROM (SELECT after FROM events WHERE action = 'conflict' AND entity_id = " +
        record + " ORDER BY id OFFSET " + std::to_string(at) +
        " LIMIT 1) e, jsonb_array_elements(e.after->'conflicts') c"));
  return told;
}

TEST_F(SyncOrders, AllEndInTheSameState) {
  const char* const asked = std::getenv("KPA_SEED");
  const unsigned seed = asked == nullptr ? std::random_device()() : static_cast<unsigned>(std::stoul(asked));
  std::cout << "KPA_SEED=" << seed << '\n';
  RecordProperty("seed", std::to_string(seed));
  const int orders = std::getenv("KPA_SOAK") == nullptr ? 200 : 1'000;
  std::map<std::string, std::int64_t> last_version;

  for (int order = 0; order < orders && !HasFailure(); ++order) {
    SCOPED_TRACE("KPA_SEED=" + std::to_string(seed) + ", order " + std::to_string(order));
    Random random(seed + static_cast<unsigned>(order));
    const auto record = uuid_of(std::to_string(order) + "1");
    Device one(uuid_of(std::to_string(order) + "2"), record),
        other(uuid_of(std::to_string(order) + "3"), record);
    const json::object after_created{{"baseSequence", 1}}, version_one{{"baseVersion", 1}};
    one.create(wheel_example("WS-O-" + std::to_string(order)));
    one.change({{"wheelGauge", "1601"}}, after_created);
    one.change({{"wheelDiscWidth", "128"}, {"intermediateWWP", "21"}}, after_created);
    one.change({{"variationSameAxle", "0.1"}}, after_created);
    one.change({{"flangeHeight", "29"}}, {{"baseSequence", 4}});
    other.change({{"wheelGauge", "1602"}}, version_one);
    other.change({{"wheelDiscWidth", "129"}}, version_one);
    other.change({{"variationSameAxle", "0.1"}}, version_one);
    other.change({{"rootRadius", "14"}}, version_one);

    const auto client = [&] { return service_.client(person_); };  // after a restart on another port
    for (int step = 0; !(one.is_done() && other.is_done()) && !HasFatalFailure(); ++step) {
      ASSERT_LT(step, 1'000);
      (random() % 2 == 0 ? one : other).send(client(), random);
      if (order % 50 == 7 && step == 2) restart();
    }

    // What was stored is there; of two different values one is, and the other one was told.
    const auto found = client().get("/api/forms/wheel-specifications?form_number=WS-O-" +
                                  std::to_string(order) + "&sort=form_number&per_page=1");
    ASSERT_EQ(found.status, 200) << found.text;
    const auto& form = found.at("data[0]").as_object();
    EXPECT_EQ(form.at("uuid"), json::string(record)) << found.text;
    std::multiset<std::string> expected;
    int stored = 0;
    for (const auto* device : {&one, &other})
      for (const auto& sent : device->all()) {
        if (sent.verdict == "stored") ++stored;
        for (const auto& [field, text] : sent.fields)
          EXPECT_TRUE(sent.verdict != "stored" || form.at("fields").at(field) == json::string(text)) << field;
        if (sent.verdict == "conflict") {
          const auto* clashing = sent.fields.contains("wheelGauge") ? "wheelGauge" : "wheelDiscWidth";
          expected.insert("fields." + std::string(clashing) + ' ' + sent.fields.at(clashing) + ' ' +
                          form.at("fields").at(clashing).as_string().c_str());
        }
      }
    EXPECT_EQ(expected.size(), 2U) << "one of each pair";
    EXPECT_EQ(conflicts_of(service_, std::to_string(form.at("id").as_int64())), expected);
    EXPECT_EQ(stored, 7);
    EXPECT_EQ(form.at("fields").at("flangeHeight"), "29");
    EXPECT_EQ(form.at("fields").at("rootRadius"), "14");
    // The created form, and each change that changed something: variationSameAxle was set to the same by
    // both.
    EXPECT_EQ(form.at("version"), 6);
    last_version[std::to_string(form.at("id").as_int64())] = form.at("version").as_int64();
  }
  EXPECT_EQ(service_.sql("SELECT count(*) FROM wheel_specifications"), std::to_string(last_version.size()));

  // Both devices fetch the same in the end: every record as it is.
  ASSERT_TRUE(eventually([&] { return service_.sql("SELECT count(*) FROM unsealed_events") == "0"; }));
  std::map<std::string, std::int64_t> fetched;
  const auto client = service_.client(person_);
  for (auto answer = client.get("/api/sync");;
       answer = client.get("/api/sync?cursor=" + std::string(answer.at("data.cursor").as_string()))) {
    ASSERT_EQ(answer.status, 200) << answer.text;
    for (const auto& entry : answer.at("data.changes").as_array())
      if (entry.at("kind") == "wheel-specifications")
        fetched[std::to_string(entry.at("id").as_int64())] = entry.at("version").as_int64();
    if (!answer.at("data.more").as_bool()) break;
  }
  EXPECT_EQ(fetched, last_version);
}

}  // namespace
