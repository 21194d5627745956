#include "tests/support/statements.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <span>
#include <stdexcept>

#include <libpq-fe.h>

namespace kpa::test {
namespace {

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

Connection connect(const std::string& conninfo) {
  Connection connection(PQconnectdb(conninfo.c_str()), PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
  return connection;
}

bool fits(const db::Slot& slot, Oid type) {
  return std::ranges::any_of(slot.oids, [&](db::Oid known) { return static_cast<Oid>(known) == type; });
}

std::string expected(const db::Slot& slot) {
  std::string text;
  for (const auto oid : slot.oids)
    text.append(text.empty() ? "" : " or ").append(std::to_string(static_cast<unsigned>(oid)));
  return text;
}

/// PostgreSQL's description of a prepared statement.
class Prepared {
 public:
  Prepared(PGconn* connection, std::string name, const std::string& sql) : name_(std::move(name)) {
    const Result prepared(PQprepare(connection, "", sql.c_str(), 0, nullptr), PQclear);
    if (PQresultStatus(prepared.get()) == PGRES_COMMAND_OK)
      description_.reset(PQdescribePrepared(connection, ""));
    else
      say(PQresultErrorMessage(prepared.get()) + ("in " + sql));
  }

  void takes(std::size_t count) {
    if (description_ != nullptr && PQnparams(description_.get()) != static_cast<int>(count))
      say("takes " + std::to_string(PQnparams(description_.get())) + " values, not " + std::to_string(count));
  }
  void takes(std::span<const db::Slot> slots) {
    takes(slots.size());
    for (int at = 0; said_.empty() && at < static_cast<int>(slots.size()); ++at) {
      const auto& slot = slots[static_cast<std::size_t>(at)];
      if (const Oid type = PQparamtype(description_.get(), at); !fits(slot, type))
        say("$" + std::to_string(at + 1) + " has type " + std::to_string(type) + ", not " + expected(slot));
    }
  }
  void gives(std::span<const db::Slot> slots) {
    if (description_ == nullptr) return;
    if (PQnfields(description_.get()) != static_cast<int>(slots.size()))
      return say("gives " + std::to_string(PQnfields(description_.get())) + " columns, not " +
                 std::to_string(slots.size()));
    for (int at = 0; at < static_cast<int>(slots.size()); ++at) {
      const auto& slot = slots[static_cast<std::size_t>(at)];
      const std::string name = PQfname(description_.get(), at);
      if (!slot.name.empty() && slot.name != name)
        say("column " + std::to_string(at + 1) + " is called " + name + ", not " + slot.name);
      if (const Oid type = PQftype(description_.get(), at); !fits(slot, type))
        say("column " + name + " has type " + std::to_string(type) + ", not " + expected(slot));
    }
  }

  std::vector<std::string> said() { return std::move(said_); }

 private:
  void say(const std::string& what) { said_.push_back(name_ + ": " + what); }

  std::string name_;
  Result description_{nullptr, PQclear};
  std::vector<std::string> said_;
};

void append(std::vector<std::string>& all, std::vector<std::string> more) {
  std::ranges::move(more, std::back_inserter(all));
}

/// The combinations of filters that matter: none, each alone, all together. Values are never sent.
std::vector<db::Selection> filter_choices(const db::ListText& list) {
  std::vector<db::Selection> choices(1);
  db::Selection every;
  for (const auto& filter : list.filters()) {
    db::Selection one;
    one.where(filter.name, std::string());
    every.where(filter.name, std::string());
    choices.push_back(std::move(one));
  }
  choices.push_back(std::move(every));
  return choices;
}

std::vector<db::Selection> places(db::Selection selection) {
  selection.page = 1;
  std::vector<db::Selection> all{selection};
  selection.page = 2;
  all.push_back(selection);
  selection.after = db::Cursor{};
  all.push_back(selection);
  return all;
}

}  // namespace

std::vector<std::string> disagreements(const std::string& conninfo, const db::AnyStatement& statement) {
  const Connection connection = connect(conninfo);
  Prepared prepared(connection.get(), statement.name, statement.sql);
  prepared.takes(statement.parameters());
  if (const auto result = statement.result(); !result.empty()) prepared.gives(result);
  return prepared.said();
}

std::vector<std::string> disagreements(const std::string& conninfo, const db::ListText& list) {
  const Connection connection = connect(conninfo);
  std::vector<std::string> all;
  auto columns = list.result();
  columns.push_back(db::slot_of<std::string>("sort_key"));
  columns.push_back(db::slot_of<std::int64_t>("sort_id"));
  columns.push_back(db::slot_of<std::int64_t>("total"));
  const std::vector<db::Slot> total{columns.back()};

  const auto check = [&](const db::Command& command, std::span<const db::Slot> result) {
    Prepared prepared(connection.get(), std::string(command.name), std::string(command.sql));
    prepared.takes(command.parameters.size());
    prepared.gives(result);
    append(all, prepared.said());
  };
  for (auto& choice : filter_choices(list)) {
    check(list.count(choice), total);
    for (const auto& sort : list.sorts()) {
      for (const bool descending : {true, false}) {
        choice.sort = sort.name;
        choice.descending = descending;
        for (const auto& place : places(choice)) check(list.page(place), columns);
      }
    }
  }
  return all;
}

std::vector<std::string> all_disagreements(const std::string& conninfo) {
  std::vector<std::string> all;
  std::set<std::string> names;
  for (const auto* statement : db::AnyStatement::all()) {
    if (!names.insert(statement->name).second)
      all.push_back(statement->name + ": two statements have this name");
    append(all, disagreements(conninfo, *statement));
  }
  for (const auto* list : db::ListText::all()) {
    if (!names.insert(list->name()).second) all.push_back(list->name() + ": two statements have this name");
    append(all, disagreements(conninfo, *list));
  }
  return all;
}

}  // namespace kpa::test
