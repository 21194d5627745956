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

/// Work outside the database that belongs to a change: text messages, mail, calls of other services. It is
/// stored in the transaction of the change (a "transactional outbox"), so that a crash loses nothing and a
/// rollback leaves nothing, and done afterwards by the Relay of any process. See decision 58.
namespace kpa::outbox {

/// A piece of work to be done once.
struct Delivery {
  std::string kind;  ///< name of the Kind that does it
  /// Phone number, URL …; deliveries of one kind to one target are done in order, one at a time.
  std::string target;
  std::string payload;  ///< input of Kind::attempt; encrypted in the database, and deleted at the end
  std::chrono::milliseconds
      good_for;  ///< counted from the start of the transaction; after that it is given up
};

/// A delivery that is due.
struct Due {
  std::int64_t id = 0;  ///< the same in each attempt, so that receivers can recognise repetitions
  std::string target;
  std::string payload;
  std::int64_t attempt = 1;  ///< from 1
};

/// The result of an attempt.
struct Attempt {
  enum class End {
    done,
    again,    ///< failed, but may succeed later
    give_up,  ///< failed for good, or must not be repeated
  };
  End end = End::done;
  std::string reason = {};  ///< why not `done`, in a few words for logs, without any of the payload
};

/// How deliveries of a kind are done.
struct Kind {
  std::string name;  ///< snake_case
  /// Makes one attempt, on a thread of this kind. It must end within `time_limit`, and soon after `stopping`
  /// has become true. An exception is a bug: the delivery is given up. An attempt may repeat one that
  /// succeeded, if the process crashed before it could record that.
  std::function<Attempt(const Due& due, const std::atomic<bool>& stopping)> attempt;
  std::chrono::milliseconds time_limit{10'000};
  std::size_t at_once = 2;  ///< attempts at the same time, in each process
  std::int64_t most_attempts = 10;
  /// The pause before the next attempt is random ("full jitter"): at most `first_pause` after the first
  /// attempt, at most twice as long after each further one, but never longer than `longest_pause`.
  std::chrono::milliseconds first_pause{1'000};
  std::chrono::milliseconds longest_pause{60'000};
};

/// Accepts deliveries. One per process, shared by its threads.
class Outbox {
 public:
  /// `key` encrypts payloads.
  explicit Outbox(const crypto::Digest& key) : key_(key) {}

  /// Call before a Relay starts. Deliveries of a kind that no process has stay until they expire.
  void add(Kind kind) { kinds_.push_back(std::move(kind)); }

  /// Stores the delivery in `unit`. It is done after the commit.
  Task<void> put(db::Queries& unit, Delivery delivery);

 private:
  friend class Relay;
  void wake();
  void set_wake(std::function<void()> wake);

  const crypto::Digest key_;
  std::vector<Kind> kinds_;
  std::mutex mutex_;
  std::function<void()> wake_;  ///< wakes the process's Relay, if it has one
};

/// For a regular job: gives up expired deliveries that nobody took, and deletes deliveries given up a week
/// ago, at most `most` of each. Returns the larger of the two numbers.
Task<std::int64_t> forget_old(db::Queries& unit, std::int64_t most);

}  // namespace kpa::outbox
