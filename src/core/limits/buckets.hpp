#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include <boost/container/static_vector.hpp>

#include "core/http/limit_class.hpp"
#include "core/limits/bucket.hpp"

namespace kpa::limits {

/// Identifies a bucket: whose, and for which class of requests.
struct Key {
  enum class Kind : std::uint8_t { user, session, address, unauthenticated_address };

  http::LimitClass limited = http::LimitClass::read;
  Kind kind = Kind::user;
  std::array<unsigned char, 16> who{};  ///< the user's or session's id, or the first bytes of an address

  bool operator==(const Key&) const = default;
};

/// One token wanted from a bucket with this limit.
struct Demand {
  Key key;
  config::RateLimit limit;
  unsigned most_leased = 1;  ///< how many tokens an instance may hold in advance from a shared bucket
};

/// A request counts for its user and its address.
inline constexpr std::size_t most_demands = 2;
using Demands = boost::container::static_vector<Demand, most_demands>;
/// Results of the demands, in their order. A refusal ends the list; then no bucket was charged.
using AllTaken = boost::container::static_vector<Taken, most_demands>;

/// The buckets of this process, shared by its I/O threads, in a table of fixed size. When it is full, a new
/// client replaces the bucket that would be full again soonest, because that one loses least.
class Buckets {
 public:
  /// Room for about `most` buckets of 40 bytes.
  explicit Buckets(std::size_t most = 32'768);

  AllTaken take(const Demands& demands);
  Taken take(const Demand& demand, Micros now);

  std::size_t most() const { return sets_.size() * ways; }

 private:
  static constexpr std::size_t ways = 8;
  struct Entry {
    Key key;
    Bucket bucket;
  };
  using Set = std::array<Entry, ways>;

  Micros since_start() const;
  std::size_t index_of(const Key& key) const;
  void give_back(const Demand& demand);

  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  const std::string seed_;  ///< random, so that nobody can tell which clients share a set
  std::vector<Set> sets_;
  std::array<std::mutex, 64> locks_;  ///< each guards many sets
};

}  // namespace kpa::limits
