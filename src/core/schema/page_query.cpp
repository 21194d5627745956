#include "core/schema/page_query.hpp"

#include "core/schema/spelling.hpp"

namespace kpa::schema {

Constraint<std::string> order(std::vector<std::string> orders) {
  std::vector<std::string> choices;
  for (const auto& name : orders) {
    choices.push_back(name);
    choices.push_back('-' + name);
  }
  auto constraint = one_of(std::move(choices));
  constraint.check = [canonical = std::move(constraint.check)](const std::string& name) {
    return canonical(snake_case(name));
  };
  return constraint;
}

}  // namespace kpa::schema
