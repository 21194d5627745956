#include "app/installation.hpp"

#include <gtest/gtest.h>

#include "core/config/load.hpp"

namespace kpa::app {
namespace {

std::size_t connections(const char* io_threads, const char* for_each) {
  return embedded_connections(config::load({.environment = {{"KPA_SERVER_IO_THREADS", io_threads},
                                                            {"KPA_DATABASE_CONNECTIONS", for_each}}})
                                  .settings);
}

TEST(EmbeddedConnections, SufficeForAllThreadsAndForCommandsBeside) {
  EXPECT_EQ(connections("1", "4"), 60U);
  EXPECT_EQ(connections("7", "4"), 60U);
  EXPECT_EQ(connections("8", "4"), 62U);
  EXPECT_EQ(connections("64", "4"), 286U);
}

}  // namespace
}  // namespace kpa::app
