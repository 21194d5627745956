#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace kpa {

/// The concrete executor everywhere: the type-erased one costs an allocation and a virtual call per step.
using Executor = boost::asio::io_context::executor_type;

/// A coroutine that runs on one I/O thread. Nothing happens until it is awaited.
template <class T = void>
using Task = boost::asio::awaitable<T, Executor>;

/// For asynchronous operations: the coroutine waits, and a failure is thrown,
inline constexpr auto awaiting = boost::asio::use_awaitable_t<Executor>();
/// or is the first value that `co_await` gives.
inline constexpr auto awaiting_outcome = boost::asio::as_tuple(awaiting);

}  // namespace kpa
