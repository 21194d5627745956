#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace kpa {

/// The concrete executor everywhere: the type-erased one costs an allocation and a virtual call per step.
using Executor = boost::asio::io_context::executor_type;

/// A coroutine that runs on one I/O thread. Nothing happens until it is awaited.
template <class T = void>
using Task = boost::asio::awaitable<T, Executor>;

}  // namespace kpa
