#include "features/built_forms/form.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/serialize.hpp>

#include "core/crypto/digest.hpp"
#include "core/unicode.hpp"

namespace kpa::built_forms {
namespace {

/// Sorts the fields by their order, if all have one, and numbers them; likewise in groups.
void put_in_order(std::vector<Field>& fields, const schema::Path& path, schema::Issues& issues) {
  const auto ordered = static_cast<std::size_t>(
      std::ranges::count_if(fields, [](const Field& field) { return field.order != 0; }));
  std::vector<std::int64_t> taken;
  for (std::size_t number = 0; number < fields.size(); ++number) {
    const schema::Path here(path, number);
    const schema::Path order(here, "order");
    if (ordered != 0 && fields[number].order == 0)
      issues.add(order, {"order_missing", {}, i18n::text("Must be given, since other fields have an order")});
    else if (ordered != 0 && std::ranges::find(taken, fields[number].order) != taken.end())
      issues.add(order, {"order_taken", {}, i18n::text("Another field has this order")});
    taken.push_back(fields[number].order);
    put_in_order(fields[number].fields, schema::Path(here, "fields"), issues);
  }
  std::ranges::stable_sort(fields, {}, &Field::order);
  for (std::size_t number = 0; number < fields.size(); ++number)
    fields[number].order = static_cast<std::int64_t>(number) + 1;
}

/// Adds an issue for each answer that must be there and is not. For forms without expressions.
void tell_missing(const Answers& fields, const schema::Values& answers, const schema::Path& path,
                  schema::Issues& issues);

void tell_missing_in(const Answers& fields, const schema::Value& answer, const schema::Path& path,
                     schema::Issues& issues) {
  if (const auto* row = std::get_if<schema::Values>(&answer)) tell_missing(fields, *row, path, issues);
  if (const auto* rows = std::get_if<std::vector<schema::Values>>(&answer))
    for (std::size_t index = 0; index < rows->size(); ++index)
      tell_missing(fields, (*rows)[index], schema::Path(path, index), issues);
}

void tell_missing(const Answers& fields, const schema::Values& answers, const schema::Path& path,
                  schema::Issues& issues) {
  for (std::size_t number = 0; number < fields.fields().size(); ++number) {
    const Field& field = fields.fields()[number];
    const schema::Path here(path, field.name);
    const schema::Value* const answer = answers.find(number);
    if (const auto& within = fields.answer(number).within; within != nullptr && answer != nullptr)
      tell_missing_in(*within, *answer, here, issues);
    if (answer == nullptr && field.is_required) issues.add(here, "required");
  }
}

/// Without what is said a second time about an answer that could not be read: that it is missing.
std::vector<FieldProblem> each_once(std::vector<FieldProblem> unreadable, std::vector<FieldProblem> missing) {
  const std::size_t read_problems = unreadable.size();
  for (auto& problem : missing) {
    const auto first = unreadable.begin();
    const auto last = first + static_cast<std::ptrdiff_t>(read_problems);
    const bool told = std::any_of(
        first, last, [&](const FieldProblem& other) { return other.path.starts_with(problem.path); });
    if (!told) unreadable.push_back(std::move(problem));
  }
  return unreadable;
}

/// See Judged::unique.
RawJson unique_of(const Answers& fields, const schema::Values& answers) {
  boost::json::object unique;
  for (std::size_t number = 0; number < fields.fields().size(); ++number) {
    if (!fields.answer(number).unique || answers.find(number) == nullptr) continue;
    std::string text;
    fields.answer(number).member->write_from(&answers, text);
    unique[fields.fields()[number].name] = crypto::hex(crypto::sha256(folded(text)));
  }
  return {boost::json::serialize(unique)};
}

}  // namespace

Form::Form(Definition definition, schema::Issues& issues)
    : definition_(std::move(definition)),
      answers_(definition_.fields, schema::Path(schema::Path(), "fields"), 0, issues) {}

Outcome<std::shared_ptr<const Form>> Form::build(Definition definition) {
  schema::Issues issues;
  const schema::Path root;
  const schema::Path list(root, "fields");
  std::size_t count = 0;
  each_field(definition.fields, [&](const Field&, const std::string&) { ++count; });
  if (count > most_fields) issues.add(list, "too_many_items", {{"max", std::to_string(most_fields)}});
  put_in_order(definition.fields, list, issues);
  std::shared_ptr<Form> form(new Form(std::move(definition), issues));
  if (!issues.empty()) return Problem{.code = Code::validation_failed, .fields = issues.take()};
  return std::shared_ptr<const Form>(std::move(form));
}

Outcome<Judged> Form::judge(const boost::json::value& sent) const {
  const schema::Path root;
  const schema::Path path(root, "submission_data");
  schema::Issues issues;
  if (!sent.is_object()) {
    issues.add(path, "wrong_type", {{"expected", i18n::text("an object")}});
    return Problem{.code = Code::validation_failed, .fields = issues.take()};
  }
  const schema::Values answers = answers_.read(sent.get_object(), path, issues);
  schema::Issues missing;
  tell_missing(answers_, answers, path, missing);
  auto problems = each_once(issues.take(), missing.take());
  if (!problems.empty()) return Problem{.code = Code::validation_failed, .fields = std::move(problems)};

  Judged judged;
  judged.answers.text.clear();
  answers_.write(answers, judged.answers.text);
  answers_.judge(answers, "", judged.findings);
  for (const Finding& finding : judged.findings)
    judged.worst_severity = std::max(judged.worst_severity, finding.severity);
  judged.unique = unique_of(answers_, answers);
  return judged;
}

boost::json::object Form::json_schema() const {
  boost::json::object schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                             {"title", definition_.title}};
  if (definition_.description) schema["description"] = *definition_.description;
  for (auto& member : answers_.schema()) schema[member.key()] = std::move(member.value());
  return schema;
}

}  // namespace kpa::built_forms
