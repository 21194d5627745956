#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include <boost/system/system_error.hpp>

#include "core/crypto/digest.hpp"
#include "core/db/error.hpp"
#include "core/http/answers.hpp"
#include "core/observe/log.hpp"
#include "core/schema/canonical_json.hpp"
#include "core/schema/compounds.hpp"
#include "core/schema/spelling.hpp"
#include "features/sync/service.hpp"
#include "features/sync/store.hpp"

namespace kpa::sync {
namespace {

namespace json = boost::json;
using store::Remembered;

/// The member's value, in either spelling, if it is a T.
template <class T>
std::optional<T> glimpse(const json::object& members, std::string_view name) {
  schema::Issues ignored;
  const auto* value = members.if_contains(name);
  if (value == nullptr) value = members.if_contains(schema::snake_case(name));
  return value == nullptr || value->is_null() ? std::nullopt
                                              : schema::Codec<T>::read(*value, schema::Path(), ignored);
}

/// An operation of the batch, with what can be told of it even if it is refused.
struct Sent {
  explicit Sent(const json::object& members)
      : operation(schema::decode_value<Operation>(json::value(members))),
        sequence(glimpse<std::int64_t>(members, "sequence")),
        kind(glimpse<std::string>(members, "kind")),
        uuid(glimpse<Uuid>(members, "uuid")),
        id(glimpse<std::int64_t>(members, "id")) {
    json::object meaning = members;
    meaning.erase("deviceTime");
    meaning.erase("device_time");
    digest = crypto::hex(crypto::sha256(schema::canonical_json(meaning)));
  }

  Outcome<Operation> operation;
  std::optional<std::int64_t> sequence;
  std::optional<std::string> kind;
  std::optional<Uuid> uuid;
  std::optional<std::int64_t> id;
  std::string digest;  ///< without the device's time, which is only written down
};

/// Which records are held up, and by which operation.
class HeldUp {
 public:
  void hold(const Sent& sent) {
    if (!sent.kind || !sent.sequence) return;
    if (sent.uuid) by_.try_emplace({*sent.kind, sent.uuid->text}, *sent.sequence);
    if (sent.id) by_.try_emplace({*sent.kind, std::to_string(*sent.id)}, *sent.sequence);
  }
  std::optional<std::int64_t> holder(const Sent& sent) const {
    for (const auto& name :
         {sent.uuid ? sent.uuid->text : std::string(), sent.id ? std::to_string(*sent.id) : ""})
      if (const auto found = by_.find({sent.kind.value_or(""), name}); found != by_.end())
        return found->second;
    return std::nullopt;
  }

 private:
  std::map<std::pair<std::string, std::string>, std::int64_t> by_;
};

Problem used_for_another() {
  return field_failure(Code::idempotency_mismatch, "sequence", "used_for_another",
                       i18n::text("The device used this sequence for another operation"));
}

/// The operations of one batch, one after the other.
class Round {
 public:
  Round(const http::Call& call, db::Queries& database, const Register& kinds, const Batch& batch,
        std::int64_t clock_offset)
      : call_(call), database_(database), kinds_(kinds), device_(batch.device), clock_offset_(clock_offset) {}

  /// Looks up in one statement what is known of these operations, and of those that they build on.
  Task<void> look_up(const std::vector<Sent>& all) {
    std::set<std::int64_t> sequences;
    for (const auto& sent : all) {
      if (sent.sequence) sequences.insert(*sent.sequence);
      if (sent.operation && sent.operation->base_sequence) sequences.insert(*sent.operation->base_sequence);
    }
    const std::vector<std::int64_t> each(sequences.begin(), sequences.end());
    co_await remember(each);
  }

  Task<Verdict> judge(Sent sent) {
    Verdict verdict{.sequence = sent.sequence, .kind = sent.kind, .id = sent.id, .uuid = sent.uuid};
    if (!sent.operation) {
      refuse(verdict, sent.operation.error());
    } else {
      const Kind* const kind = kinds_.kind(sent.operation->kind);
      if (const auto found = known_.find(*sent.sequence); found != known_.end())
        repeat(verdict, sent, found->second);
      else if (kind == nullptr)
        refuse(verdict, unknown_kind());
      else if (call_.caller.role < kind->description().permission->least_role())
        refuse(verdict, {.code = Code::forbidden});
      else
        co_await attempt(verdict, sent, *kind);
    }
    sent.id = verdict.id;
    const bool is_stored =
        verdict.verdict == Judgement::stored || verdict.verdict == Judgement::already_stored;
    if (!is_stored) held_.hold(sent);
    if (is_stored && sent.uuid) ids_.insert_or_assign(std::pair(*sent.kind, sent.uuid->text), *sent.id);
    co_return verdict;
  }

 private:
  Problem unknown_kind() const {
    std::string choices;
    for (const auto* kind : kinds_.kinds())
      choices.append(choices.empty() ? "" : ", ").append(kind->description().name);
    schema::Issues issues;
    issues.add(schema::Path(schema::Path(), "kind"), "not_a_choice", {{"choices", choices}});
    return {.code = Code::validation_failed, .fields = issues.take()};
  }

  void refuse(Verdict& verdict, const Problem& problem) const {
    verdict.verdict = Judgement::refused;
    verdict.problem =
        RawJson{http::problem_response(problem, call_.request.request_id, call_.language()).body};
  }
  static void wait(Verdict& verdict, std::int64_t holder) {
    verdict.verdict = Judgement::waits;
    verdict.waits_for = holder;
  }

  Task<void> remember(std::vector<std::int64_t> sequences) {
    auto found = co_await database_.all(store::known, call_.caller.user_id, device_, std::move(sequences));
    for (auto& one : found) known_.insert_or_assign(one.sequence, std::move(one));
  }

  /// The answer to an operation that had a lasting one before.
  void repeat(Verdict& verdict, const Sent& sent, const Remembered& before) const {
    if (before.digest != sent.digest) return refuse(verdict, used_for_another());
    verdict.id = before.record_id;
    verdict.version = before.record_version;
    verdict.verdict = Judgement::already_stored;
    if (!before.conflict) return;
    verdict.verdict = Judgement::conflict;
    verdict.conflicts = conflicts_in(*before.conflict);
  }
  static std::vector<Conflict> conflicts_in(const RawJson& kept) {
    return schema::decode<std::vector<Conflict>>(kept.text).value();
  }

  Task<void> attempt(Verdict& verdict, Sent& sent, const Kind& kind) {
    const Operation& operation = *sent.operation;
    if (operation.action != Action::create && operation.uuid)
      sent.id = verdict.id = co_await id_of(kind, *operation.uuid);
    if (const auto holder = held_.holder(sent)) co_return wait(verdict, *holder);
    auto base = operation.base_version;
    if (operation.base_sequence) {
      const auto found = known_.find(*operation.base_sequence);
      if (found == known_.end() || found->second.conflict) co_return wait(verdict, *operation.base_sequence);
      base = found->second.record_version;
      if (found->second.kind != operation.kind || found->second.record_id != sent.id)
        co_return refuse(verdict, field_failure(Code::validation_failed, "baseSequence", "another_record",
                                                i18n::text("That operation was on another record")));
    }
    if (operation.action != Action::create && !sent.id) co_return refuse(verdict, {.code = Code::not_found});
    co_await carry_out(verdict, sent, kind, base);
  }

  Task<std::optional<std::int64_t>> id_of(const Kind& kind, Uuid uuid) {
    const std::pair name(std::string(kind.description().name), uuid.text);
    if (const auto found = ids_.find(name); found != ids_.end()) co_return found->second;
    const http::Call outside = with(database_);
    const auto id = co_await kind.find(outside, std::move(uuid));
    if (id) ids_.emplace(name, *id);
    co_return id;
  }

  /// Does it in one transaction, together with the note that it was done.
  Task<void> carry_out(Verdict& verdict, const Sent& sent, const Kind& kind,
                       std::optional<std::int64_t> base) {
    std::optional<Result> result;
    bool was_known = false;
    std::string failed;
    try {
      const auto work = [&](db::Queries& unit) -> Task<Outcome<bool>> {
        result = co_await perform(unit, sent, kind, base);
        if (const auto* problem = std::get_if<Problem>(&*result)) co_return *problem;
        keep(unit, sent, kind, *result);
        co_return true;
      };
      const auto done = co_await database_.transaction(work);
      if (!done) result = done.error();
    } catch (const Failure&) {
      throw;  // an outage: the device sends the batch again
    } catch (const boost::system::system_error&) {
      throw;
    } catch (const db::Error& error) {
      if (error.is_outage() || error.may_run_again()) throw;
      was_known = error.constraint == store::operations_once;
      failed = error.message;
    } catch (const std::exception& error) {
      failed = error.what();
    }
    if (was_known) {  // the device sent it twice at the same time
      const std::vector<std::int64_t> one(1, *sent.sequence);
      co_await remember(one);
      co_return repeat(verdict, sent, known_.at(*sent.sequence));
    }
    if (!failed.empty()) {
      // A bug, which would come again and again with the batch: it shall hold up this record only.
      static const observe::Log log("sync");
      log.error("an operation failed", {{"reason", failed},
                                        {"kind", kind.description().name},
                                        {"sequence", *sent.sequence},
                                        {"request_id", call_.request.request_id}});
      result = Problem{.code = Code::internal};
    }
    tell(verdict, sent, *result);
  }

  Task<Result> perform(db::Queries& unit, const Sent& sent, const Kind& kind,
                       std::optional<std::int64_t> base) const {
    const Operation& operation = *sent.operation;
    http::Call inside = with(unit);
    switch (operation.action) {
      case Action::create:
        co_return co_await kind.create(inside, *operation.uuid, operation.content->members);
      case Action::change: co_return co_await change(inside, sent, kind, base.value());
      case Action::submit: co_return co_await step(inside, sent, kind, base.value(), &Kind::submit);
      case Action::reopen: co_return co_await step(inside, sent, kind, base.value(), &Kind::reopen);
    }
    co_return Problem{.code = Code::not_implemented};
  }

  static bool is_stale(const Result& result) {
    const auto* problem = std::get_if<Problem>(&result);
    return problem != nullptr && problem->code == Code::precondition_failed;
  }

  /// Only for a record that changed meanwhile, its earlier content is looked up.
  Task<Result> change(const http::Call& inside, const Sent& sent, const Kind& kind, std::int64_t base) const {
    Change change{.patch = sent.operation->content->members, .base_version = base};
    Result result = co_await kind.change(inside, *sent.id, change);
    if (!is_stale(result)) co_return result;
    change.base = co_await content(inside.unit, kind, *sent.id, base);
    co_return co_await kind.change(inside, *sent.id, std::move(change));
  }

  using Step = Task<Result> (Kind::*)(const http::Call& call, std::int64_t id) const;

  /// What was not seen is neither submitted nor reopened: whatever changed meanwhile is told.
  Task<Result> step(http::Call inside, const Sent& sent, const Kind& kind, std::int64_t base,
                    Step take) const {
    inside.expected_versions = {base};
    Result result = co_await (kind.*take)(inside, *sent.id);
    if (!is_stale(result)) co_return result;
    const json::value before = co_await content(inside.unit, kind, *sent.id, base);
    const json::value present =
        co_await content(inside.unit, kind, *sent.id, std::numeric_limits<std::int64_t>::max());
    auto changed = differences(before, present);
    if (changed.empty()) co_return result;
    const std::vector<std::int64_t> one(1, *sent.id);
    const auto items = co_await kind.among(inside, one);
    co_return Conflicted{.id = *sent.id,
                         .version = items.empty() ? base : items.front().version,
                         .fields = std::move(changed)};
  }

  Task<json::value> content(db::Queries& unit, const Kind& kind, std::int64_t id,
                            std::int64_t version) const {
    const auto found =
        co_await unit.first(store::content_at, std::string(kind.description().record), id, version);
    co_return found ? schema::parse_json(found->text).value() : json::value();
  }

  /// What the record's history keeps of it: all that was to be stored, so that nothing is lost.
  RawJson told_of_conflict(const Sent& sent, const RawJson& conflicts) const {
    std::string told = "{\"device\":" + schema::encode(device_);
    told.append(",\"sequence\":").append(std::to_string(*sent.sequence));
    told.append(",\"content\":");
    told += sent.operation->content ? schema::encode(*sent.operation->content) : "null";
    told.append(",\"conflicts\":").append(conflicts.text).append("}");
    return {std::move(told)};
  }

  /// Sent with the commit.
  void keep(db::Queries& unit, const Sent& sent, const Kind& kind, const Result& result) const {
    store::WrittenOperation written;
    written.sequence = *sent.sequence;
    written.digest = sent.digest;
    written.kind = kind.description().name;
    written.device = device_;
    written.device_time = sent.operation->device_time;
    written.clock_offset = clock_offset_;
    if (const auto* done = std::get_if<Done>(&result)) {
      written.record_id = done->id;
      written.record_version = done->version;
    } else {
      const auto& conflicted = std::get<Conflicted>(result);
      written.record_id = conflicted.id;
      written.record_version = conflicted.version;
      written.conflict = RawJson{schema::encode(conflicted.fields)};
      unit.ahead({}, store::note_conflict, events::origin_of(call_), std::string(kind.description().record),
                 conflicted.id, conflicted.version, told_of_conflict(sent, *written.conflict));
    }
    unit.ahead({}, store::remember, call_.caller.user_id, written);
  }

  void tell(Verdict& verdict, const Sent& sent, const Result& result) {
    if (const auto* problem = std::get_if<Problem>(&result)) return refuse(verdict, *problem);
    Remembered known{.sequence = *sent.sequence, .digest = sent.digest, .kind = *sent.kind};
    if (const auto* done = std::get_if<Done>(&result)) {
      verdict.verdict = done->was_there ? Judgement::already_stored : Judgement::stored;
      verdict.record = done->record;
      verdict.id = known.record_id = done->id;
      verdict.version = known.record_version = done->version;
    } else {
      const auto& conflicted = std::get<Conflicted>(result);
      verdict.verdict = Judgement::conflict;
      verdict.conflicts = conflicted.fields;
      verdict.id = known.record_id = conflicted.id;
      verdict.version = known.record_version = conflicted.version;
      known.conflict = RawJson{schema::encode(conflicted.fields)};
    }
    known_.insert_or_assign(known.sequence, std::move(known));
  }

  http::Call with(db::Queries& unit) const {
    return {.request = call_.request, .caller = call_.caller, .unit = unit, .expected_versions = {}};
  }

  const http::Call& call_;
  db::Queries& database_;
  const Register& kinds_;
  const Uuid device_;
  const std::int64_t clock_offset_;
  std::map<std::int64_t, Remembered> known_;                         // by sequence
  std::map<std::pair<std::string, std::string>, std::int64_t> ids_;  // by kind and UUID
  HeldUp held_;
};

}  // namespace

Task<Outcome<Verdicts>> Service::receive(const http::Call& call, Batch batch) const {
  // On a device that several people share, the login may have become another one's while the batch was made.
  if (batch.user && *batch.user != call.caller.user_id)
    co_return Problem{.code = Code::conflict,
                      .message = i18n::text("These forms are another person's; log in as that person.")};
  Verdicts answer;
  answer.received_at = now();
  answer.clock_offset =
      std::chrono::floor<std::chrono::milliseconds>(answer.received_at - batch.sent_at).count();
  std::vector<Sent> all;
  for (const auto& [members] : batch.operations) all.emplace_back(members);
  Round round(call, database_, kinds_, batch, answer.clock_offset);
  co_await round.look_up(all);

  // What cannot be read keeps its place before the others: it holds up its record.
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, {}, [&](std::size_t at) { return all[at].sequence.value_or(0); });
  answer.verdicts.resize(all.size());
  for (const auto at : order) answer.verdicts[at] = co_await round.judge(std::move(all[at]));
  co_return answer;
}

}  // namespace kpa::sync
