#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/http/caller.hpp"
#include "features/review/status.hpp"

namespace kpa::review {

/// A step from one status to the next.
enum class Transition { submit, review, approve, reject, reopen };

/// A row of the table of transitions: what a step leads to, who may take it, and what it needs.
struct Rule {
  Transition transition;
  Status from;
  Status to;
  http::Role least_role;
  bool on_own;         ///< whether people may take it on their own records
  bool needs_version;  ///< the version that the caller saw
  bool needs_reason;
  std::int64_t needs_note_from;  ///< the severity from which a note is needed
  i18n::Text otherwise;          ///< what to say when the record has another {status}
};

/// A version of the table. A record is reviewed under the version that was in force when it was submitted,
/// also when there is a newer one by then.
struct Workflow {
  std::int64_t version;
  std::span<const Rule> rules;

  /// Null: this version has no such step.
  const Rule* of(Transition transition) const;
};

/// All versions, the newest last. Versions are never changed; a change of rules is a new one.
std::span<const Workflow> workflows();
const Workflow& newest_workflow();
/// The newest one for a version that this program does not know.
const Workflow& workflow(std::int64_t version);

/// Who wants to take a step, on what, and with what.
struct Attempt {
  Status status = Status::saved;
  std::int64_t severity = 1;
  http::Role role = http::Role::anyone;
  bool own = false;            ///< the record is theirs, or they entered it
  bool version_given = false;  ///< the caller says which version they saw
  bool version_seen = true;    ///< and it is the present one, or none was given
  bool has_reason = false;
  bool has_note = false;
};

/// Why the step is refused; nothing when it may be taken. Asks in this order: role, version, own record,
/// status, reason and note.
std::optional<Problem> refusal(const Rule& rule, const Attempt& attempt);

/// Whether the step could be taken on what the attempt describes, if it came with all that it needs.
bool is_open(const Rule& rule, Attempt attempt);

}  // namespace kpa::review

template <>
struct kpa::EnumNames<kpa::review::Transition> {
  using T = kpa::review::Transition;
  static constexpr std::array<std::pair<T, std::string_view>, 5> table = {{{T::submit, "submit"},
                                                                           {T::review, "review"},
                                                                           {T::approve, "approve"},
                                                                           {T::reject, "reject"},
                                                                           {T::reopen, "reopen"}}};
};
