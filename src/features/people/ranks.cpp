#include "features/people/ranks.hpp"

#include <algorithm>
#include <array>

#include "core/i18n/text.hpp"
#include "features/people/field_problem.hpp"

namespace kpa::people {
namespace {

using identity::Details;

struct Rank {
  std::string_view member;
  bool (*differs)(const Details& a, const Details& b);
};

constexpr std::array<Rank, 3> ranks{
    {{"is_staff", [](const Details& a, const Details& b) { return a.is_staff != b.is_staff; }},
     {"is_superuser", [](const Details& a, const Details& b) { return a.is_superuser != b.is_superuser; }},
     {"sight", [](const Details& a, const Details& b) { return a.sight != b.sight; }}}};

}  // namespace

bool is_rank(std::string_view member) {
  return std::ranges::find(ranks, member, &Rank::member) != ranks.end();
}

std::vector<FieldProblem> refused_ranks(const Details& details) {
  const Details unsaid;
  std::vector<FieldProblem> problems;
  for (const Rank& rank : ranks)
    if (rank.differs(details, unsaid))
      problems.push_back(
          problem(std::string(rank.member), "read_only", i18n::text("Only a superuser can change this")));
  return problems;
}

}  // namespace kpa::people
