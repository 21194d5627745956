# The headers that most sources include, parsed once for the whole build: it halves the time of a clean one. Every source
# still includes what it uses, so that -DKPA_PRECOMPILE=OFF compiles as well.
option(KPA_PRECOMPILE "Parse common headers once" ON)

set(standard <algorithm> <array> <atomic> <charconv> <chrono> <cstdint> <cstdlib> <deque> <exception> <filesystem> <fstream>
             <functional> <future> <map> <memory> <mutex> <optional> <random> <set> <span> <sstream> <stdexcept> <string>
             <string_view> <system_error> <thread> <type_traits> <unordered_map> <utility> <variant> <vector>)
set(boost <boost/asio/awaitable.hpp> <boost/asio/basic_waitable_timer.hpp> <boost/asio/cancellation_signal.hpp>
          <boost/asio/co_spawn.hpp> <boost/asio/detached.hpp> <boost/asio/executor_work_guard.hpp> <boost/asio/io_context.hpp>
          <boost/asio/ip/tcp.hpp> <boost/asio/posix/stream_descriptor.hpp> <boost/asio/post.hpp>
          <boost/asio/redirect_error.hpp> <boost/asio/thread_pool.hpp> <boost/asio/use_awaitable.hpp> <boost/json.hpp>)
set(testing <gmock/gmock.h> <gtest/gtest.h>)

# kpa_precompile(<name> LINK <libraries whose definitions the headers see> HEADERS <headers>)
function(kpa_precompile name)
  cmake_parse_arguments(precompiled "" "" "LINK;HEADERS" ${ARGN})
  set(source ${CMAKE_BINARY_DIR}/${name}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "")
  add_library(${name} OBJECT EXCLUDE_FROM_ALL ${source})
  target_link_libraries(${name} PRIVATE ${precompiled_LINK})
  target_precompile_headers(${name} PRIVATE ${precompiled_HEADERS})
endfunction()

# kpa_use_precompiled(<target> kpa_precompiled|kpa_test_precompiled)
function(kpa_use_precompiled target from)
  if(KPA_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${from})
    target_link_libraries(${target} PRIVATE Boost::headers Boost::json)  # what they were compiled with
  endif()
endfunction()

if(KPA_PRECOMPILE)
  kpa_precompile(kpa_precompiled LINK Boost::headers Boost::json HEADERS ${standard} ${boost})
  if(KPA_TESTS)
    kpa_precompile(kpa_test_precompiled LINK Boost::headers Boost::json GTest::gmock HEADERS ${standard} ${boost} ${testing})
  endif()
endif()
