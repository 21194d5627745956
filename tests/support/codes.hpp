#pragma once

#include <string>

#include <gtest/gtest.h>

#include "tests/support/accounts.hpp"

/// Codes by text message: logins and new passwords.
namespace kpa::test {

inline constexpr auto challenge = "n4bQgYhMfWWaL-qgxVrQFaO";
inline constexpr auto new_password = "dry-bogie-bolster";
inline constexpr auto login_code = "/api/users/login/code";
inline constexpr auto login_verify = "/api/users/login/code/verify";
inline constexpr auto reset_code = "/api/users/password-reset";
inline constexpr auto reset_confirm = "/api/users/password-reset/confirm";

/// A world with one person, who asks for codes.
struct CodesWorld : World {
  CodesWorld() { tokens = enrol(registration(phone, password)); }

  TestAnswer ask(const std::string& path, const std::string& number = phone) {
    return node.post(path, json::object{{"phone_number", number}, {"challenge", challenge}});
  }
  /// Sends a request for a code, and returns the code.
  std::string code_of(const std::string& path) {
    EXPECT_EQ(ask(path).status, 202);
    ++sent;
    const auto messages = node.messages(sent);
    EXPECT_EQ(messages.size(), sent);
    return messages.empty() ? "" : messages.back().code;
  }
  static json::object login_with(const std::string& code, const std::string& number = phone) {
    return {{"phone_number", number}, {"challenge", challenge}, {"code", code}};
  }
  TestAnswer verify(const std::string& code, const std::string& number = phone) {
    return node.post(login_verify, login_with(code, number));
  }
  static json::object reset_with(const std::string& code, const std::string& chosen = new_password) {
    return {{"phone_number", phone},
            {"challenge", challenge},
            {"code", code},
            {"new_password", chosen},
            {"confirm_password", chosen}};
  }
  TestAnswer confirm(const std::string& code, const std::string& chosen = new_password) {
    return node.post(reset_confirm, reset_with(code, chosen));
  }
  void let_pass(const std::string& time) {
    sql.execute("UPDATE one_time_codes SET created_at = created_at - interval '" + time +
                "', expires_at = expires_at - interval '" + time + "'");
  }
  static std::string other_than(const std::string& code) {
    std::string other = code;
    other[0] = other[0] == '9' ? '0' : static_cast<char>(other[0] + 1);
    return other;
  }

  TestAnswer tokens;
  std::size_t sent = 0;
};

}  // namespace kpa::test
