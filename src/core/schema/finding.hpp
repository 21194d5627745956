#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/finding.hpp"
#include "core/schema/object.hpp"

namespace kpa::schema {

template <>
const Object<Finding>& describe();

/// Findings as stored in the database: JSON, with English messages.
using Findings = Encoded<std::vector<Finding>>;

/// Writes stored findings in the language of the current i18n::Speech.
void write_findings(const Findings& findings, Explain explain, std::string& out);

/// The member of a record that shows its findings.
template <class T, class Base>
class FindingsField final : public Field<T> {
 public:
  FindingsField(std::string its_name, Findings Base::* member, Explain explain, std::string meaning)
      : Field<T>(std::move(its_name), std::move(meaning), json::array()),
        member_(member),
        explain_(explain) {}

  bool required() const override { return true; }
  void read(const json::value&, T&, const Path& path, Issues& issues) const override {
    issues.add(path, "unknown_field");  // only answered
  }
  void read_text(std::string_view, T&, const Path& path, Issues& issues) const override {
    issues.add(path, "unknown_parameter");
  }
  void write(const T& from, std::string& out) const override { write_findings(from.*member_, explain_, out); }
  json::object document(Components& components) const override {
    json::object schema = Codec<Findings>::document(components);
    schema["description"] = this->description;
    schema["examples"] = json::array{this->example};
    return schema;
  }
  json::value example_value() const override { return this->example; }

 private:
  Findings Base::* member_;
  Explain explain_;
};

}  // namespace kpa::schema
