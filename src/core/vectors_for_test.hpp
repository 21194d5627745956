#pragma once

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

namespace kpa {

/// A file of vectors below tests/: what goes in and what comes out, also for whoever does the same in another
/// language.
inline boost::json::object vectors_in(const std::string& file) {
  std::ifstream stream(KPA_SOURCE_DIR "/tests/" + file);
  if (!stream) throw std::runtime_error("there is no tests/" + file);
  std::stringstream text;
  text << stream.rdbuf();
  return boost::json::parse(text.str()).as_object();
}

}  // namespace kpa
