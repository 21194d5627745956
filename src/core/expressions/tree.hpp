#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/enum_names.hpp"
#include "core/expressions/type.hpp"
#include "core/expressions/value.hpp"
#include "core/problem.hpp"

namespace kpa::expressions {

struct Function;

/// What a node does with its parts. In JSON a node is [op, its word or type if it has one, parts …].
enum class Op {
  literal,
  name,      ///< an answer, or what `some`, `every`, `for` and `filter` call an element
  list,      ///< of its parts
  member,    ///< of a context, or of each context of a list
  filter,    ///< elements of a list for which a condition is true
  element,   ///< of a list, by its number
  some,      ///< whether a condition is true for one element
  every,     ///< whether it is for all
  for_each,  ///< a list of what an expression gives for each element
  choose,    ///< condition, value, condition, value, …, value
  conjunction,
  disjunction,
  equal,
  unequal,
  less,
  less_or_equal,
  greater,
  greater_or_equal,
  unanswered,  ///< whether it is null
  within,      ///< value, lower and upper end; the word tells which ends belong to it: `[)`
  add,         ///< numbers or texts, from left to right
  subtract,    ///< of one part, its negative
  multiply,
  divide,
  power,
  call,  ///< of a function
};

/// A part of an expression. Built from its parts by give_type().
struct Node {
  Op op = Op::literal;
  Type type = {};
  std::string word = {};               ///< of a name, a member, an element's name, or ends
  Value value = {};                    ///< of a literal
  const Function* function = nullptr;  ///< of a call
  std::vector<Node> parts = {};
  std::size_t depth = 1;

  bool is_null() const { return op == Op::literal && type.base == Base::null; }
};

/// Whether its first part is a list whose elements have the name `word` in the second.
constexpr bool names_elements(Op op) {
  return op == Op::filter || op == Op::some || op == Op::every || op == Op::for_each;
}

/// Why a node is wrong.
struct Complaint {
  std::string_view code;
  Params params;
  i18n::Text message;
  std::size_t part = whole;  ///< at which of its parts

  static constexpr std::size_t whole = static_cast<std::size_t>(-1);
};

/// Checks a node whose parts are right, and gives it its type and depth. Names and literals have theirs
/// already. Returns everything that is wrong with it.
std::vector<Complaint> give_type(Node& node);

}  // namespace kpa::expressions

/// As in JSON. A call has the name of its function instead.
template <>
struct kpa::EnumNames<kpa::expressions::Op> {
  using O = kpa::expressions::Op;
  static constexpr std::array<std::pair<O, std::string_view>, 25> table = {{{O::literal, "literal"},
                                                                            {O::name, "name"},
                                                                            {O::list, "list"},
                                                                            {O::member, "member"},
                                                                            {O::filter, "filter"},
                                                                            {O::element, "element"},
                                                                            {O::some, "some"},
                                                                            {O::every, "every"},
                                                                            {O::for_each, "for"},
                                                                            {O::choose, "if"},
                                                                            {O::conjunction, "and"},
                                                                            {O::disjunction, "or"},
                                                                            {O::equal, "="},
                                                                            {O::unequal, "!="},
                                                                            {O::less, "<"},
                                                                            {O::less_or_equal, "<="},
                                                                            {O::greater, ">"},
                                                                            {O::greater_or_equal, ">="},
                                                                            {O::unanswered, "unanswered"},
                                                                            {O::within, "within"},
                                                                            {O::add, "+"},
                                                                            {O::subtract, "-"},
                                                                            {O::multiply, "*"},
                                                                            {O::divide, "/"},
                                                                            {O::power, "**"}}};
};
