#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <variant>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "core/expressions/expressions.hpp"
#include "core/schema/json.hpp"
#include "core/text.hpp"

namespace {

using namespace kpa::expressions;
namespace json = boost::json;

/// A name of each type, and rows within rows.
const Scope& scope() {
  static const Scope made = [] {
    Scope wheel, axle, form;
    wheel.names = {{"diameter", {Base::number}}, {"side", {Base::text}}};
    axle.names = {{"no", {Base::text}},
                  {"load", {Base::number}},
                  {"marks", list_of(Base::text)},
                  {"wheels", {Base::context, true, std::make_shared<const Scope>(wheel)}}};
    form.names = {{"a", {Base::number}},
                  {"s", {Base::text}},
                  {"p", {Base::boolean}},
                  {"d", {Base::date}},
                  {"h", {Base::time}},
                  {"m", {Base::date_and_time}},
                  {"readings", list_of(Base::number)},
                  {"checks", list_of(Base::boolean)},
                  {"axles", {Base::context, true, std::make_shared<const Scope>(axle)}}};
    return form;
  }();
  return made;
}

const json::object& answers() {
  static const json::object made = json::parse(R"({"a": -2.5, "s": "गेज x", "p": true, "d": "2026-01-31",
      "h": "14:30", "m": "2026-01-31T14:30:00Z", "readings": [1, null, 2.75], "checks": [true, null, false],
      "axles": [{"no": "A1", "load": 20.5, "marks": ["x"], "wheels": [{"diameter": 915, "side": "L"}]},
                {"load": "no number", "wheels": []}, 7]})")
                                       .as_object();
  return made;
}

bool is_of(const Value& value, Base base) {
  constexpr Base bases[] = {Base::null, Base::boolean,       Base::number, Base::text, Base::date,
                            Base::time, Base::date_and_time, Base::null,   Base::context};
  return value.is_null() || bases[value.index()] == base;
}

void check(bool holds) {
  if (!holds) std::abort();
}

/// A tree comes back from its JSON, and its values are of its type.
void use(const Tree& tree) {
  const json::value written = tree_json(tree);
  const auto again = read_tree(written, scope());
  check(again && tree_json(*again) == written);
  names_in(tree);
  for (const json::object& given : {answers(), json::object()}) {
    const auto value = evaluate(
        tree, [&](std::string_view name) { return given.if_contains(name); },
        {kpa::parse_date("2026-03-15").value(), kpa::parse_instant("2026-03-15T09:30:00Z").value()});
    if (!value) continue;
    const auto* const list = std::get_if<List>(&*value);
    if (list == nullptr) {
      check(value->is_null() || !tree.type().is_list);
      check(is_of(*value, tree.type().base));
    } else {
      check(tree.type().is_list);
      for (const Value& element : **list) check(is_of(element, tree.type().base));
    }
    answer_of(*value);
  }
}

}  // namespace

/// A text is parsed, or refused with places in it; JSON is a tree that parse() could have made, or refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto parsed = parse(text, scope());
  if (const auto* const tree = std::get_if<Tree>(&parsed)) {
    use(*tree);
  } else {
    const auto& faults = std::get<std::vector<Fault>>(parsed);
    check(!faults.empty());
    for (const Fault& fault : faults) {
      check(fault.line > 0 && fault.column > 0);
      if (kpa::is_utf8(text)) check(fault.at + fault.length <= kpa::characters(text));
    }
  }
  if (const auto document = kpa::schema::parse_json(text))
    if (const auto tree = read_tree(*document, scope())) use(*tree);
  return 0;
}
