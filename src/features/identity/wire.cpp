#include "features/identity/wire.hpp"

namespace kpa::identity {

schema::Constraint<std::string> name() { return schema::of_length(1, 150); }

schema::Constraint<std::string> email_or_empty() {
  auto email = schema::email();
  return {
      [check = email.check](const std::string& value) { return value.empty() ? std::nullopt : check(value); },
      [document = email.document](boost::json::object& schema) {
        document(schema);
        schema["pattern"] = "^$|" + std::string(schema.at("pattern").as_string());
      }};
}

}  // namespace kpa::identity
