#pragma once

#include <functional>
#include <string>

#include <boost/json/value.hpp>

#include "core/task.hpp"

namespace kpa::app {

/// Sends a body to a path of our own API, with an access token; returns the answer.
using Post =
    std::function<Task<boost::json::value>(std::string path, boost::json::value body, std::string token)>;
/// Takes a submission, as it was answered, so many steps along its review: 0 pending, 1 reviewed, 2 approved,
/// 3 rejected because of this field.
using Take = std::function<Task<void>(boost::json::value submission, const char* field, int steps)>;

/// Access tokens.
struct Tokens {
  std::string builder;
  std::string filler;
};

/// Creates three forms as people build them, with submissions in every state.
Task<void> make_forms(Post post, Tokens of, Take take);

}  // namespace kpa::app
