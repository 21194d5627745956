#include "core/http/failures.hpp"

#include <string>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include "core/db/database.hpp"
#include "core/http/log.hpp"

namespace kpa::http {

Problem problem_of(const std::exception_ptr& thrown, const Request& request) {
  std::string failed;
  try {
    std::rethrow_exception(thrown);
  } catch (const Failure& failure) {
    if (const CodeInfo& info = describe(failure.problem.code); info.status >= 500)
      log.error("request failed for an outage", {{"path", request.path},
                                                 {"code", info.slug},
                                                 {"reason", failure.what()},
                                                 {"request_id", request.request_id}});
    return failure.problem;
  } catch (const db::Error& error) {
    log.error("PostgreSQL refused a statement", {{"path", request.path},
                                                 {"sqlstate", error.sqlstate},
                                                 {"constraint", error.constraint},
                                                 {"reason", error.message},
                                                 {"request_id", request.request_id}});
    if (error.is_outage()) return {.code = Code::unavailable};
  } catch (const boost::system::system_error& cancelled) {
    if (cancelled.code() == boost::asio::error::operation_aborted) throw;  // the client is gone
    failed = cancelled.what();
  } catch (const std::exception& error) {
    failed = error.what();
  }
  if (!failed.empty())
    log.error("request failed for a bug",
              {{"path", request.path}, {"reason", failed}, {"request_id", request.request_id}});
  return {.code = Code::internal};
}

}  // namespace kpa::http
