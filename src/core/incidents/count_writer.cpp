#include "core/incidents/count_writer.hpp"

#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/timer.hpp"

namespace kpa::incidents {
namespace {

namespace asio = boost::asio;

constexpr auto period = std::chrono::seconds(10);

}  // namespace

struct CountWriter::State {
  asio::io_context& io;
  Incidents& incidents;
  db::Queries& database;
  Timer timer{io};
  bool stopping = false;
  std::function<void()> done = {};

  static Task<void> run(std::shared_ptr<State> state) {
    while (!state->stopping) {
      state->timer.expires_after(period);
      boost::system::error_code ignored;
      co_await state->timer.async_wait(asio::redirect_error(asio::use_awaitable_t<Executor>(), ignored));
      if (!state->stopping) co_await state->incidents.write_counts(state->database);
    }
    // Needed even if the stop came during a write.
    co_await state->incidents.write_counts(state->database, true);
    state->done();
  }
};

CountWriter::CountWriter(asio::io_context& io, Incidents& incidents, db::Queries& database)
    : state_(std::make_shared<State>(State{io, incidents, database})) {}

CountWriter::~CountWriter() = default;

void CountWriter::start() { asio::co_spawn(state_->io.get_executor(), State::run(state_), asio::detached); }

void CountWriter::stop(std::function<void()> done) {
  state_->stopping = true;
  state_->done = std::move(done);
  state_->timer.cancel();
}

}  // namespace kpa::incidents
