#include "features/built_forms/form.hpp"

#include <algorithm>
#include <stdexcept>
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

bool is_within(std::string_view path, std::string_view field) {
  return path.starts_with(field) &&
         (path.size() == field.size() || path[field.size()] == '.' || path[field.size()] == '[');
}

/// Takes out what is wrong with hidden answers, which are pruned although they cannot be read.
void prune_unreadable(std::vector<FieldProblem>& unreadable, Settled& settled, const std::string& root) {
  for (const std::string& hidden : settled.hidden) {
    const auto taken = std::erase_if(unreadable, [&](const FieldProblem& problem) {
      return is_within(problem.path, root + '.' + hidden);
    });
    if (taken > 0 && std::ranges::find(settled.pruned, hidden) == settled.pruned.end())
      settled.pruned.push_back(hidden);
  }
}

/// What is wrong with an answer is told once: that it cannot be read is enough.
std::vector<FieldProblem> all_problems(std::vector<FieldProblem> unreadable,
                                       std::vector<FieldProblem> settled,
                                       std::vector<FieldProblem> calculated, const std::string& root) {
  for (FieldProblem& problem : settled) problem.path = root + '.' + problem.path;
  std::vector<FieldProblem> all = unreadable;
  for (auto* const others : {&settled, &calculated})
    for (FieldProblem& problem : *others)
      if (std::ranges::none_of(unreadable,
                               [&](const FieldProblem& told) { return is_within(told.path, problem.path); }))
        all.push_back(std::move(problem));
  return all;
}

/// The answer at a path such as `axles[0].load`; null when there is none.
const boost::json::value* answer_at(const boost::json::object& answers, std::string_view path) {
  const boost::json::object* row = &answers;
  for (;;) {
    const std::size_t end = std::min(path.find_first_of(".["), path.size());
    const boost::json::value* answer = row->if_contains(path.substr(0, end));
    path.remove_prefix(end);
    if (answer != nullptr && path.starts_with('[')) {
      const std::size_t close = path.find(']');
      const std::size_t number = std::stoul(std::string(path.substr(1, close - 1)));
      path.remove_prefix(close + 1);
      const auto* const rows = answer->if_array();
      answer = rows == nullptr || number >= rows->size() ? nullptr : &(*rows)[number];
    }
    if (answer == nullptr || path.empty()) return answer;
    row = answer->if_object();
    if (row == nullptr) return nullptr;
    path.remove_prefix(1);
  }
}

/// Adds a problem for each answer that must stay as it was and does not.
void tell_changed(Settled& settled, const boost::json::object& before) {
  for (const std::string& path : settled.read_only) {
    const auto* const was = answer_at(before, path);
    const auto* const is = answer_at(settled.answers, path);
    if ((was == nullptr) != (is == nullptr) || (was != nullptr && *was != *is))
      settled.problems.push_back({path, "read_only", {}, i18n::text("Cannot be filled in or changed")});
  }
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

Form::Form(Definition definition, const RawJson* stored_logic, schema::Issues& issues)
    : definition_(std::move(definition)),
      answers_(definition_.fields, schema::Path(schema::Path(), "fields"), 0, issues),
      logic_(stored_logic == nullptr
                 ? Logic(definition_.fields, issues)
                 : Logic(definition_.fields, schema::parse_json(stored_logic->text).value())) {}

Outcome<std::shared_ptr<const Form>> Form::build(Definition definition) {
  schema::Issues issues;
  const schema::Path root;
  const schema::Path list(root, "fields");
  std::size_t count = 0;
  each_field(definition.fields, [&](const Field&, const std::string&) { ++count; });
  if (count > most_fields) issues.add(list, "too_many_items", {{"max", std::to_string(most_fields)}});
  put_in_order(definition.fields, list, issues);
  std::shared_ptr<Form> form(new Form(std::move(definition), nullptr, issues));
  if (!issues.empty()) return Problem{.code = Code::validation_failed, .fields = issues.take()};
  return std::shared_ptr<const Form>(std::move(form));
}

std::shared_ptr<const Form> Form::restore(Definition definition, const RawJson& logic) {
  schema::Issues issues;
  std::shared_ptr<const Form> form(new Form(std::move(definition), &logic, issues));
  if (!issues.empty()) throw std::runtime_error("a stored form is wrong at " + issues.all()[0].path);
  return form;
}

RawJson Form::logic() const { return {boost::json::serialize(logic_.json())}; }

Outcome<Judged> Form::judge(const boost::json::value& sent, const expressions::Moment& moment,
                            const boost::json::object& before) const {
  const schema::Path root;
  const schema::Path path(root, "submission_data");
  schema::Issues issues;
  if (!sent.is_object()) {
    issues.add(path, "wrong_type", {{"expected", i18n::text("an object")}});
    return Problem{.code = Code::validation_failed, .fields = issues.take()};
  }
  std::string normal;
  answers_.write(answers_.read(sent.get_object(), path, issues), normal);
  Settled settled = logic_.settled(schema::parse_json(normal).value().as_object(), moment);
  tell_changed(settled, before);
  schema::Issues calculated;
  const schema::Values answers = answers_.read(settled.answers, path, calculated);
  auto unreadable = issues.take();
  prune_unreadable(unreadable, settled, path.text());
  auto problems =
      all_problems(std::move(unreadable), std::move(settled.problems), calculated.take(), path.text());
  if (!problems.empty()) return Problem{.code = Code::validation_failed, .fields = std::move(problems)};

  Judged judged;
  judged.pruned = std::move(settled.pruned);
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
