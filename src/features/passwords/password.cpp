#include "features/passwords/password.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

#include <zxcvbn.h>

#include "core/text.hpp"
#include "features/passwords/known_passwords.hpp"

namespace kpa::passwords {
namespace {

using i18n::plural;
using i18n::text;

constexpr std::size_t min_word_length = 4;
constexpr std::size_t national_digits = 10;

/// Words that everybody connects with the workplace and this program, and tries first. Words of the trade,
/// such as bogie, are not included, since passphrases may contain them. Listed in docs/security.md too.
constexpr std::array<std::string_view, 11> words_of_the_place = {
    "railway",    "kpaerp",   "indianrailways", "maintenance", "workshop", "inspector",
    "supervisor", "engineer", "administrator",  "superuser",   "employee"};
// Longer values (no name is that long) are cut, so that the comparison stays cheap.
constexpr std::size_t max_word_bytes = 128;

/// Non-ASCII bytes count as letters.
bool is_letter_or_digit(char c) {
  return is_digit(c) || is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
}

/// In lower case (ASCII), without punctuation and spaces.
std::string fold(std::string_view text) {
  std::string folded;
  for (const char c : text) {
    if (is_letter_or_digit(c)) folded += lower(c);
  }
  return folded;
}

struct FoldedWord {
  std::string text;
  std::string_view field;
};

/// The words to compare with, longest first, so that a name inside a longer one does not hide it.
std::vector<FoldedWord> folded_words(std::span<const PersonalWord> words) {
  std::vector<FoldedWord> folded;
  const auto add = [&folded](std::string_view text, std::string_view field) {
    std::string word = fold(text);
    if (characters(word) >= min_word_length) folded.push_back({std::move(word), field});
  };
  for (const auto& [field, whole] : words) {
    const std::string_view value = whole.substr(0, max_word_bytes);
    add(value, field);
    for (auto begin = value.begin(); begin != value.end();) {
      const auto end = std::find_if_not(begin, value.end(), is_letter_or_digit);
      add({begin, end}, field);
      begin = std::find_if(end, value.end(), is_letter_or_digit);
    }
    const std::string all = fold(value);
    if (all.size() > national_digits && std::ranges::all_of(all, is_digit)) {
      add(std::string_view(all).substr(all.size() - national_digits), field);
    }
  }
  std::ranges::stable_sort(folded, std::ranges::greater(),
                           [](const FoldedWord& word) { return word.text.size(); });
  return folded;
}

bool is_close(std::string_view password, std::string_view word) {
  const bool is_part =
      characters(password) >= min_word_length && word.find(password) != std::string_view::npos;
  return is_part || edit_distance(password, word) <= std::max(password.size(), word.size()) / 4;
}

constexpr i18n::Text too_easy_to_guess =
    text("This password is too easy to guess. Make it longer, for instance with several unrelated words.");

/// Whole sentences, because word order differs between languages.
i18n::Text too_similar_to(std::string_view field) {
  constexpr std::array<std::pair<std::string_view, i18n::Text>, 5> sentences = {{
      {"first_name", text("This password is too similar to your first name.")},
      {"last_name", text("This password is too similar to your last name.")},
      {"email", text("This password is too similar to your email.")},
      {"phone_number", text("This password is too similar to your phone number.")},
      {"employee_id", text("This password is too similar to your employee id.")},
  }};
  for (const auto& [name, sentence] : sentences)
    if (name == field) return sentence;
  return text("This password is too similar to something that others know of you.");
}

/// The workplace word that `password` is too similar to; empty when there is none.
std::string_view obvious_word(std::string_view password, std::size_t min_length) {
  std::vector<PersonalWord> words;
  for (const auto word : words_of_the_place) words.push_back({word, word});
  return similar_field(password, words, min_length);
}

}  // namespace

int password_score(std::string_view password, std::span<const PersonalWord> words) {
  const std::vector<FoldedWord> folded = folded_words(words);
  std::vector<const char*> dictionary;
  for (const FoldedWord& word : folded) dictionary.push_back(word.text.c_str());
  dictionary.push_back(nullptr);
  const double bits = ZxcvbnMatch(std::string(password).c_str(), dictionary.data(), nullptr);
  // Thresholds of each score, from https://github.com/dropbox/zxcvbn.
  constexpr std::array<double, 4> guesses = {1e3, 1e6, 1e8, 1e10};
  return static_cast<int>(
      std::ranges::count_if(guesses, [bits](double limit) { return bits >= std::log2(limit); }));
}

std::string_view similar_field(std::string_view password, std::span<const PersonalWord> words,
                               std::size_t min_length) {
  const std::string folded = fold(password);
  if (folded.empty()) return {};
  std::string rest = folded;
  std::string_view found;
  for (const FoldedWord& word : folded_words(words)) {
    if (is_close(folded, word.text)) return word.field;
    for (auto at = rest.find(word.text); at != std::string::npos; at = rest.find(word.text)) {
      rest.replace(at, word.text.size(), " ");  // a gap, so that the ends do not join to another word
      if (found.empty()) found = word.field;
    }
  }
  std::erase(rest, ' ');
  return characters(rest) < min_length ? found : std::string_view();
}

std::vector<FieldProblem> check_password(std::string_view password, std::span<const PersonalWord> words,
                                         const PasswordRules& rules, const std::string& path) {
  std::vector<FieldProblem> problems;
  const auto add = [&](std::string code, Params params, i18n::Text message) {
    problems.push_back({path, std::move(code), std::move(params), message});
  };

  if (password.size() > rules.max_bytes)
    add("too_long", {{"max", std::to_string(rules.max_bytes)}},
        plural("This password is too long: at most {max} byte.",
               "This password is too long: at most {max} bytes.", "max"));
  if (password.find('\0') != std::string_view::npos)
    add("nul_character", {}, text("This password has a NUL character in it, which cannot be used."));
  if (!problems.empty()) return problems;  // the checks below would only see a part of it

  if (characters(password) < rules.min_length)
    add("too_short", {{"min", std::to_string(rules.min_length)}},
        plural("This password is too short: at least {min} character.",
               "This password is too short: at least {min} characters.", "min"));
  if (!password.empty() && std::ranges::all_of(password, is_digit))
    add("entirely_numeric", {}, text("This password is entirely numeric. Add letters."));
  if (const auto field = similar_field(password, words, rules.min_length); !field.empty())
    add("too_similar", {{"field", field}}, too_similar_to(field));
  if (is_known_password(password))
    add("too_common", {},
        text("This password is among those known from leaks. Choose one that nobody else uses."));
  if (const int score = password_score(password, words); score < rules.min_score)
    add("too_weak", {{"score", std::to_string(score)}, {"min", std::to_string(rules.min_score)}},
        too_easy_to_guess);
  else if (const auto word = obvious_word(password, rules.min_length); !word.empty())
    add("too_obvious", {{"word", word}}, too_easy_to_guess);
  return problems;
}

}  // namespace kpa::passwords
