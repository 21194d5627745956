#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "core/expressions/expressions.hpp"

namespace kpa::expressions {

/// The type of a parameter or a result. Wherever a function says `any`, it is the same type.
struct Pattern {
  enum class Freedom {
    exactly,
    any,      ///< anything that can be compared with =
    ordered,  ///< anything that can be compared with <
    whatever  ///< any element of a list, contexts too; not the same everywhere
  };
  Freedom freedom = Freedom::exactly;
  Base base = Base::null;
  bool is_list = false;
};

/// The arguments of a call. None of them is null; elements of lists may be.
struct Call {
  std::span<const Value> arguments;
  const Moment& moment;

  bool has(std::size_t number) const { return number < arguments.size(); }
  template <class T>
  const T& get(std::size_t number) const {
    return std::get<T>(arguments[number]);
  }
  const Number& number(std::size_t at) const { return get<Number>(at); }
  const std::string& text(std::size_t at) const { return get<std::string>(at); }
  const std::vector<Value>& list(std::size_t at) const { return *get<List>(at); }
};

/// A function of the language. Where an argument is null, so is its value.
struct Function {
  std::string_view name;
  std::vector<Pattern> parameters;
  std::size_t optional;  ///< how many of the last may be left out
  Pattern result;
  Value (*value)(const Call& call);
};

/// All functions, in the order of the documentation.
std::span<const Function> all_functions();
/// Null when there is none of this name.
const Function* find_function(std::string_view name);

/// Compares two values of one type that can be compared, neither null.
std::strong_ordering compared(const Value& one, const Value& other);

/// Conjunction of `truths` when `neutral` is true, else their disjunction: null when it depends on nulls
/// (Kleene's logic).
Value combined(std::span<const Value> truths, bool neutral);

}  // namespace kpa::expressions
