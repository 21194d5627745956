#pragma once

#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "core/db/database.hpp"
#include "core/incidents/incidents.hpp"

namespace kpa::incidents {

/// Writes the incidents that were only counted, every few seconds and at the end. One per process.
class CountWriter {
 public:
  /// The arguments must outlive it, until stop() has called `done`.
  CountWriter(boost::asio::io_context& io, Incidents& incidents, db::Queries& database);
  ~CountWriter();

  void start();
  /// Writes what is left and calls `done`.
  void stop(std::function<void()> done);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace kpa::incidents
