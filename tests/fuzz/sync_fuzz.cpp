#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/schema/canonical_json.hpp"
#include "features/sync/cursor.hpp"
#include "features/sync/merge.hpp"
#include "features/sync/wire.hpp"

namespace {

using namespace kpa::sync;
using kpa::schema::canonical_json;

void require(bool holds) {
  if (!holds) std::abort();
}

/// A batch is refused with a reason or read; and so is each of its operations.
void read(const boost::json::value& document) {
  const auto batch = kpa::schema::decode_value<Batch>(document);
  if (!batch) return require(!batch.error().fields.empty());
  require(!batch->operations.empty() && batch->operations.size() <= most_operations);
  for (const auto& [members] : batch->operations) {
    const auto operation = kpa::schema::decode_value<Operation>(boost::json::value(members));
    if (!operation) {
      require(!operation.error().fields.empty());
      continue;
    }
    require(operation->action == Action::create ? operation->uuid.has_value()
                                                : operation->uuid.has_value() != operation->id.has_value());
  }
}

/// Of two changes one of which changed nothing, the other one remains; and of two real ones nothing is lost.
void merge_all(const boost::json::array& three) {
  const auto &base = three[0], &mine = three[1], &theirs = three[2];
  require(canonical_json(merge(base, base, theirs).content) == canonical_json(theirs));
  require(canonical_json(merge(base, mine, base).content) == canonical_json(mine));
  require(canonical_json(merge(base, mine, mine).content) == canonical_json(mine));
  const auto one = merge(base, mine, theirs), other = merge(base, theirs, mine);
  require(one.conflicts.size() == other.conflicts.size());
  if (one.conflicts.empty()) require(canonical_json(one.content) == canonical_json(other.content));
  for (std::size_t at = 0; at < one.conflicts.size(); ++at)
    require(one.conflicts[at].mine == other.conflicts[at].theirs &&
            one.conflicts[at].mine != one.conflicts[at].theirs);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto cursor = decode_cursor(text)) require(decode_cursor(encode(*cursor)) == cursor);
  const auto document = kpa::schema::parse_json(text);
  if (!document) return 0;
  read(*document);
  if (document->is_array() && document->get_array().size() == 3) merge_all(document->get_array());
  return 0;
}
