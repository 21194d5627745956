#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/crypto/hotp.hpp"
#include "core/time.hpp"
#include "tests/support/accounts.hpp"

/// Second factors, with a simulated authenticator app.
namespace kpa::test {

inline constexpr auto factor = "/api/users/second-factor";

inline std::string base32_decode(const std::string& text) {
  const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string bytes;
  unsigned waiting = 0, bits = 0;
  for (const char letter : text) {
    waiting = waiting << 5U | static_cast<unsigned>(letters.find(letter));
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(waiting >> bits & 0xffU);
  }
  return bytes;
}

/// A world with one person, who sets up a second factor.
struct SecondFactorWorld : World {
  SecondFactorWorld() { token = enrol(registration(phone, password)).text("access_token"); }

  /// The code that the app shows, `later` time steps from now.
  std::string shown(int later = 0) const {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now()).time_since_epoch().count();
    return crypto::hotp(base32_decode(secret), static_cast<std::uint64_t>(seconds / 30 + later));
  }
  TestAnswer begin() {
    auto answer = node.post(factor, json::object{{"password", password}}, token);
    secret = answer.text("secret");
    return answer;
  }
  TestAnswer confirm(const std::string& code) {
    return node.post("/api/users/second-factor/confirm", json::object{{"code", code}}, token);
  }
  void enable() {
    begin();
    const auto answer = confirm(shown(-1));
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    for (const auto& code : answer.body.at("recovery_codes").as_array())
      recovery.emplace_back(code.as_string());
  }
  TestAnswer login(const std::string& code = {}) {
    json::object body{{"phone_number", phone}, {"password", password}};
    if (!code.empty()) body["second_factor"] = code;
    return node.post("/api/users/login", body);
  }
  TestAnswer prove(const std::string& what, const std::string& code, const std::string& given = password) {
    return node.post(std::string(factor) + what, json::object{{"password", given}, {"second_factor", code}},
                     token);
  }
  /// Makes all time steps count as unused.
  void forget_steps() {
    sql.execute("UPDATE second_factors SET last_step = 0, failures = 0, retry_at = '-infinity'");
  }

  std::string token, secret;
  std::vector<std::string> recovery;
};

}  // namespace kpa::test
