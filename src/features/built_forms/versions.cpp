#include "features/built_forms/versions.hpp"

#include <string>

#include "features/built_forms/store_forms.hpp"

namespace kpa::built_forms {

Task<std::shared_ptr<const Form>> Versions::find(std::int64_t form_id, std::int64_t version) {
  const Key key(form_id, version);
  if (const auto found = by_key_.find(key); found != by_key_.end()) {
    kept_.splice(kept_.begin(), kept_, found->second);
    co_return kept_.front().second;
  }
  const auto stored = co_await database_.first(statements::stored_version, form_id, version);
  if (!stored) co_return nullptr;
  const auto form = Form::restore(stored_definition(stored->definition), stored->logic);
  if (!by_key_.contains(key)) {  // another request may have been faster
    kept_.emplace_front(key, form);
    by_key_[key] = kept_.begin();
    if (kept_.size() > most_kept) {
      by_key_.erase(kept_.back().first);
      kept_.pop_back();
    }
  }
  co_return form;
}

std::optional<std::int64_t> Versions::last_seen_newest(std::int64_t form_id) const {
  const auto found = newest_.find(form_id);
  return found == newest_.end() ? std::nullopt : std::optional(found->second);
}

void Versions::saw_newest(std::int64_t form_id, std::int64_t version) {
  if (newest_.size() > most_kept) newest_.clear();
  newest_[form_id] = version;
}

}  // namespace kpa::built_forms
