#include "features/passwords/password_work.hpp"

#include <utility>

#include "core/crypto/bcrypt.hpp"
#include "core/observe/metrics.hpp"

namespace kpa::passwords {
namespace {

/// Every verification computes one bcrypt hash, even if there is no such person.
bool verify(const std::string& password, const std::string& hash) {
  static auto& verifications =
      observe::metrics().counter("kpa_password_verifications_total", "Passwords compared with a bcrypt hash");
  verifications.add();
  return crypto::verify_password(password, hash);
}

/// Makes a failed login take as long as one for an unknown person, which computes a hash of the present
/// `cost`. A stored hash of a lower cost takes only 2^lower of the 2^cost rounds; one hash of each cost from
/// there up takes the rest.
void make_up_for_a_lower_cost(const std::string& password, const std::string& hash, int cost) {
  for (int lower = crypto::cost_of(hash).value_or(cost); lower < cost; ++lower)
    verify(password, crypto::dummy_hash(lower));
}

/// What others know about a person, and so must not be the password. Refers to the argument's texts.
std::vector<PersonalWord> personal_words(const identity::Person& person) {
  const auto text_of = [](const std::optional<std::string>& text) {
    return text ? std::string_view(*text) : std::string_view();
  };
  return {{"first_name", person.first_name},
          {"last_name", person.last_name},
          {"email", text_of(person.email)},
          {"phone_number", person.phone_number},
          {"employee_id", text_of(person.employee_id)}};
}

}  // namespace

PasswordWork::PasswordWork(const config::AuthSettings& auth, WorkerPool& pool)
    : rules_{.min_length = auth.password_min_length, .min_score = static_cast<int>(auth.password_min_score)},
      cost_(static_cast<int>(auth.bcrypt_cost)),
      dummy_hash_(crypto::dummy_hash(cost_)),
      pool_(pool) {}

Task<std::vector<FieldProblem>> PasswordWork::judge(std::string password, std::string confirmation,
                                                    identity::Person person, std::string path) const {
  return pool_.run([password = std::move(password), confirmation = std::move(confirmation),
                    person = std::move(person), path = std::move(path), rules = rules_] {
    auto problems = check_password(password, personal_words(person), rules, path);
    if (password != confirmation)
      problems.push_back(
          {"confirm_password", "mismatch", {}, i18n::text("The two passwords are not the same")});
    return problems;
  });
}

Task<std::string> PasswordWork::hash(std::string password) const {
  return pool_.run(
      [password = std::move(password), cost = cost_] { return crypto::hash_password(password, cost); });
}

Task<PasswordWork::Compared> PasswordWork::compare(std::string given, std::string hash) const {
  const bool has_one = !hash.empty();
  if (!has_one) hash = dummy_hash_;
  return pool_.run([given = std::move(given), hash = std::move(hash), has_one, cost = cost_] {
    Compared compared{.right = verify(given, hash) && has_one, .rehashed = {}};
    if (!compared.right)
      make_up_for_a_lower_cost(given, hash, cost);
    else if (crypto::needs_rehash(hash, cost))
      compared.rehashed = crypto::hash_password(given, cost);
    return compared;
  });
}

Task<bool> PasswordWork::is_right(std::string given, std::string hash) const {
  return pool_.run([given = std::move(given), hash = std::move(hash)] { return verify(given, hash); });
}

}  // namespace kpa::passwords
