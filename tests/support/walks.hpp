#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "tests/support/operations.hpp"
#include "tests/support/service.hpp"

/// Data of the features for tests that call every endpoint, in src/features/<feature>/walks_test.json:
///
///     "open": ["GET /health/"]           endpoints without login: repeated here, so that each is deliberate
///     "records": {"/api/depots": {…}}    records named by the part of an address before its first id
///       "table": "depots"                their table, which has a column id
///       "sql": "INSERT … RETURNING id"   creates one that belongs to {owner}; or
///       "post": true                     the owner posts the documented example to the collection
///       "ids": {"session_id": "SQL"}     further ids in addresses below it
///       "read_by_all": true              everybody may read them; only changes are refused
///       "shared": true                   nobody's own: whoever may change one may change all
///     "fresh": {"/api/depots": {…}}      members of the collection's documented examples
///       "code": "D-{unique}"             that must be new, or name an existing record
///     "calls": {"PUT /api/depots": {…}}  how to call an endpoint that differs from others
///       "body": {…}                      in place of its example (or of an empty PATCH)
///       "answers": [200, 409]            expected if allowed, in place of its own status
///       "answers_of_own": [409]          expected on oneself or one's own record, in every role
///       "for_everybody": true            changes what others can do: tests run it apart
///       "step": true                     only records in a certain state take it, and what it stores has no
///                                        address: walks that must succeed leave it out
///       "ends_caller": true              the caller cannot call it again
///
/// In texts, {owner} is the id of the record's person, {owner.phone} and {owner.depot} their details,
/// {caller.depot} the caller's depot, {unique} unused digits, and {/api/depots/zones} the id of a new record
/// of that kind. A text that is only an id becomes a number. tests/contract reads the same files.
namespace kpa::test {

/// A record of a person: the values for its address, and its table and row.
struct Record {
  std::map<std::string, std::string> ids;
  std::string table;
  std::string id;

  /// The present content of the row.
  std::string row(const TestService& service) const;
};

/// How to create records that belong to a person; identified by the part of the address before the first id.
struct RecordKind {
  std::string prefix;
  boost::json::object told;  ///< its content in the file

  Record make(const TestService& service, const Person& owner) const;
  bool read_by_all() const { return told.contains("read_by_all"); }
  bool shared() const { return told.contains("shared"); }
};

/// All kinds that an address can name. An endpoint with an id of a new kind fails in the walks until its
/// feature describes it.
const std::vector<RecordKind>& record_kinds();
/// The kind that the operation's address names, or null.
const RecordKind* kind_of(const Operation& operation);
/// A record of the kind.
Record new_record(const TestService& service, const std::string& prefix, const Person& owner);

/// The documented example of the operation's body, adapted so that `owner` can send it.
boost::json::value example_of(const TestService& service, const Operation& operation, const Person& owner);
/// Whether the feature's file says `what` of the operation: for_everybody, ends_caller.
bool is_told(const Operation& operation, std::string_view what);

/// A call of an endpoint that only the caller's rights can make fail.
struct Call {
  boost::json::value body;
  std::set<int> answers = {};         ///< expected statuses if allowed; empty: the endpoint's own status
  std::set<int> answers_of_own = {};  ///< the same for one's own record, if different
};
Call call_of(const TestService& service, const Operation& operation, const Person& owner,
             const Person& caller);

/// Every endpoint that a feature opens to everybody: `GET /health/`.
std::set<std::string> open_endpoints();
/// The endpoints for which a feature's file has a call, whether they exist or not.
std::set<std::string> told_calls();

}  // namespace kpa::test
