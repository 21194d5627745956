#pragma once

#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "core/i18n/message.hpp"

namespace kpa::review {

/// Something about how a form was filled in that its reviewer may want to look at. It never refuses anything:
/// a workshop can have ten wheels of one size.
struct Hint {
  std::string code;  ///< stable: `identical_readings`, `filled_in_fast`
  i18n::Message message;
};

/// `content` and `timing` as records::ReviewFacts describes them; `timing` may be null.
std::vector<Hint> hints(const boost::json::value& content, const boost::json::value& timing);

}  // namespace kpa::review
