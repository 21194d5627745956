#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <boost/json/object.hpp>

#include "core/time.hpp"

namespace kpa::test {

/// One request, and what became of it.
struct Attempt {
  std::string request;  ///< for messages
  Clock::time_point began;
  Clock::time_point ended = {};
  int status = 0;          ///< 0: no answer came
  bool refused = false;    ///< there was no connection to send it on
  bool cut_off = false;    ///< the answer ended in the middle
  std::string wrong = {};  ///< what no outage excuses about the answer; empty when there is nothing
  std::int64_t id = 0;     ///< of the form, when it was acknowledged

  bool served() const { return status == 200 || status == 201; }
};

/// A form that clients tried to submit.
struct Submission {
  std::string profile;                 ///< its wheelProfile, which no other form has
  bool repeated = false;               ///< with an Idempotency-Key, until it was acknowledged
  std::vector<std::int64_t> ids = {};  ///< of each acknowledgement
  bool maybe = false;                  ///< some attempt was sent whose outcome nobody told
};

/// A wheel specification without a number of its own, that can be told from all others by `index`.
boost::json::object distinct_form(int index);
std::string profile_of(const boost::json::object& form);

/// One request on a connection of its own. No answer is an answer too: it never throws.
Attempt try_once(std::uint16_t port, const std::string& token, const boost::json::object& form,
                 const std::string& key = {});

/// Clients that submit wheel specifications and read them again, each on a connection that it keeps, as fast
/// as they are served. Half of them send an Idempotency-Key and repeat what failed until it is acknowledged,
/// as a telephone with bad reception does; the others let it be.
class Workload {
 public:
  Workload(std::uint16_t port, std::string token, int clients = 8);
  Workload(const Workload&) = delete;
  Workload& operator=(const Workload&) = delete;
  ~Workload();

  /// Returns when the requests under way have ended.
  void stop();
  /// Forms acknowledged, and requests that failed, until now.
  int acknowledged() const { return acknowledged_; }
  int failed() const { return failed_; }
  /// Whether that many more forms are acknowledged within a minute.
  bool goes_on(int more) const;

  // After stop().
  std::vector<Attempt> attempts() const;
  std::vector<Submission> submissions() const;
  /// Answers that no outage excuses, one line each.
  std::vector<std::string> wrong_answers() const;
  /// Where the database and what the clients were told disagree, one line each: an acknowledged form that is
  /// missing, one that is there twice or that nobody sent, and any without exactly one event.
  std::vector<std::string> disagreements(const std::string& conninfo) const;

 private:
  struct Client;
  void work(Client& client);

  const std::uint16_t port_;
  const std::string token_;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> next_form_ = 0;
  std::atomic<int> acknowledged_ = 0;
  std::atomic<int> failed_ = 0;
  std::vector<std::unique_ptr<Client>> clients_;
};

}  // namespace kpa::test
