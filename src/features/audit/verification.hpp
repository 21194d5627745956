#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/db/database.hpp"
#include "core/enum_names.hpp"
#include "features/audit/sealing.hpp"

namespace kpa::audit {

/// Ways in which events and chain can contradict each other.
enum class Flaw {
  altered,          ///< the seal does not match: its event, the seal itself or the previous seal was changed
  event_gone,       ///< the event of a seal, or of an entry in the list of waiting events, is missing
  seal_gone,        ///< numbers of seals are missing
  seal_added,       ///< two seals have the same number, or one has a number below 1
  misdated,         ///< an event's time does not fit its neighbours' at the time of sealing
  not_sealed,       ///< an event will get no seal, or was left out when later ones were sealed
  other_anchor,     ///< a seal differs from the anchor kept of it: the chain was rebuilt
  cut_off,          ///< the chain is shorter than an anchor kept of it
  archive_differs,  ///< an archive is not what was archived, or its record is wrong
};

struct Finding {
  Flaw flaw = Flaw::altered;
  std::int64_t sequence = 0;  ///< of the seal; 0: none
  std::int64_t event_id = 0;  ///< 0: none
  std::string told;           ///< explanation for an operator
};

struct Verification;
void note(Verification& result, Finding finding);

/// How many findings are listed; further ones are only counted.
constexpr std::size_t most_told = 20;

/// The overall result.
enum class Verdict {
  whole,
  waits,   ///< no flaw, but nobody seals: events have waited more than ten minutes
  broken,  ///< there are flaws
};

struct Verification {
  std::int64_t sealed = 0;
  std::int64_t archived = 0;  ///< of `sealed`: seals whose events are in archives
  std::int64_t archives = 0;  ///< number of archives
  std::int64_t archives_read =
      0;                     ///< archives that were compared with the chain; only the files prove the others
  std::int64_t waiting = 0;  ///< events that wait for their seal
  std::int64_t overdue = 0;  ///< of `waiting`: those that have waited more than ten minutes
  std::int64_t first_overdue = 0;  ///< the lowest id of those; 0: none
  Head head;
  std::int64_t flaws = 0;
  std::vector<Finding> findings;  ///< the first ones, in the order of the chain

  Verdict verdict() const {
    if (flaws > 0) return Verdict::broken;
    return overdue > 0 ? Verdict::waits : Verdict::whole;
  }
  bool whole() const { return verdict() == Verdict::whole; }
};

/// Called now and then with the number of seals checked.
using Progress = std::function<void(std::int64_t seals)>;

/// Recomputes and compares every seal, in constant memory; for archived events it checks only the chain of
/// seals, see verify_archive(). Each `anchor` must be in the chain. Works while others write: events
/// committed before it began are checked.
Task<Verification> verify(db::Queries& queries, std::vector<Anchor> anchors, Progress progress);

}  // namespace kpa::audit

template <>
struct kpa::EnumNames<kpa::audit::Flaw> {
  using F = kpa::audit::Flaw;
  static constexpr std::array<std::pair<F, std::string_view>, 9> table = {
      {{F::altered, "altered"},
       {F::event_gone, "event_gone"},
       {F::seal_gone, "seal_gone"},
       {F::seal_added, "seal_added"},
       {F::misdated, "misdated"},
       {F::not_sealed, "not_sealed"},
       {F::other_anchor, "other_anchor"},
       {F::cut_off, "cut_off"},
       {F::archive_differs, "archive_differs"}}};
};

template <>
struct kpa::EnumNames<kpa::audit::Verdict> {
  using V = kpa::audit::Verdict;
  static constexpr std::array<std::pair<V, std::string_view>, 3> table = {
      {{V::whole, "whole"}, {V::waits, "waits"}, {V::broken, "broken"}}};
};
