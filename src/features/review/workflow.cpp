#include "features/review/workflow.hpp"

#include <algorithm>
#include <array>

#include "core/finding.hpp"

namespace kpa::review {
namespace {

using enum Status;
using http::Role;
using i18n::text;

constexpr std::int64_t never = severity::replace_now + 1;

// The only place that says which transitions there are.
constexpr std::array<Rule, 5> version_1{{
    // transition, from, to, least role, on own, needs version, reason, note from severity, otherwise
    {Transition::submit, saved, submitted, Role::user, true, false, false, never,
     text("Only a saved form can be changed or submitted; this one is {status}.")},
    {Transition::review, submitted, reviewed, Role::staff, false, true, false, never,
     text("Only a submitted form can be reviewed; this one is {status}.")},
    {Transition::approve, reviewed, approved, Role::staff, false, true, false, severity::needs_attention,
     text("Only a reviewed form can be approved; this one is {status}.")},
    {Transition::reject, reviewed, rejected, Role::staff, false, true, true, never,
     text("Only a reviewed form can be rejected; this one is {status}.")},
    {Transition::reopen, rejected, saved, Role::user, true, true, false, never,
     text("Only a rejected form can be reopened; this one is {status}.")},
}};

constexpr std::array<Workflow, 1> all_workflows{{{1, version_1}}};

}  // namespace

const Rule* Workflow::of(Transition transition) const {
  const auto found = std::ranges::find(rules, transition, &Rule::transition);
  return found == rules.end() ? nullptr : &*found;
}

std::span<const Workflow> workflows() { return all_workflows; }

const Workflow& newest_workflow() { return all_workflows.back(); }

const Workflow& workflow(std::int64_t version) {
  const auto found = std::ranges::find(all_workflows, version, &Workflow::version);
  return found == all_workflows.end() ? newest_workflow() : *found;
}

std::optional<Problem> refusal(const Rule& rule, const Attempt& attempt) {
  if (attempt.role < rule.least_role) return Problem{.code = Code::forbidden};
  if (rule.needs_version && !attempt.version_given) return Problem{.code = Code::precondition_required};
  if (!attempt.version_seen) return Problem{.code = Code::precondition_failed};
  if (attempt.own && !rule.on_own)
    return Problem{.code = Code::forbidden, .message = text("Nobody decides on a form of their own.")};
  if (attempt.status != rule.from)
    return Problem{.code = Code::state_conflict,
                   .message = {rule.otherwise, {{"status", title_of(attempt.status)}}}};
  if (rule.needs_reason && !attempt.has_reason)
    return field_failure(Code::validation_failed, "reason", "required",
                         text("Say why, so that its inspector knows what to correct"));
  if (attempt.severity >= rule.needs_note_from && !attempt.has_note)
    return field_failure(Code::validation_failed, "note", "required",
                         text("Say why this can be approved although it needs attention"));
  return std::nullopt;
}

bool is_open(const Rule& rule, Attempt attempt) {
  attempt.version_given = attempt.version_seen = attempt.has_reason = attempt.has_note = true;
  return !refusal(rule, attempt);
}

}  // namespace kpa::review
