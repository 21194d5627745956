#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/problem.hpp"

namespace kpa::passwords {

/// What a new password must satisfy; the settings `auth.password_…` say it for each profile.
struct PasswordRules {
  std::size_t min_length = 8;   ///< characters (code points); the list of known passwords begins at 8
  std::size_t max_bytes = 256;  ///< bytes of UTF-8: 64 characters of any script
  int min_score = 1;            ///< of password_score
};

/// Something that others know of the person whose password it is: {"last_name", "Engineer"}.
struct PersonalWord {
  std::string_view field;
  std::string_view value;
};

/// How hard `password` is to guess, by zxcvbn, whose dictionaries `words` join: 0 below 10^3 guesses, 1 below
/// 10^6, 2 below 10^8, 3 below 10^10, else 4. Without NUL, and at most some hundred bytes: the time grows
/// with the square.
int password_score(std::string_view password, std::span<const PersonalWord> words);

/// The name of the field of the first word that `password` is too like; empty when there is none. Case, and
/// all but letters and digits, do not count. Words are the values, their parts (`john.engineer@railway.com`:
/// john, engineer, railway) and the last ten digits of a longer number, each of at least four characters. A
/// password is too like them
///  - when it has fewer than `min_length` characters left without the words that are in it, or
///  - when it is a part of one (of four characters or more), or
///  - when one turns into it by changing at most a quarter of its characters (edit distance).
std::string_view similar_field(std::string_view password, std::span<const PersonalWord> words,
                               std::size_t min_length);

/// Everything wrong with a new password, each with its own code and message under `path`:
/// `too_short {min}`, `too_long {max}`, `nul_character`, `entirely_numeric`, `too_similar {field}`,
/// `too_common`, `too_weak {score, min}` or else `too_obvious {word}` (a word of the place). Empty when it
/// may be used. Takes up to some milliseconds (zxcvbn): not for an I/O thread.
std::vector<FieldProblem> check_password(std::string_view password, std::span<const PersonalWord> words,
                                         const PasswordRules& rules, const std::string& path = "password");

}  // namespace kpa::passwords
