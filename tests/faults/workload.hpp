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

/// One request and its result.
struct Attempt {
  std::string request;  ///< for failure messages
  Clock::time_point began;
  Clock::time_point ended = {};
  int status = 0;          ///< 0: no answer came
  bool refused = false;    ///< no connection could be made
  bool cut_off = false;    ///< the answer was incomplete
  std::string wrong = {};  ///< what is wrong with the answer even during an outage; empty: nothing
  std::int64_t id = 0;     ///< of the form, if it was acknowledged

  bool served() const { return status == 200 || status == 201; }
};

/// A form that a client tried to submit.
struct Submission {
  std::string profile;                 ///< its wheelProfile, unique among all forms
  bool repeated = false;               ///< sent with an Idempotency-Key, and repeated until acknowledged
  std::vector<std::int64_t> ids = {};  ///< one of each acknowledgement
  bool maybe = false;                  ///< at least one attempt has an unknown result
};

/// A wheel specification without a form number, identifiable by `index`.
boost::json::object distinct_form(int index);
std::string profile_of(const boost::json::object& form);

/// One request on a connection of its own. A missing answer is a result too: it never throws.
Attempt try_once(std::uint16_t port, const std::string& token, const boost::json::object& form,
                 const std::string& key = {});

/// Clients that submit wheel specifications and read them again as fast as they are served, each on a
/// connection that it keeps. Half of them send an Idempotency-Key and repeat failures until acknowledged,
/// like a phone with bad reception; the others do not repeat.
class Workload {
 public:
  Workload(std::uint16_t port, std::string token, int clients = 8);
  Workload(const Workload&) = delete;
  Workload& operator=(const Workload&) = delete;
  ~Workload();

  /// Returns when all running requests have ended.
  void stop();
  /// Number of acknowledged forms, and of failed requests, so far.
  int acknowledged() const { return acknowledged_; }
  int failed() const { return failed_; }
  /// Whether `more` further forms are acknowledged within a minute.
  bool goes_on(int more) const;

  // Call it after stop().
  std::vector<Attempt> attempts() const;
  std::vector<Submission> submissions() const;
  /// Answers that are wrong even during an outage, one line each.
  std::vector<std::string> wrong_answers() const;
  /// Differences between the database and what clients were told, one line each: an acknowledged form that is
  /// missing, a form that is there twice or that nobody sent, or one without exactly one event.
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
