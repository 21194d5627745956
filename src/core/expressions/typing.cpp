#include <algorithm>

#include "core/expressions/functions.hpp"
#include "core/expressions/tree.hpp"

namespace kpa::expressions {
namespace {

using i18n::text;

/// Checks one node.
class Typing {
 public:
  explicit Typing(Node& node) : node_(node) {}

  std::vector<Complaint> complaints() {
    give();
    std::size_t below = 0;
    for (const Node& part : node_.parts) below = std::max(below, part.depth);
    node_.depth = below + 1;
    if (node_.depth > deepest)
      add({"too_deep",
           {{"most", std::to_string(deepest)}},
           text(
               "{line}:{column}: Nested deeper than {most} levels. Calculate a part of it in a field of its own.")});
    return std::move(complaints_);
  }

 private:
  void give() {
    switch (node_.op) {
      case Op::literal:
      case Op::name: return;
      case Op::list: return give(many_of(united(Pattern::Freedom::any)));
      case Op::member: return give_member();
      case Op::filter: return give_filter();
      case Op::element:
        expect_list(0);
        expect(1, {Base::number});
        return give(one_of(node_.parts[0].type));
      case Op::some:
      case Op::every:
        expect_list(0);
        expect(1, {Base::boolean});
        return give({Base::boolean});
      case Op::for_each:
        expect_list(0);
        expect_scalar(1);
        return give(many_of(node_.parts[1].type));
      case Op::choose: return give_choice();
      case Op::conjunction:
      case Op::disjunction: return all(Base::boolean, Base::boolean);
      case Op::equal:
      case Op::unequal: return compare(Pattern::Freedom::any);
      case Op::less:
      case Op::less_or_equal:
      case Op::greater:
      case Op::greater_or_equal:
      case Op::within: return compare(Pattern::Freedom::ordered);
      case Op::unanswered: return give({Base::boolean});
      case Op::add: return give_sum();
      case Op::subtract:
      case Op::multiply:
      case Op::divide:
      case Op::power: return all(Base::number, Base::number);
      case Op::call: return give_call();
    }
  }

  void give(Type type) { node_.type = std::move(type); }
  void add(Complaint complaint) { complaints_.push_back(std::move(complaint)); }

  void wrong(std::size_t part, i18n::Text expected) {
    add({"wrong_type",
         {{"expected", expected}, {"found", words_for(node_.parts[part].type)}},
         text("{line}:{column}: What is expected here is {expected}, not {found}."),
         part});
  }

  void expect(std::size_t part, const Type& type) {
    if (!fits(node_.parts[part].type, type)) wrong(part, words_for(type));
  }

  bool expect_list(std::size_t part) {
    const Type& found = node_.parts[part].type;
    if (found.is_list || found.base == Base::null) return true;
    wrong(part, text("a list"));
    return false;
  }

  void expect_scalar(std::size_t part) {
    const Type& type = node_.parts[part].type;
    if (type.is_list || type.base == Base::context) wrong(part, text("a single value"));
  }

  /// All parts are of this type.
  void all(Base base, Base result) {
    for (std::size_t part = 0; part < node_.parts.size(); ++part) expect(part, {base});
    give({result});
  }

  /// `its`, the type of the part or of its elements, has to go together with `type`, which becomes what both
  /// are.
  void unite(std::size_t part, const Type& its, Type& type) {
    if (auto both = common(type, its))
      type = std::move(*both);
    else
      add({"different_types",
           {{"found", words_for(its)}, {"other", words_for(type)}},
           text("{line}:{column}: This is {found}, which does not go together with {other}."),
           part});
  }

  /// Whether `its`, the type of the part or of its elements, can be compared so.
  bool allow(std::size_t part, const Type& its, Pattern::Freedom freedom) {
    if (its.is_list || its.base == Base::context)
      wrong(part, text("a single value"));
    else if (freedom == Pattern::Freedom::ordered && its.base == Base::boolean)
      wrong(part, text("something with an order"));
    else
      return true;
    return false;
  }

  /// What all parts are together.
  Type united(Pattern::Freedom freedom) {
    Type type;
    for (std::size_t part = 0; part < node_.parts.size(); ++part)
      if (const Type& its = node_.parts[part].type; allow(part, its, freedom)) unite(part, its, type);
    return type;
  }

  void compare(Pattern::Freedom freedom) {
    united(freedom);
    give({Base::boolean});
  }

  void give_member() {
    const Type& of = node_.parts[0].type;
    if (of.base == Base::null) return;
    if (of.base != Base::context) return wrong(0, text("a row"));
    const Type* const member = of.members == nullptr ? nullptr : of.members->find(node_.word);
    if (member == nullptr)
      return add({"unknown_member",
                  {{"name", node_.word}},
                  text("{line}:{column}: There is no field '{name}' in these rows.")});
    if (of.is_list && member->is_list)
      return add(
          {"list_of_lists",
           {{"name", node_.word}},
           text("{line}:{column}: '{name}' is a list in each row already. Use `some`, `every` or `for`.")});
    give({member->base, member->is_list || of.is_list, member->members});
  }

  void give_filter() {
    expect_list(0);
    expect(1, {Base::boolean});
    give(many_of(node_.parts[0].type));
  }

  void give_choice() {
    Type type;
    for (std::size_t part = 0; part < node_.parts.size(); ++part)
      if (part % 2 == 0 && part + 1 < node_.parts.size())
        expect(part, {Base::boolean});
      else if (const Type& its = node_.parts[part].type; its.base == Base::context)
        wrong(part, text("a single value"));
      else
        unite(part, its, type);
    give(type);
  }

  void give_sum() {
    Type type;
    for (std::size_t part = 0; part < node_.parts.size(); ++part) {
      const Type& its = node_.parts[part].type;
      if (its.base == Base::null || fits(its, {Base::number}) || fits(its, {Base::text}))
        unite(part, its, type);
      else
        wrong(part, text("a number or a text"));
    }
    give(type);
  }

  void give_call() {
    const Function& function = *node_.function;
    Type any;
    for (std::size_t part = 0; part < node_.parts.size(); ++part) {
      const Pattern& pattern = function.parameters[part];
      const Type& found = node_.parts[part].type;
      if (pattern.freedom == Pattern::Freedom::exactly)
        expect(part, {pattern.base, pattern.is_list});
      else if (pattern.is_list && !expect_list(part))
        continue;
      else if (pattern.freedom != Pattern::Freedom::whatever)
        if (const Type its = pattern.is_list ? one_of(found) : found; allow(part, its, pattern.freedom))
          unite(part, its, any);
    }
    const Pattern& result = function.result;
    const bool is_any = result.freedom != Pattern::Freedom::exactly;
    give({is_any ? any.base : result.base, result.is_list});
  }

  Node& node_;
  std::vector<Complaint> complaints_;
};

}  // namespace

std::vector<Complaint> give_type(Node& node) { return Typing(node).complaints(); }

}  // namespace kpa::expressions
