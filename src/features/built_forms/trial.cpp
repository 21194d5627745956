#include "features/built_forms/trial.hpp"

#include <utility>

namespace kpa::built_forms {
namespace {

constexpr std::size_t most_listed = 100;

/// Takes out answers to fields that the form does not have. Adds their paths to `gone`.
boost::json::object without_unknown(const Answers& fields, const boost::json::object& answers,
                                    const std::string& within, std::vector<std::string>& gone) {
  boost::json::object known;
  for (const auto& [name, answer] : answers) {
    const std::string path = within + std::string(name);
    const std::size_t* const number = fields.find(name);
    if (number == nullptr) {
      gone.push_back(path);
      continue;
    }
    const auto& group = fields.answer(*number).within;
    if (group != nullptr && answer.is_object()) {
      known[name] = without_unknown(*group, answer.get_object(), path + '.', gone);
    } else if (group != nullptr && answer.is_array()) {
      boost::json::array rows;
      for (const auto& row : answer.get_array()) {
        const std::string row_path = path + '[' + std::to_string(rows.size()) + "].";
        if (row.is_object())
          rows.emplace_back(without_unknown(*group, row.get_object(), row_path, gone));
        else
          rows.push_back(row);
      }
      known[name] = std::move(rows);
    } else {
      known[name] = answer;
    }
  }
  return known;
}

/// Adds the paths at which the answers differ; of groups, those within.
void compare(const boost::json::value& was, const boost::json::value& is, const std::string& path,
             std::vector<std::string>& changed) {
  if (was.is_object() && is.is_object()) {
    const auto within = [&](std::string_view name) {
      return path.empty() ? std::string(name) : path + '.' + std::string(name);
    };
    for (const auto& [name, answer] : is.get_object()) {
      const auto* const before = was.get_object().if_contains(name);
      compare(before == nullptr ? boost::json::value() : *before, answer, within(name), changed);
    }
  } else if (was.is_array() && is.is_array() && was.get_array().size() == is.get_array().size()) {
    for (std::size_t row = 0; row < is.get_array().size(); ++row)
      compare(was.get_array()[row], is.get_array()[row], path + '[' + std::to_string(row) + ']', changed);
  } else if (was != is) {
    changed.push_back(path);
  }
}

TriedSubmission tried_one(const Form& form, const Replayed& submission) {
  TriedSubmission result;
  result.submission_id = submission.id;
  const auto stored = schema::parse_json(submission.submission_data.text).value();
  const boost::json::value known = without_unknown(form.answers(), stored.as_object(), "", result.hidden);
  const auto judged = form.judge(known, {today(), now()}, known.as_object());
  if (!judged) {
    for (const auto& problem : judged.error().fields)
      result.problems.push_back({problem.path, problem.code, {problem.message, problem.params}});
    return result;
  }
  result.hidden.insert(result.hidden.end(), judged->pruned.begin(), judged->pruned.end());
  compare(known, schema::parse_json(judged->answers.text).value(), "", result.changed);
  return result;
}

}  // namespace

Trial tried(const Form& form, const std::vector<Replayed>& submissions) {
  Trial trial;
  for (const Replayed& submission : submissions) {
    TriedSubmission result = tried_one(form, submission);
    ++trial.tried;
    if (!result.problems.empty()) ++trial.failing;
    if (!result.hidden.empty()) ++trial.hiding;
    if (!result.changed.empty()) ++trial.changing;
    const bool stays = result.problems.empty() && result.hidden.empty() && result.changed.empty();
    if (!stays && trial.submissions.size() < most_listed) trial.submissions.push_back(std::move(result));
  }
  return trial;
}

}  // namespace kpa::built_forms
