#include "features/built_forms/xlsform/xpath.hpp"

#include <array>
#include <utility>
#include <vector>

#include "core/decimal.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "features/built_forms/xlsform/xpath_tokens.hpp"

namespace kpa::built_forms::xlsform {
namespace {

using i18n::text;
using Type = Token::Type;

/// How tightly the parts of a text hold together, from loosely to tightly.
enum class Level { choice, disjunction, conjunction, comparison, sum, product, power, negation, primary };

/// A part, translated.
struct Part {
  std::string text;
  Kind kind = Kind::unknown;
  Level level = Level::primary;
  std::optional<std::string> literal = {};  ///< of a text or number in the expression
  bool is_answer = false;                   ///< it may be unanswered
  std::optional<std::string> pattern = {};
};

constexpr std::size_t deepest = 20;

/// Where an expression stops being translatable. Only within this file.
struct Stop {
  Untranslatable why;
};

[[noreturn]] void stop(std::string code, i18n::Message message) {
  throw Stop{{std::move(code), std::move(message)}};
}

[[noreturn]] void not_here(const std::string& what) {
  stop("not_translatable", {text("'{what}' has no counterpart here"), {{"what", what}}});
}

/// The part's text where nothing looser than `level` may stand.
std::string inside(const Part& part, Level level) {
  return part.level < level ? '(' + part.text + ')' : part.text;
}

Part joined(const Part& left, std::string_view sign, const Part& right, Level level, Kind kind) {
  const auto tighter = static_cast<Level>(static_cast<int>(level) + 1);
  return {.text = inside(left, level) + ' ' + std::string(sign) + ' ' + inside(right, tighter),
          .kind = kind,
          .level = level};
}

Part call(std::string_view name, const std::vector<Part>& arguments, Kind kind) {
  std::string made(name);
  made += '(';
  for (const Part& argument : arguments) made.append(made.ends_with('(') ? "" : ", ").append(argument.text);
  return {.text = made + ')', .kind = kind};
}

bool is_number(std::string_view literal) { return std::holds_alternative<Decimal>(parse_decimal(literal)); }

/// A literal as the other side of a comparison needs it: values of choices are texts, dates are written as
/// texts.
void fit(Part& literal, const Part& other) {
  if (!literal.literal) return;
  if (other.kind == Kind::text && literal.kind == Kind::number) {
    literal.text = in_quotes(*literal.literal);
    literal.kind = Kind::text;
  } else if (other.kind == Kind::number && literal.kind == Kind::text && is_number(*literal.literal)) {
    literal.text = *literal.literal;
    literal.kind = Kind::number;
  } else if (other.kind == Kind::date && literal.kind == Kind::text && parse_date(*literal.literal)) {
    literal.text = "date(" + in_quotes(*literal.literal) + ')';
    literal.kind = Kind::date;
  }
}

bool is_empty_text(const Part& part) {
  return part.literal && part.literal->empty() && part.kind == Kind::text;
}

class Translation {
 public:
  Translation(std::string_view xpath, const Names& names) : tokens_(tokens_of(xpath)), names_(names) {}

  Part whole() {
    Part made = expression();
    if (next().type != Type::end) unexpected();
    return made;
  }

 private:
  const Token& next() const { return tokens_[at_]; }
  Token take() { return tokens_[next().type == Type::end ? at_ : at_++]; }
  bool take(Type type, std::string_view wanted) {
    if (next().type != type || next().text != wanted) return false;
    ++at_;
    return true;
  }
  void expect(std::string_view sign) {
    if (!take(Type::sign, sign)) unexpected();
  }
  [[noreturn]] void unexpected() const {
    if (next().type == Type::end)
      stop("unexpected_end", text("The expression ends too early: something is missing at its end"));
    stop("unexpected", {text("'{found}' cannot stand where it does"), {{"found", next().text}}});
  }

  Part expression() {
    if (++depth_ > deepest) stop("too_deep", text("The expression is nested too deeply"));
    Part left = conjunction();
    while (take(Type::word, "or"))
      left = joined(whole_one(left), "or", whole_one(conjunction()), Level::disjunction, Kind::truth);
    --depth_;
    return left;
  }

  Part conjunction() {
    Part left = equality();
    while (take(Type::word, "and")) {
      Part right = equality();
      if (left.pattern && right.pattern) not_here("regex() and regex()");
      const auto pattern = left.pattern ? left.pattern : right.pattern;
      left.pattern = right.pattern = std::nullopt;
      left = left.text.empty()    ? right
             : right.text.empty() ? left
                                  : joined(left, "and", right, Level::conjunction, Kind::truth);
      left.pattern = pattern;
    }
    return left;
  }

  /// A pattern is a rule of its own, so it can be no part of a part.
  static const Part& whole_one(const Part& part) {
    if (part.pattern)
      stop("pattern_within",
           text("regex() can only stand alone, or behind 'and', and only of the field itself"));
    return part;
  }

  Part equality() {
    Part left = relation();
    while (next().type == Type::sign && (next().text == "=" || next().text == "!=")) {
      const bool equal = take().text == "=";
      left = compared(whole_one(left), equal, whole_one(relation()));
    }
    return left;
  }

  static Part compared(Part left, bool equal, Part right) {
    const std::string_view sign = equal ? "=" : "!=";
    if (is_empty_text(left)) std::swap(left, right);
    if (is_empty_text(right))
      return {.text = inside(left, Level::sum) + ' ' + std::string(sign) + " null",
              .kind = Kind::truth,
              .level = Level::comparison};
    if (left.kind == Kind::texts || right.kind == Kind::texts)
      stop("compared_choices", text("Several choices cannot be compared: use selected()"));
    fit(left, right);
    fit(right, left);
    const Part plain = joined(left, sign, right, Level::comparison, Kind::truth);
    if (equal || left.is_answer == right.is_answer) return plain;
    const Part& answer = left.is_answer ? left : right;
    return {.text = inside(answer, Level::sum) + " = null or " + plain.text,
            .kind = Kind::truth,
            .level = Level::disjunction};
  }

  Part relation() {
    Part left = sum();
    while (next().type == Type::sign && (next().text.starts_with('<') || next().text.starts_with('>'))) {
      const std::string sign = take().text;
      Part right = sum();
      fit(left, right);
      fit(right, left);
      left = joined(whole_one(left), sign, whole_one(right), Level::comparison, Kind::truth);
    }
    return left;
  }

  Part sum() {
    Part left = product();
    while (next().type == Type::sign && (next().text == "+" || next().text == "-")) {
      const std::string sign = take().text;
      left = joined(whole_one(left), sign, whole_one(product()), Level::sum, Kind::number);
    }
    return left;
  }

  Part product() {
    Part left = negated();
    for (;;) {
      if (take(Type::sign, "*"))
        left = joined(whole_one(left), "*", whole_one(negated()), Level::product, Kind::number);
      else if (take(Type::word, "div"))
        left = joined(whole_one(left), "/", whole_one(negated()), Level::product, Kind::number);
      else if (take(Type::word, "mod"))
        // XPath's remainder has the sign of the dividend, modulo() that of the divisor: the same for what is
        // counted.
        left = call("modulo", {whole_one(left), whole_one(negated())}, Kind::number);
      else
        return left;
    }
  }

  Part negated() {
    if (!take(Type::sign, "-")) return primary();
    const Part part = whole_one(negated());
    return {.text = '-' + inside(part, Level::negation), .kind = Kind::number, .level = Level::negation};
  }

  Part primary() {
    const Token token = take();
    switch (token.type) {
      case Type::number: return {.text = token.text, .kind = Kind::number, .literal = token.text};
      case Type::text: return {.text = in_quotes(token.text), .kind = Kind::text, .literal = token.text};
      case Type::reference: return named(token.text);
      case Type::word: return function(token.text);
      case Type::end: unexpected();
      case Type::sign: break;
    }
    if (token.text == "(") {
      Part part = expression();
      expect(")");
      return part;
    }
    if (token.text == ".") {
      if (!names_.self)
        stop("no_self", text("'.' stands for the field's own value, which there is only in its constraint"));
      return {.text = names_.self->text, .kind = names_.self->kind, .is_answer = true};
    }
    if (token.text == ".." || token.text == "/") not_here("a path: name fields as ${name}");
    --at_;
    unexpected();
  }

  Part named(const std::string& name) const {
    const auto found = names_.find(name);
    if (!found) stop("unknown_name", {text("There is no field '{name}'"), {{"name", name}}});
    return {.text = found->text, .kind = found->kind, .is_answer = true};
  }

  std::vector<Part> arguments(const std::string& name) {
    if (!take(Type::sign, "(")) {
      // Words alone are parts of paths.
      stop(
          "word_alone",
          {text(
               "'{word}' alone means nothing: names of fields stand in braces behind a dollar sign, texts in quotation marks"),
           {{"word", name}}});
    }
    std::vector<Part> all;
    if (take(Type::sign, ")")) return all;
    do all.push_back(expression());
    while (take(Type::sign, ","));
    expect(")");
    return all;
  }

  using Arguments = std::vector<Part>;
  struct Function {
    std::string_view name;
    std::size_t least, most;
    Part (*make)(const Translation& translation, Arguments& arguments);
  };

  Part function(const std::string& name) {
    Arguments given = arguments(name);
    for (const Function& one : functions()) {
      if (one.name != name) continue;
      if (given.size() < one.least || given.size() > one.most)
        stop("wrong_arguments", {text("'{name}' takes another number of values"), {{"name", name + "()"}}});
      for (const Part& part : given) whole_one(part);
      return one.make(*this, given);
    }
    not_here(name + "()");
  }

  static const std::string& literal_of(const Part& part, std::string_view function) {
    if (!part.literal) not_here(std::string(function) + " of something calculated");
    return *part.literal;
  }

  static Part as_text(const Part& part) {
    return part.kind == Kind::text ? part : call("string", {part}, Kind::text);
  }

  static Part selected(const Translation&, Arguments& all) {
    Part value = all[1];
    if (value.kind == Kind::number && value.literal)
      value = {.text = in_quotes(*value.literal), .kind = Kind::text};
    if (all[0].kind == Kind::texts) return call("list contains", {all[0], value}, Kind::truth);
    return joined(all[0], "=", value, Level::comparison, Kind::truth);
  }

  static Part substring(const Translation&, Arguments& all) {
    const auto whole_number = [](const Part& part) -> std::int64_t {
      const std::string& digits = literal_of(part, "substr()");
      if (!is_number(digits) || digits.size() > 6 || digits.find('.') != digits.npos)
        not_here("substr(" + digits + ")");
      return std::stoll(digits);
    };
    const std::int64_t begin = whole_number(all[1]);
    std::vector<Part> made = {all[0], {.text = std::to_string(begin + 1)}};
    if (all.size() == 3)
      made.push_back({.text = std::to_string(std::max<std::int64_t>(whole_number(all[2]) - begin, 0))});
    return call("substring", made, Kind::text);
  }

  static Part date_of(const Translation&, Arguments& all) {
    if (all[0].kind == Kind::date) return all[0];
    const std::string& written = literal_of(all[0], "date()");
    if (!parse_date(written)) not_here("date('" + written + "')");
    return {.text = "date(" + in_quotes(written) + ')', .kind = Kind::date};
  }

  static Part extreme(std::string_view name, const Arguments& all) {
    if (all.size() == 1) return call(name, all, all[0].kind == Kind::many ? Kind::number : all[0].kind);
    return call(name, all, all[0].kind);
  }

  static Part choice(const Part& condition, const Part& yes, const Part& no) {
    const auto branch = [](const Part& part) { return inside(part, Level::disjunction); };
    return {.text = "if " + branch(condition) + " then " + branch(yes) + " else " + branch(no),
            .kind = yes.kind == no.kind ? yes.kind : Kind::unknown,
            .level = Level::choice};
  }

  static const std::vector<Function>& functions() {
    using T = const Translation&;
    using A = Arguments&;
    constexpr std::size_t any = 100;
    static const Part truth{.text = "true", .kind = Kind::truth},
        falsehood{.text = "false", .kind = Kind::truth};
    static const std::vector<Function> all = {
        {"true", 0, 0, [](T, A) { return truth; }},
        {"false", 0, 0, [](T, A) { return falsehood; }},
        {"not", 1, 1, [](T, A a) { return choice(a[0], falsehood, truth); }},
        {"if", 3, 3, [](T, A a) { return choice(a[0], a[1], a[2]); }},
        {"selected", 2, 2, selected},
        {"count-selected", 1, 1, [](T, A a) { return call("count", a, Kind::number); }},
        {"coalesce", 2, 2,
         [](T, A a) {
           return choice({.text = inside(a[0], Level::sum) + " != null",
                          .kind = Kind::truth,
                          .level = Level::comparison},
                         a[0], a[1]);
         }},
        {"today", 0, 0, [](T, A a) { return call("today", a, Kind::date); }},
        {"now", 0, 0, [](T, A a) { return call("now", a, Kind::date_time); }},
        {"date", 1, 1, date_of},
        {"string", 1, 1, [](T, A a) { return as_text(a[0]); }},
        {"number", 1, 1,
         [](T, A a) {
           if (a[0].kind != Kind::number) not_here("number() of a text");
           return a[0];
         }},
        {"int", 1, 1,
         [](T, A a) {
           return choice(
               {.text = inside(a[0], Level::sum) + " >= 0", .kind = Kind::truth, .level = Level::comparison},
               call("floor", a, Kind::number), call("ceiling", a, Kind::number));
         }},
        {"round", 1, 2,
         [](T, A a) {
           if (a.size() == 1) a.push_back({.text = "0", .kind = Kind::number});
           return call("round half up", a, Kind::number);
         }},
        {"abs", 1, 1, [](T, A a) { return call("abs", a, Kind::number); }},
        {"pow", 2, 2,
         [](T, A a) {
           return joined(a[0].level < Level::primary ? Part{.text = '(' + a[0].text + ')'} : a[0], "**", a[1],
                         Level::power, Kind::number);
         }},
        {"sum", 1, 1, [](T, A a) { return call("sum", a, Kind::number); }},
        {"count", 1, 1, [](T, A a) { return call("count", a, Kind::number); }},
        {"count-non-empty", 1, 1, [](T, A a) { return call("count", a, Kind::number); }},
        {"min", 1, any, [](T, A a) { return extreme("min", a); }},
        {"max", 1, any, [](T, A a) { return extreme("max", a); }},
        {"string-length", 0, 1,
         [](T t, A a) {
           if (a.empty() && t.names_.self)
             a.push_back({.text = t.names_.self->text, .kind = t.names_.self->kind});
           if (a.empty()) not_here("string-length()");
           return call("string length", a, Kind::number);
         }},
        {"contains", 2, 2, [](T, A a) { return call("contains", a, Kind::truth); }},
        {"starts-with", 2, 2, [](T, A a) { return call("starts with", a, Kind::truth); }},
        {"ends-with", 2, 2, [](T, A a) { return call("ends with", a, Kind::truth); }},
        {"substr", 2, 3, substring},
        {"concat", 1, any,
         [](T, A a) {
           Part whole = as_text(a[0]);
           for (std::size_t at = 1; at < a.size(); ++at)
             whole = joined(whole, "+", as_text(a[at]), Level::sum, Kind::text);
           return whole;
         }},
        {"regex", 2, 2, [](T t, A a) -> Part {
           if (!t.names_.self || a[0].text != t.names_.self->text) not_here("regex() of another field");
           return {.text = "", .kind = Kind::truth, .pattern = literal_of(a[1], "regex()")};
         }}};
    return all;
  }

  std::vector<Token> tokens_;
  const Names& names_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace

std::variant<Translated, Untranslatable> from_xpath(std::string_view xpath, const Names& names,
                                                    std::optional<Kind> wanted) {
  try {
    Part whole = Translation(xpath, names).whole();
    if (wanted == Kind::truth && whole.kind != Kind::truth && whole.kind != Kind::unknown)
      return Untranslatable{"not_a_condition", text("Must be a condition, which is true or false")};
    return Translated{std::move(whole.text), whole.kind, std::move(whole.pattern)};
  } catch (const Stop& stopped) {
    return stopped.why;
  }
}

}  // namespace kpa::built_forms::xlsform
