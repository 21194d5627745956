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

/// How the events and their chain can be at odds.
enum class Flaw {
  altered,          ///< the seal does not fit: its event, itself or the seal before it is another than it was
  event_gone,       ///< a seal, or the list of events that wait, has an event that is not there
  seal_gone,        ///< numbers of seals are missing
  seal_added,       ///< a seal has the number of another, or one before the first
  misdated,         ///< an event tells another time than those around it, when it was sealed
  not_sealed,       ///< an event will get no seal, or was left out when later ones were sealed
  other_anchor,     ///< the chain was made anew: a seal is another than the anchor that was kept of it
  cut_off,          ///< the chain is shorter than an anchor that was kept
  archive_differs,  ///< an archive is not what was archived, or what is said of it is not true
};

struct Finding {
  Flaw flaw = Flaw::altered;
  std::int64_t sequence = 0;  ///< of the seal; 0: none is concerned
  std::int64_t event_id = 0;  ///< 0: none is concerned
  std::string told;           ///< for an operator
};

struct Verification;
void note(Verification& result, Finding finding);

/// So many findings are told; the others are only counted.
constexpr std::size_t most_told = 20;

/// What all that was found comes to.
enum class Verdict {
  whole,
  waits,   ///< no flaw, but nobody seals: the last events wait for it since more than ten minutes
  broken,  ///< there are flaws
};

struct Verification {
  std::int64_t sealed = 0;
  std::int64_t archived = 0;  ///< of these, whose events are in archives
  std::int64_t archives = 0;  ///< that there are
  std::int64_t archives_read =
      0;                     ///< that were compared with the chain; the others are proved by their files only
  std::int64_t waiting = 0;  ///< events that will be sealed as soon as somebody seals
  std::int64_t overdue = 0;  ///< those of them that wait since more than ten minutes
  std::int64_t first_overdue = 0;  ///< the first of these by its id; 0: there is none
  Head head;
  std::int64_t flaws = 0;
  std::vector<Finding> findings;  ///< the first of them, by their place in the chain

  Verdict verdict() const {
    if (flaws > 0) return Verdict::broken;
    return overdue > 0 ? Verdict::waits : Verdict::whole;
  }
  bool whole() const { return verdict() == Verdict::whole; }
};

/// Told now and then how many seals were looked at.
using Progress = std::function<void(std::int64_t seals)>;

/// Computes every seal again and compares, in memory that does not grow with the chain; of what is archived
/// it looks at the seals only, see verify_archive(). Each `anchor` must be in it. While others write, too:
/// events that were committed before it began are looked at.
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
