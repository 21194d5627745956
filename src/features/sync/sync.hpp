#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/json/object.hpp>

#include "core/feature/feature.hpp"
#include "core/http/caller.hpp"
#include "core/http/permission.hpp"
#include "core/schema/patch.hpp"
#include "core/uuid.hpp"
#include "features/sync/merge.hpp"

/// Devices that work without a network: what they did meanwhile is sent in batches of operations, and what
/// changed meanwhile is fetched from a cursor on. Kinds of record register here what their operations do; no
/// kind is known by name.
namespace kpa::sync {

/// What a device keeps of one thing.
struct Item {
  std::int64_t id = 0;
  std::int64_t version = 1;
  RawJson record;  ///< as its own endpoint answers it
};

/// How something is called, for devices and in events.
struct Description {
  std::string_view name;        ///< `wheel-specifications`
  std::string_view record;      ///< entity type of its events: `wheel_specification`; empty: it has none
  std::string_view owner = {};  ///< member of its content with the person whose it is: `submittedBy`
  bool for_everybody = false;   ///< it concerns all: what no longer comes is gone
  const http::Permission* permission = nullptr;  ///< to do the operations of a Kind
};

/// Something that devices keep: what of it concerns a person.
class Feed {
 public:
  explicit Feed(Description description) : description_(description) {}
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;
  virtual ~Feed() = default;

  const Description& description() const { return description_; }

  /// Up to `most` of all that concern the caller, with ids greater than `after`, in their order. Must see
  /// what was committed before.
  virtual Task<std::vector<Item>> page(const http::Call& call, std::int64_t after,
                                       std::int64_t most) const = 0;
  /// Those of these ids that concern the caller, in any order.
  virtual Task<std::vector<Item>> among(const http::Call& call, std::vector<std::int64_t> ids) const = 0;
  /// For what has no events: another text whenever something changed, so that devices fetch all again.
  virtual std::string state() const { return {}; }

 private:
  const Description description_;
};

/// One thing that is part of the program and changes with it only, such as its rules. Its id is 1.
class PartOfProgram final : public Feed {
 public:
  PartOfProgram(std::string_view name, RawJson record);

  Task<std::vector<Item>> page(const http::Call& call, std::int64_t after, std::int64_t most) const override;
  /// It has no events, so nobody asks.
  Task<std::vector<Item>> among(const http::Call& call, std::vector<std::int64_t> ids) const override;
  std::string state() const override { return digest_; }

 private:
  const RawJson record_;
  const std::string digest_;
};

/// A record as an operation left it.
struct Done {
  std::int64_t id = 0;
  std::int64_t version = 1;
  bool was_there = false;  ///< it was stored before, under the same UUID and in the same words
  RawJson record;          ///< as its own endpoint answers it
};
/// An operation of which nothing was stored.
struct Conflicted {
  std::int64_t id = 0;
  std::int64_t version = 1;  ///< the record's present version
  std::vector<Conflict> fields;
};
using Result = std::variant<Done, Conflicted, Problem>;

/// A change of what somebody saw in a version of a record.
struct Change {
  boost::json::object patch;  ///< a JSON Merge Patch (RFC 7396)
  std::int64_t base_version = 1;
  /// The record's content in that version. Not set: not looked up yet; null: it is no longer known.
  std::optional<boost::json::value> base = {};
};

/// The content of a record after a change, for Kind::change(). `Content` is what people fill in, `before` the
/// locked record. Fails with precondition_failed when the record has another version and the change has no
/// base, and with conflict when there are `conflicts`. Of the member `never_clashes`, the change's value is
/// taken in any case.
template <class Content, class Record>
Outcome<Content> changed(const Record& before, const Change& change, std::vector<Conflict>& conflicts,
                         std::string_view never_clashes = {}) {
  const schema::Patch<Content> patch{change.patch};
  if (before.version == change.base_version) return patch.applied_to(before);
  if (!change.base || before.version < change.base_version) return Problem{.code = Code::precondition_failed};
  boost::json::value base;  // an event may have more, and an early one less
  if (change.base->is_object()) {
    base.emplace_object();
    for (const auto& member : change.base->get_object())
      if (schema::describe<Content>().knows(member.key()))
        base.get_object().emplace(member.key(), member.value());
  }
  const auto mine = base.is_null() ? patch.applied_to(before)
                                   : schema::decode_value<Content>(
                                         schema::describe<Content>().merged(base.get_object(), change.patch));
  if (!mine) return mine.error();
  const auto theirs = schema::part_of<Content>(before);
  if (base.is_object() && !never_clashes.empty()) base.get_object()[never_clashes] = theirs.at(never_clashes);
  auto merged = merge(base, boost::json::parse(schema::encode(*mine)), theirs);
  conflicts = std::move(merged.conflicts);
  if (!conflicts.empty()) return Problem{.code = Code::conflict};
  return schema::decode_value<Content>(merged.content);
}

/// A kind of record whose records devices make and change. All that fails has stored nothing; everything is
/// written through Call::unit, which is a transaction.
class Kind : public Feed {
 public:
  using Feed::Feed;

  virtual Task<Result> create(const http::Call& call, Uuid uuid, boost::json::object content) const = 0;
  /// Fails with precondition_failed when the record has another version and `change` has no base: then it is
  /// called again with one.
  virtual Task<Result> change(const http::Call& call, std::int64_t id, Change change) const = 0;
  /// Fails with precondition_failed when Call::expects() does not allow the record's version.
  virtual Task<Result> submit(const http::Call& call, std::int64_t id) const = 0;
  /// Makes a rejected record one that can be changed. Fails likewise.
  virtual Task<Result> reopen(const http::Call& call, std::int64_t id) const = 0;
  /// The id of the record that the caller made under this name.
  virtual Task<std::optional<std::int64_t>> find(const http::Call& call, Uuid uuid) const = 0;
};

/// What devices can ask for, in the order of registration. It does not own what is added.
class Register {
 public:
  /// Throws std::logic_error when the name is taken.
  void add(const Feed& feed);
  void add(const Kind& kind);

  std::span<const Feed* const> feeds() const { return feeds_; }
  std::span<const Kind* const> kinds() const { return kinds_; }
  /// Null when there is none of this name.
  const Kind* kind(std::string_view name) const;
  const Feed* feed(std::string_view name) const;

 private:
  std::vector<const Feed*> feeds_;
  std::vector<const Kind*> kinds_;
};

class Service;

/// On one I/O thread.
class Sync final : public Feature {
 public:
  /// The register must outlive it, and be complete when the first request comes.
  Sync(const Foundation& foundation, const Register& kinds);
  ~Sync() override;

  /// POST and GET /api/sync.
  void declare_routes(http::Router& router) override;
  /// Forgets operations that no device will repeat any more.
  std::vector<jobs::Job> scheduled_jobs() const override;

 private:
  std::unique_ptr<const Service> service_;
};

}  // namespace kpa::sync
