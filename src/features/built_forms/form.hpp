#pragma once

#include <memory>
#include <string>
#include <vector>

#include "features/built_forms/answers.hpp"
#include "features/built_forms/logic.hpp"

namespace kpa::built_forms {

/// Answers as they are stored, and what the form says of them.
struct Judged {
  RawJson answers;                  ///< an object with the answers in their normal forms
  std::vector<std::string> pruned;  ///< answered but hidden, so not among the answers: `axles[0].load`
  std::vector<Finding> findings;
  int worst_severity = severity::good;
  /// The answers that no other submission may have: an object of the fields' names, and SHA-256 of each
  /// answer as it is compared.
  RawJson unique;
};

/// A definition as people fill it in.
class Form {
 public:
  /// Checks the definition: fields, rules, expressions. Sorts fields by their order, and numbers them. Or all
  /// that is wrong, under paths such as `fields[2].validation_rules.min`.
  static Outcome<std::shared_ptr<const Form>> build(Definition definition);
  /// A published version, with its logic as it was stored, so that it is judged as on that day. Throws
  /// std::runtime_error when they do not fit.
  static std::shared_ptr<const Form> restore(Definition definition, const RawJson& logic);

  Form(const Form&) = delete;
  Form& operator=(const Form&) = delete;

  const Definition& definition() const { return definition_; }
  const Answers& answers() const { return answers_; }
  /// See Published::logic.
  RawJson logic() const;

  /// Judges what somebody sent, at the moment when it was filled in, new or to replace the answers `before`,
  /// which stay as they are where the form says so. Or all that is wrong, under paths below
  /// `submission_data`.
  Outcome<Judged> judge(const boost::json::value& sent, const expressions::Moment& moment = {today(), now()},
                        const boost::json::object& before = {}) const;

  /// The JSON Schema (2020-12) of `submission_data`, as a complete document.
  boost::json::object json_schema() const;
  /// An example of `submission_data`.
  boost::json::object example() const { return answers_.example(); }

 private:
  Form(Definition definition, const RawJson* stored_logic, schema::Issues& issues);

  const Definition definition_;
  const Answers answers_;
  const Logic logic_;
};

}  // namespace kpa::built_forms
