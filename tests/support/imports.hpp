#pragma once

#include <boost/json/value.hpp>
#include <gtest/gtest.h>

#include "tests/support/eventually.hpp"
#include "tests/support/http_client.hpp"

namespace kpa::test {

/// Waits until the import that was accepted with this answer has ended, and returns it.
inline boost::json::value ended_import(const HttpClient& client, const Answer& accepted) {
  EXPECT_EQ(accepted.status, 202) << accepted.text;
  Answer now;
  EXPECT_TRUE(eventually([&] {
    now = client.get(accepted.header("Location"));
    return now.status != 200 || !now.at("finished_at").is_null();
  }));
  EXPECT_EQ(now.status, 200) << now.text;
  return now.body;
}

}  // namespace kpa::test
