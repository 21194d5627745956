#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "core/crypto/digest.hpp"
#include "core/db/database.hpp"

/// Work outside of the database that a change brings with it: text messages, mail, calls of other services.
/// It is written in the transaction of the change (a "transactional outbox"), so that a crash loses none and
/// a rollback leaves none, and done afterwards by the Relay of any process. Decision 58.
namespace kpa::outbox {

/// Something to be done once.
struct Delivery {
  std::string kind;     ///< names the Kind that does it
  std::string target;   ///< phone number, URL …: of one kind, one after another, as they were put
  std::string payload;  ///< for Kind::attempt. Sealed in the database, and forgotten at the end
  std::chrono::milliseconds
      good_for;  ///< from the beginning of the transaction; then it is not done any more
};

/// A delivery whose turn it is.
struct Due {
  std::int64_t id = 0;  ///< the same in each attempt: for receivers that can tell a repetition by it
  std::string target;
  std::string payload;
  std::int64_t attempt = 1;  ///< from 1
};

/// How an attempt ended.
struct Attempt {
  enum class End {
    done,
    again,    ///< it failed, and may succeed later
    give_up,  ///< it failed, and would again, or must not be repeated
  };
  End end = End::done;
  std::string reason = {};  ///< why not `done`, in a few words for logs: nothing of the payload
};

/// How deliveries of a kind are done.
struct Kind {
  std::string name;  ///< snake_case
  /// One attempt, on a thread of the kind's own. It ends within `time_limit`, and soon after `stopping` has
  /// become true. What it throws is a bug, and gives the delivery up. An attempt may be a repetition: the
  /// process that made the one before may have crashed after it.
  std::function<Attempt(const Due& due, const std::atomic<bool>& stopping)> attempt;
  std::chrono::milliseconds time_limit{10'000};
  std::size_t at_once = 2;  ///< attempts, of each process
  std::int64_t most_attempts = 10;
  /// The pause before the next attempt is random ("full jitter"): up to `first_pause` after the first, and up
  /// to twice as long after each further one, but no longer than `longest_pause`.
  std::chrono::milliseconds first_pause{1'000};
  std::chrono::milliseconds longest_pause{60'000};
};

/// Where deliveries are put. One for a process, shared by its threads.
class Outbox {
 public:
  /// `key` seals payloads.
  explicit Outbox(const crypto::Digest& key) : key_(key) {}

  /// Before a Relay starts. Deliveries of a kind that no process knows stay until they expire.
  void add(Kind kind) { kinds_.push_back(std::move(kind)); }

  /// As part of `unit`. It is done as soon as that is committed.
  Task<void> put(db::Queries& unit, Delivery delivery);

 private:
  friend class Relay;
  void wake();
  void set_wake(std::function<void()> wake);

  const crypto::Digest key_;
  std::vector<Kind> kinds_;
  std::mutex mutex_;
  std::function<void()> wake_;  ///< of the process's Relay, if it has one
};

/// For a job that runs now and then: gives up deliveries that have expired and that nobody took, and deletes
/// those that were given up a week ago, `most` of each. Gives how many of the more numerous.
Task<std::int64_t> forget_old(db::Queries& unit, std::int64_t most);

}  // namespace kpa::outbox
