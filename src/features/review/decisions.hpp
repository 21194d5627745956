#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/http/answers.hpp"
#include "features/records/records.hpp"
#include "features/review/actors.hpp"
#include "features/review/wire.hpp"

namespace kpa::review {

/// The status of a record in the words of all kinds.
Status status_of(const records::Kind& kind, std::string_view word);
/// And in the kind's own.
std::string word_of(const records::Kind& kind, Status status);

/// The use cases that take a record from one status to the next, and say who is to do it.
class Decisions {
 public:
  Decisions(db::Queries& database, const identity::Directory& people, const records::Register& kinds)
      : database_(database), people_(people), kinds_(kinds) {}

  Task<Outcome<ReviewState>> take(const http::Call& call, KindName kind, std::int64_t id,
                                  Transition transition, NewRejection with) const;
  /// Each by itself: what is refused for one does not keep the others.
  Task<Outcome<http::Whole<Verdict>>> take_many(const http::Call& call, Transition transition,
                                                NewDecisions decisions) const;

  Task<Outcome<ReviewState>> assign(const http::Call& call, KindName kind, std::int64_t id,
                                    NewAssignment to) const;
  Task<Outcome<http::Whole<Verdict>>> assign_many(const http::Call& call, NewAssignments assignments) const;

 private:
  using Actors = std::vector<Actor>;

  /// The kind of this name, if its records are reviewed; else null.
  const records::Kind* kind_of(std::string_view slug) const;
  Task<Outcome<ReviewState>> take_as(const http::Call& call, std::string slug, std::int64_t id,
                                     Transition transition, NewRejection with, Actors actors) const;
  Task<Outcome<ReviewState>> assign_as(const http::Call& call, std::string slug, std::int64_t id,
                                       NewAssignment to, Actors actors) const;

  db::Queries& database_;
  const identity::Directory& people_;
  const records::Register& kinds_;
};

/// Takes the step on a locked record, with all that belongs to it, in the transaction `unit`: status,
/// version, event, decision and the row of the queue. `call.expected_versions` and `with.version` are the
/// version seen.
Task<Outcome<ReviewState>> take_step(const http::Call& call, db::Queries& unit, const records::Kind& kind,
                                     Seen seen, Transition transition, NewRejection with);

/// What was changed in a record since it had this version, as far as its history knows.
Task<std::vector<Difference>> changed_since(db::Queries& database, const records::Kind& kind,
                                            records::Reviewed record, std::int64_t version);

/// The record's row of the queue follows its present state: it has one while it waits for a decision. Sent
/// with the next statement of the transaction: Queries::ahead().
void follow(db::Queries& unit, const records::Kind& kind, const records::Reviewed& record,
            std::int64_t workflow);

/// A problem for each pin whose field the record does not have.
Task<std::vector<FieldProblem>> unknown_fields(db::Queries& database, const records::Kind& kind,
                                               std::int64_t id, std::vector<Pin> pins);

}  // namespace kpa::review
