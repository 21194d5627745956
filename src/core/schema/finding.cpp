#include "core/schema/finding.hpp"

#include <boost/json/parse.hpp>

#include "core/i18n/catalogue.hpp"
#include "core/i18n/speech.hpp"

namespace kpa::schema {
namespace {

std::string text_of(const json::value& value) { return std::string(value.as_string()); }

Finding stored_finding(const json::object& stored) {
  Finding finding{.path = text_of(stored.at("path")),
                  .code = text_of(stored.at("code")),
                  .severity = static_cast<int>(stored.at("severity").as_int64()),
                  .message = text_of(stored.at("message")),
                  .params = {}};
  for (const auto& [name, value] : stored.at("params").as_object())
    finding.params.push_back({std::string(name), text_of(value)});
  return finding;
}

}  // namespace

template <>
const Object<Finding>& describe() {
  static const auto made =
      object<Finding>("Finding")
          .field("path", &Finding::path, "The member concerned", "fields.wheelGauge")
          .field("code", &Finding::code, "Stable name of the finding", "above_limit")
          .field("severity", &Finding::severity, "1 good, 2 fair, 3 needs attention, 4 replace now", 3)
          .field("message", &Finding::message, "For a person")
          .field("params", &Finding::params, "The numbers and names in the message");
  return made;
}

void write_findings(const Findings& findings, Explain explain, std::string& out) {
  const i18n::Language language = i18n::speak();
  if (language == i18n::Language::english || explain == nullptr) {
    out += findings.text;
    return;
  }
  std::vector<Finding> all;
  const json::value stored = json::parse(findings.text);
  for (const auto& one : stored.as_array()) {
    Finding finding = stored_finding(one.as_object());
    if (const auto message = explain(finding); !message.empty()) finding.message = in(language, message);
    all.push_back(std::move(finding));
  }
  Codec<std::vector<Finding>>::write(all, out);
}

}  // namespace kpa::schema
