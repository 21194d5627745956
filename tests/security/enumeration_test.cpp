// Neither answers nor response times reveal whether a person has an account.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include "core/time.hpp"
#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;
using kpa::Clock;
namespace json = boost::json;

constexpr std::size_t samples = 21;
/// Enough that a busy machine, which by chance slows one of the two more often, does not fail them all.
constexpr int attempts = 15;
/// Without a fixed answer time, sending a text message took 0.2 more.
constexpr double tolerated = 0.15;
constexpr auto challenge = "n4bQgYhMfWWaL-qgxVrQFaO";

/// A bcrypt cost at which hashing takes longest, so that leaving it out would show.
TestService& service() {
  static TestService running([](kpa::config::Settings& settings) {
    settings.auth.bcrypt_cost = 9;
    settings.auth.codes_per_address = 1000;
  });
  return running;
}

/// A number that nobody has; different each time.
std::string unknown_number() {
  static int made = 10'000;
  return "+9187654" + std::to_string(made++);
}

struct Asked {
  std::string path;
  std::function<json::object(const std::string& phone)> body;
};

json::object without_ids(json::value body) {
  body.as_object().erase("request_id");
  return body.as_object();
}

/// The header without fields that differ between any two answers.
std::multimap<std::string, std::string> told(const Answer& answer) {
  auto fields = answer.fields;
  for (const char* name : {"date", "x-request-id", "content-length", "ratelimit-limit", "ratelimit-remaining",
                           "ratelimit-reset"})
    fields.erase(name);
  return fields;
}

Clock::duration median(std::vector<Clock::duration> times) {
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::ranges::nth_element(times, middle);
  return *middle;
}

/// How much longer the median answer takes for a known number.
double known_against_unknown(const Asked& asked) {
  const auto& [path, body] = asked;
  std::vector<Clock::duration> known, unknown;
  const auto measure = [&](const std::string& phone, std::vector<Clock::duration>& into) {
    const auto began = Clock::now();
    service().client().post(path, body(phone));
    into.push_back(Clock::now() - began);
  };
  // Registered beforehand, so that background work of a registration slows no answer.
  std::vector<std::string> phones;
  while (phones.size() < samples) phones.push_back(service().enrol().phone);
  for (const std::string& phone : phones) {
    measure(phone, known);
    measure(unknown_number(), unknown);
  }
  return std::chrono::duration<double>(median(known)) / std::chrono::duration<double>(median(unknown));
}

class Enumeration : public testing::TestWithParam<Asked> {};

TEST_P(Enumeration, IsNotPossibleByContent) {
  const auto& [path, body] = GetParam();
  const auto known = service().client().post(path, body(service().enrol().phone));
  const auto unknown = service().client().post(path, body(unknown_number()));
  EXPECT_EQ(known.status, unknown.status);
  EXPECT_EQ(without_ids(known.body), without_ids(unknown.body));
  EXPECT_EQ(told(known), told(unknown));
}

// Alternates, so that a busy machine slows both. A real difference shows in every attempt; one caused by the
// machine does not.
TEST_P(Enumeration, IsNotPossibleByTime) {
  double difference = 1;
  for (int attempt = 0; attempt < attempts && difference > tolerated; ++attempt)
    difference = std::abs(known_against_unknown(GetParam()) - 1);
  EXPECT_LE(difference, tolerated);
}

INSTANTIATE_TEST_SUITE_P(
    Of, Enumeration,
    testing::Values(Asked{"/api/users/login",
                          [](const std::string& phone) -> json::object {
                            return {{"phone_number", phone}, {"password", "wrong-password-1"}};
                          }},
                    Asked{"/api/users/login/code",
                          [](const std::string& phone) -> json::object {
                            return {{"phone_number", phone}, {"challenge", challenge}};
                          }},
                    Asked{"/api/users/login/code/verify",
                          [](const std::string& phone) -> json::object {
                            return {{"phone_number", phone}, {"challenge", challenge}, {"code", "000000"}};
                          }},
                    Asked{"/api/users/password-reset",
                          [](const std::string& phone) -> json::object {
                            return {{"phone_number", phone}, {"challenge", challenge}};
                          }},
                    Asked{"/api/users/password-reset/confirm",
                          [](const std::string& phone) -> json::object {
                            return {{"phone_number", phone},
                                    {"challenge", challenge},
                                    {"code", "000000"},
                                    {"new_password", "dry-bogie-bolster"},
                                    {"confirm_password", "dry-bogie-bolster"}};
                          }}),
    [](const auto& asked) {
      std::string name = asked.param.path.substr(std::string("/api/users/").size());
      std::ranges::replace_if(name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
      return name;
    });

}  // namespace
