#include "features/review/workflow.hpp"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace kpa::review {
namespace {

using enum Status;
using http::Role;

constexpr Status all_statuses[] = {saved, submitted, reviewed, approved, rejected};
constexpr Transition all_transitions[] = {Transition::submit, Transition::review, Transition::approve,
                                          Transition::reject, Transition::reopen};
constexpr Role all_roles[] = {Role::user, Role::staff, Role::superuser};

/// What the reference says, written a second time: from where to where, and whether it is a decision.
struct Expected {
  Status from, to;
  bool decision;
};
Expected expected(Transition transition) {
  switch (transition) {
    case Transition::submit: return {saved, submitted, false};
    case Transition::review: return {submitted, reviewed, true};
    case Transition::approve: return {reviewed, approved, true};
    case Transition::reject: return {reviewed, rejected, true};
    case Transition::reopen: return {rejected, saved, false};
  }
  return {};
}

std::string answer(const Rule& rule, const Attempt& attempt) {
  const auto refused = refusal(rule, attempt);
  return refused ? std::string(describe(refused->code).slug) : "taken";
}

TEST(Workflow, LetsEachRoleTakeEachStepFromItsStatusAndNobodyDecideOnTheirOwn) {
  for (const Transition transition : all_transitions)
    for (const Role role : all_roles)
      for (const Status status : all_statuses)
        for (const bool own : {false, true}) {
          const auto [from, to, decision] = expected(transition);
          const Rule& rule = *newest_workflow().of(transition);
          const Attempt attempt{
              .status = status, .role = role, .own = own, .version_given = true, .has_reason = true};
          std::string what = "taken";
          if (status != from) what = "state_conflict";
          if (decision && (own || role == Role::user)) what = "forbidden";
          EXPECT_EQ(answer(rule, attempt), what)
              << name_of(transition) << " by role " << static_cast<int>(role) << " from " << name_of(status)
              << (own ? ", own" : "");
          EXPECT_EQ(rule.to, to);
          EXPECT_EQ(is_open(rule, attempt), what == "taken");
        }
}

TEST(Workflow, AsksForTheVersionThatWasSeen) {
  for (const Transition transition : all_transitions) {
    const Rule& rule = *newest_workflow().of(transition);
    Attempt attempt{.status = rule.from, .role = Role::staff, .has_reason = true};
    EXPECT_EQ(answer(rule, attempt), transition == Transition::submit ? "taken" : "precondition_required");
    attempt.version_given = true;
    attempt.version_seen = false;
    EXPECT_EQ(answer(rule, attempt), "precondition_failed");
  }
}

TEST(Workflow, AsksForAReasonToRejectAndForANoteToApproveWhatNeedsAttention) {
  for (const std::int64_t severity : {1, 2, 3, 4})
    for (const Transition transition : all_transitions) {
      const Rule& rule = *newest_workflow().of(transition);
      const Attempt bare{
          .status = rule.from, .severity = severity, .role = Role::staff, .version_given = true};
      const auto refused = refusal(rule, bare);
      const std::string member = refused && !refused->fields.empty() ? refused->fields.front().path : "";
      std::string needed;
      if (transition == Transition::reject) needed = "reason";
      if (transition == Transition::approve && severity >= 3) needed = "note";
      EXPECT_EQ(member, needed) << name_of(transition) << ' ' << severity;
    }
}

TEST(Workflow, KeepsItsVersions) {
  std::set<std::int64_t> versions;
  for (const Workflow& one : workflows()) {
    EXPECT_TRUE(versions.insert(one.version).second);
    EXPECT_EQ(workflow(one.version).version, one.version);
    for (const Transition transition : all_transitions) EXPECT_EQ(one.of(transition)->transition, transition);
  }
  EXPECT_EQ(newest_workflow().version, *versions.rbegin());
  EXPECT_EQ(workflow(987).version, newest_workflow().version) << "as of another program";
}

}  // namespace
}  // namespace kpa::review
