#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/security/operations.hpp"
#include "tests/support/service.hpp"

namespace kpa::test {

/// A record of somebody: the values of its address, and the table and row that it is kept in.
struct Record {
  std::map<std::string, std::string> ids;
  std::string table;
  std::string id;

  /// The row as it is now.
  std::string row(const TestService& service) const;
};

/// How records are made that belong to a person, by the part of the address before the first id.
struct Kind {
  std::string prefix;
  std::function<Record(const TestService& service, const Person& owner)> make;
  bool read_by_all = false;  ///< such as depots: only changes are refused
};

/// All that an address can name. An endpoint that takes an id of something new fails in OthersRecords until
/// it is here.
const std::vector<Kind>& kinds();
/// What the operation's address names, or null when it is none of these.
const Kind* kind_of(const Operation& operation);

/// A zone with a division with a depot; the one of the three that is in `table`.
Record new_place(const TestService& service, const std::string& table);

}  // namespace kpa::test
