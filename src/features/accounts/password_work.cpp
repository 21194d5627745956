#include "features/accounts/password_work.hpp"

#include <utility>

#include "core/crypto/bcrypt.hpp"
#include "core/observe/metrics.hpp"

namespace kpa::accounts {
namespace {

/// Every verification of a password takes one bcrypt, also where there is no such person.
bool verify(const std::string& password, const std::string& hash) {
  static auto& verifications =
      observe::metrics().counter("kpa_password_verifications_total", "Passwords compared with a bcrypt hash");
  verifications.add();
  return crypto::verify_password(password, hash);
}

/// A login that fails takes as long as one of nobody, which is compared with a hash of the present `cost`: a
/// hash of an older, lower one takes 2^lower of 2^cost rounds, and one of each cost from there the rest.
void make_up_for_a_lower_cost(const std::string& password, const std::string& hash, int cost) {
  for (int lower = crypto::cost_of(hash).value_or(cost); lower < cost; ++lower)
    verify(password, crypto::dummy_hash(lower));
}

}  // namespace

Task<std::vector<FieldProblem>> PasswordWork::judge(std::string password, Person person, std::string path) {
  return shared_.passwords.run([password = std::move(password), person = std::move(person),
                                path = std::move(path), &rules = shared_.password_rules] {
    return check_password(password, personal_words(person, person.phone_number, person.employee_id), rules,
                          path);
  });
}

Task<std::string> PasswordWork::hash(std::string password) {
  return shared_.passwords.run(
      [password = std::move(password), cost = static_cast<int>(shared_.settings.bcrypt_cost)] {
        return crypto::hash_password(password, cost);
      });
}

Task<PasswordWork::Compared> PasswordWork::compare(std::string given, std::string hash) {
  return shared_.passwords.run([given = std::move(given), hash = std::move(hash),
                                cost = static_cast<int>(shared_.settings.bcrypt_cost)] {
    Compared compared{.right = verify(given, hash), .rehashed = {}};
    if (!compared.right)
      make_up_for_a_lower_cost(given, hash, cost);
    else if (crypto::needs_rehash(hash, cost))
      compared.rehashed = crypto::hash_password(given, cost);
    return compared;
  });
}

Task<bool> PasswordWork::is_right(std::string given, std::string hash) {
  return shared_.passwords.run(
      [given = std::move(given), hash = std::move(hash)] { return verify(given, hash); });
}

}  // namespace kpa::accounts
