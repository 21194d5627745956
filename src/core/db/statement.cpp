#include "core/db/statement.hpp"

namespace kpa::db {

std::vector<const AnyStatement*>& AnyStatement::all() {
  static std::vector<const AnyStatement*> registry;
  return registry;
}

AnyStatement::AnyStatement(std::string its_name, std::string text, bool only_reads, Freshness how_fresh)
    : name(std::move(its_name)), sql(std::move(text)), read_only(only_reads), freshness(how_fresh) {
  all().push_back(this);
}

AnyStatement::~AnyStatement() { std::erase(all(), this); }

std::string placeholders(std::size_t first, std::size_t last) {
  std::string text;
  for (std::size_t number = first; number <= last; ++number)
    text.append(number == first ? "$" : ", $").append(std::to_string(number));
  return text;
}

}  // namespace kpa::db
