#include "features/built_forms/field_types/all.hpp"
#include "features/identity/identity.hpp"

namespace kpa::built_forms::field_types {
namespace {

struct TelRules {
  std::optional<std::string> region;
  std::optional<bool> unique;
};

const schema::Object<TelRules>& tel_rules() {
  using R = TelRules;
  static const auto made =
      schema::object<R>("TelRules")
          .field("region", &R::region,
                 schema::matching("[A-Z]{2}", i18n::text("a country of two letters, such as IN")),
                 "Country of numbers without a country code (ISO 3166)", "IN")
          .field("unique", &R::unique, "No two submissions have the same answer");
  return made;
}

BuiltAnswer make_tel(const Making& making) {
  const auto rules = rules_of(making, tel_rules());
  const auto normalise = [region = rules.region.value_or("IN")](
                             std::string text, const schema::Path& path,
                             schema::Issues& issues) -> std::optional<std::string> {
    auto number = identity::canonical_phone(text, region);
    if (!number)
      issues.add(path,
                 {"not_a_phone_number", {}, i18n::text("Must be a phone number, such as +919876543210")});
    return number;
  };
  boost::json::object document{{"type", "string"}, {"maxLength", 50}};
  return {.member = normalised_text(making, normalise, std::move(document), "+919876543210"),
          .unique = rules.unique.value_or(false)};
}

}  // namespace

const FieldType tel_type{.name = "tel",
                         .title = i18n::text("Phone number"),
                         .rules = []() -> const schema::Shape& { return tel_rules(); },
                         .value_type = [](const Field&) { return ValueType{}; },
                         .make = make_tel};

}  // namespace kpa::built_forms::field_types
