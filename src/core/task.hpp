#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace kpa {

/// The concrete executor, used everywhere: the type-erased one costs an allocation and a virtual call per
/// step.
using Executor = boost::asio::io_context::executor_type;

/// A coroutine that runs on one I/O thread. It starts when it is awaited.
template <class T = void>
using Task = boost::asio::awaitable<T, Executor>;

/// For asynchronous operations: waits and throws on failure,
inline constexpr auto awaiting = boost::asio::use_awaitable_t<Executor>();
/// or returns the error code as the first value of `co_await`.
inline constexpr auto awaiting_outcome = boost::asio::as_tuple(awaiting);

}  // namespace kpa
