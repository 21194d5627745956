#include "tests/faults/workload.hpp"

#include <map>
#include <memory>
#include <optional>
#include <system_error>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "core/db/blocking.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/service.hpp"

namespace kpa::test {
namespace {

namespace json = boost::json;

constexpr auto collection = "/api/forms/wheel-specifications";

/// The number written in letters, since the label of a wheel profile has no digits.
std::string letters(int number) {
  std::string text = std::to_string(number);
  for (char& digit : text) digit = static_cast<char>('a' + (digit - '0'));
  return text;
}

/// What is wrong with an answer even during an outage.
std::string wrong_in(const RawAnswer& answer, const std::string& profile, bool repeated, std::int64_t& id) {
  boost::system::error_code not_json;
  const json::value body = json::parse(answer.body, not_json);
  if (not_json || !body.is_object()) return "no JSON object";
  const json::object& object = body.as_object();
  const json::value* code = object.if_contains("code");
  switch (answer.status) {
    case 200:
    case 201:
      try {
        const auto& data = object.at("data").as_object();
        id = data.at("id").as_int64();
        return profile_of(data) == profile ? "" : "another form";
      } catch (const std::exception& error) {
        return error.what();
      }
    case 409: return repeated && code != nullptr && *code == "idempotency_in_flight" ? "" : "conflict";
    case 503:
      if (code != nullptr && *code == "outcome_unknown") return "";
      return answer.field("retry-after").empty() ? "503 without Retry-After" : "";
    default: return "status " + std::to_string(answer.status);
  }
}

/// A connection that is opened when needed, and reused until it ends.
class Line {
 public:
  Line(std::uint16_t port, const std::string& token)
      : port_(port), authorization_("Authorization: Bearer " + token + "\r\n") {}

  Attempt submit(const json::object& form, const std::string& key, bool last = false) {
    std::string fields = authorization_;
    if (!key.empty()) fields += "Idempotency-Key: " + key + "\r\n";
    if (last) fields += "Connection: close\r\n";
    return send("POST", post_request(collection, json::serialize(form), fields), profile_of(form),
                !key.empty());
  }
  Attempt read(std::int64_t id, const std::string& profile) {
    return send("GET", get_request(collection + ('/' + std::to_string(id)), authorization_), profile, false);
  }

 private:
  Attempt send(const std::string& method, const std::string& bytes, const std::string& profile,
               bool repeated) {
    Attempt attempt{.request = method + " of " + profile, .began = Clock::now()};
    try {
      if (!connection_) connection_.emplace(port_);
    } catch (const std::system_error&) {
      attempt.refused = true;
      attempt.ended = Clock::now();
      return attempt;
    }
    const RawAnswer answer = connection_->ask(bytes);
    attempt.ended = Clock::now();
    attempt.status = answer.status;
    attempt.cut_off = answer.cut_off;
    if (answer.status != 0) attempt.wrong = wrong_in(answer, profile, repeated, attempt.id);
    if (!attempt.wrong.empty()) attempt.wrong += ": " + answer.body;
    if (answer.status == 0 || answer.field("connection") == "close") connection_.reset();
    return attempt;
  }

  std::uint16_t port_;
  std::string authorization_;
  std::optional<RawClient> connection_;
};

std::string describe(const Attempt& attempt, const std::string& what) {
  return attempt.request + " (status " + std::to_string(attempt.status) + "): " + what;
}

}  // namespace

json::object distinct_form(int index) {
  auto form = wheel_example("");
  form.erase("formNumber");
  form["fields"].as_object()["wheelProfile"] = "29.4 Flange Thickness " + letters(index);
  return form;
}

std::string profile_of(const json::object& form) {
  return form.at("fields").at("wheelProfile").as_string().c_str();
}

Attempt try_once(std::uint16_t port, const std::string& token, const json::object& form,
                 const std::string& key) {
  return Line(port, token).submit(form, key, true);
}

struct Workload::Client {
  bool repeats = false;
  std::vector<Attempt> attempts = {};
  std::vector<Submission> submissions = {};
  std::thread thread = {};
};

Workload::Workload(std::uint16_t port, std::string token, int clients)
    : port_(port), token_(std::move(token)) {
  for (int index = 0; index < clients; ++index)
    clients_.push_back(std::make_unique<Client>(Client{.repeats = index % 2 == 0}));
  for (const auto& client : clients_) client->thread = std::thread([this, &client] { work(*client); });
}

Workload::~Workload() { stop(); }

void Workload::work(Client& client) {
  Line line(port_, token_);
  const auto note = [&](Attempt attempt) {
    if (!attempt.served()) ++failed_;
    // Pauses before the next attempt: thousands of refusals would prove nothing more.
    if (attempt.refused)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    else
      client.attempts.push_back(std::move(attempt));
  };
  while (!stopping_) {
    const int index = ++next_form_;
    const auto form = distinct_form(index);
    Submission submission{.profile = profile_of(form), .repeated = client.repeats};
    const std::string key = client.repeats ? "key-" + std::to_string(index) : "";
    do {
      Attempt attempt = line.submit(form, key);
      if (attempt.status == 201) submission.ids.push_back(attempt.id);
      if (!attempt.served() && !attempt.refused) submission.maybe = true;
      note(std::move(attempt));
    } while (client.repeats && submission.ids.empty() && !stopping_);
    client.submissions.push_back(submission);
    if (submission.ids.empty()) continue;
    ++acknowledged_;
    note(line.read(submission.ids.front(), submission.profile));
  }
}

void Workload::stop() {
  stopping_ = true;
  for (const auto& client : clients_)
    if (client->thread.joinable()) client->thread.join();
}

bool Workload::goes_on(int more) const {
  const int wanted = acknowledged_ + more;
  return eventually([&] { return acknowledged_ >= wanted; });
}

std::vector<Attempt> Workload::attempts() const {
  std::vector<Attempt> all;
  for (const auto& client : clients_) all.insert(all.end(), client->attempts.begin(), client->attempts.end());
  return all;
}

std::vector<Submission> Workload::submissions() const {
  std::vector<Submission> all;
  for (const auto& client : clients_)
    all.insert(all.end(), client->submissions.begin(), client->submissions.end());
  return all;
}

std::vector<std::string> Workload::wrong_answers() const {
  std::vector<std::string> lines;
  for (const auto& attempt : attempts()) {
    if (attempt.cut_off) lines.push_back(describe(attempt, "cut off"));
    if (!attempt.wrong.empty()) lines.push_back(describe(attempt, attempt.wrong));
  }
  return lines;
}

std::vector<std::string> Workload::disagreements(const std::string& conninfo) const {
  db::BlockingConnection database(conninfo);
  std::map<std::string, std::vector<std::int64_t>> stored;
  for (const auto& row :
       database.execute("SELECT wheel_profile, id FROM wheel_specifications ORDER BY id").rows)
    stored[row[0].value()].push_back(std::stoll(row[1].value()));

  std::vector<std::string> lines;
  for (const auto& submission : submissions()) {
    const auto found = stored.extract(submission.profile);
    const auto ids = found.empty() ? std::vector<std::int64_t>() : found.mapped();
    if (ids.size() > 1)
      lines.push_back(submission.profile + ": stored " + std::to_string(ids.size()) + " times");
    if (!submission.ids.empty() && ids != submission.ids)
      lines.push_back(submission.profile + ": acknowledged, but missing or another");
    if (submission.ids.empty() && !ids.empty() && !submission.maybe)
      lines.push_back(submission.profile + ": stored, but never sent");
  }
  for (const auto& [profile, ids] : stored) lines.push_back(profile + ": stored, but never sent");
  const auto untold = database.execute(R"(
      SELECT f.id FROM wheel_specifications f LEFT JOIN events e
        ON e.entity_type = 'wheel_specification' AND e.entity_id = f.id
      GROUP BY f.id HAVING count(e.id) <> 1)");
  for (const auto& row : untold.rows) lines.push_back("form " + row[0].value() + " has not one event");
  return lines;
}

}  // namespace kpa::test
