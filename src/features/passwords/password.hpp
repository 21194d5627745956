#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/problem.hpp"

namespace kpa::passwords {

/// Requirements for a new password; set for each profile by `auth.password_…`.
struct PasswordRules {
  std::size_t min_length = 8;   ///< characters (code points); the list of known passwords begins at 8
  std::size_t max_bytes = 256;  ///< bytes of UTF-8: enough for 64 characters of any script
  int min_score = 1;            ///< of password_score()
};

/// Something that others know about the person: {"last_name", "Engineer"}.
struct PersonalWord {
  std::string_view field;
  std::string_view value;
};

/// How hard `password` is to guess, by zxcvbn, with `words` added to its dictionaries: 0 below 10^3 guesses,
/// 1 below 10^6, 2 below 10^8, 3 below 10^10, else 4. `password` must not contain NUL nor be longer than some
/// hundred bytes, because the time grows with the square of its length.
int password_score(std::string_view password, std::span<const PersonalWord> words);

/// The field of the first word that `password` is too similar to; empty when there is none. Only letters and
/// digits count, and case does not. Words are the values, their parts (`john.engineer@railway.com`: john,
/// engineer, railway) and the last ten digits of a longer number, if they have at least four characters. A
/// password is too similar
///  - when fewer than `min_length` characters are left without the words in it, or
///  - when it is a part of a word (of four or more characters), or
///  - when it differs from a word in at most a quarter of its characters (edit distance).
std::string_view similar_field(std::string_view password, std::span<const PersonalWord> words,
                               std::size_t min_length);

/// Everything wrong with a new password, each with code and message under `path`: `too_short {min}`,
/// `too_long {max}`, `nul_character`, `entirely_numeric`, `too_similar {field}`, `too_common`, `too_weak
/// {score, min}` or else `too_obvious {word}` (a word of the workplace). Empty when it may be used. Takes up
/// to some milliseconds (zxcvbn): do not call it on an I/O thread.
std::vector<FieldProblem> check_password(std::string_view password, std::span<const PersonalWord> words,
                                         const PasswordRules& rules, const std::string& path = "password");

}  // namespace kpa::passwords
