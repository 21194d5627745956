#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "tests/support/operations.hpp"
#include "tests/support/service.hpp"

/// What features tell the tests that walk over all endpoints, in src/features/<feature>/walks_test.json:
///
///     "open": ["GET /health/"]           needs no login: a decision, so it is made here as well
///     "records": {"/api/depots": {…}}    what the part of an address before its first id names
///       "table": "depots"                where it is kept, under the column id
///       "sql": "INSERT … RETURNING id"   makes one of {owner}; or
///       "post": true                     the owner sends the documented example to the collection
///       "ids": {"session_id": "SQL"}     further ids of the addresses below it
///       "read_by_all": true              only changes are refused
///     "fresh": {"/api/depots": {…}}      members of that collection's documented examples
///       "code": "D-{unique}"             that must be new, or name what is there
///     "calls": {"PUT /api/depots": {…}}  an endpoint that is not as others are
///       "body": {…}                      instead of its example, or of nothing to PATCH
///       "answers": [200, 409]            to who may, instead of its own status
///       "answers_of_own": [409]          on oneself or one's own record, whatever one's role
///       "for_everybody": true            it changes what others can do: walks keep it apart
///       "ends_caller": true              who called it cannot call it again
///
/// In texts {owner} is the id of whose record it is, {owner.phone} and {owner.depot} theirs, {caller.depot}
/// that of who asks, {unique} digits that nothing has yet, and {/api/depots/zones} the id of a new record of
/// that kind. A text that is one id alone becomes a number. tests/contract reads the same files.
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
struct RecordKind {
  std::string prefix;
  boost::json::object told;  ///< as it stands in the file

  Record make(const TestService& service, const Person& owner) const;
  bool read_by_all() const { return told.contains("read_by_all"); }
};

/// All that an address can name. An endpoint that takes an id of something new fails in the walks until its
/// feature tells of it.
const std::vector<RecordKind>& record_kinds();
/// What the operation's address names, or null when it is none of these.
const RecordKind* kind_of(const Operation& operation);
/// A record of the kind.
Record new_record(const TestService& service, const std::string& prefix, const Person& owner);

/// The documented example of the operation's body, as `owner` can send it.
boost::json::value example_of(const TestService& service, const Operation& operation, const Person& owner);
/// Whether the feature says `what` of the operation: for_everybody, ends_caller.
bool is_told(const Operation& operation, std::string_view what);

/// How an endpoint is called so that it has nothing to say against it but who calls.
struct Call {
  boost::json::value body;
  std::set<int> answers = {};  ///< what it may answer to those who may; empty: the endpoint's own status
  std::set<int> answers_of_own = {};  ///< the same on one's own record, where it differs
};
Call call_of(const TestService& service, const Operation& operation, const Person& owner,
             const Person& caller);

/// Every endpoint that a feature opens to everybody: `GET /health/`.
std::set<std::string> open_endpoints();
/// The endpoints that a feature has a call for, whether they are there or not.
std::set<std::string> told_calls();

}  // namespace kpa::test
