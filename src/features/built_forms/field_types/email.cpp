#include "core/text.hpp"
#include "features/built_forms/field_types/all.hpp"

namespace kpa::built_forms::field_types {
namespace {

struct EmailRules {
  std::optional<bool> unique;
};

const schema::Object<EmailRules>& email_rules() {
  using R = EmailRules;
  static const auto made =
      schema::object<R>("EmailRules").field("unique", &R::unique, "No two submissions have the same answer");
  return made;
}

/// The domain in lower case: the part before the `@` is its server's business (RFC 5321 §2.4).
BuiltAnswer make_email(const Making& making) {
  const auto rules = rules_of(making, email_rules());
  const auto email = schema::email();
  boost::json::object document{{"type", "string"}, {"format", "email"}};
  email.document(document);
  const auto normalise = [check = email.check](std::string text, const schema::Path& path,
                                               schema::Issues& issues) -> std::optional<std::string> {
    if (auto violation = check(text)) {
      issues.add(path, std::move(*violation));
      return std::nullopt;
    }
    const std::size_t domain = text.find('@') + 1;
    return text.substr(0, domain) + lower(std::string_view(text).substr(domain));
  };
  return {.member = normalised_text(making, normalise, std::move(document), "meera.das@railway.example"),
          .unique = rules.unique.value_or(false)};
}

}  // namespace

const FieldType email_type{.name = "email",
                           .title = i18n::text("E-mail address"),
                           .rules = []() -> const schema::Shape& { return email_rules(); },
                           .value_type = [](const Field&) { return ValueType{}; },
                           .make = make_email};

}  // namespace kpa::built_forms::field_types
