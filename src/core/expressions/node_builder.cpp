#include "core/expressions/node_builder.hpp"

#include <algorithm>
#include <string>

#include "core/expressions/functions.hpp"

namespace kpa::expressions {

Located NodeBuilder::nothing(std::size_t begin, std::size_t end) { return {.begin = begin, .end = end}; }

Located NodeBuilder::literal(Base base, Value value, std::size_t begin, std::size_t end) {
  Node node;
  if (!value.is_null()) node.type = {base};
  node.value = std::move(value);
  return {std::move(node), begin, end};
}

Located NodeBuilder::made(Node node, std::size_t begin, std::vector<Located> parts) {
  const std::size_t end = end_of_last();
  for (Located& part : parts) node.parts.push_back(std::move(part.node));
  const auto complaints = give_type(node);
  for (const Complaint& complaint : complaints) {
    const bool is_of_part = complaint.part < parts.size();
    refuse(is_of_part ? parts[complaint.part].begin : begin, is_of_part ? parts[complaint.part].end : end,
           complaint.code, complaint.params, complaint.message);
  }
  if (!complaints.empty()) return nothing(begin, end);
  return {std::move(node), begin, end};
}

Located NodeBuilder::called(std::string_view name, std::size_t begin, std::vector<Located> arguments) {
  const Function& function = *find_function(name);
  const std::size_t most = function.parameters.size(), least = most - function.optional;
  const auto is_list = [](const Located& argument) {
    return argument.node.type.is_list || argument.node.is_null();
  };
  // max(a, b) is max([a, b])
  const bool takes_one_list = most == 1 && function.parameters[0].is_list;
  if (takes_one_list && !arguments.empty() && !(arguments.size() == 1 && is_list(arguments[0]))) {
    const std::size_t begin_of_list = arguments[0].begin;
    Located list = made(Node{.op = Op::list}, begin_of_list, std::move(arguments));
    arguments = together(std::move(list));
  }
  if (arguments.size() < least || arguments.size() > most) {
    refuse(begin, end_of_last(), "wrong_count",
           {{"name", name},
            {"least", std::to_string(least)},
            {"most", std::to_string(most)},
            {"found", std::to_string(arguments.size())}},
           least == most
               ? i18n::text("{line}:{column}: '{name}' takes {most} values, not {found}.")
               : i18n::text("{line}:{column}: '{name}' takes {least} to {most} values, not {found}."));
    return nothing(begin, end_of_last());
  }
  return made(Node{.op = Op::call, .function = &function}, begin, std::move(arguments));
}

}  // namespace kpa::expressions
