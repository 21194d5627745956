#pragma once

#include <functional>
#include <string>

#include "core/http/caller.hpp"

namespace kpa::http {

/// Runs `work` at most once for a caller's key. Its statements, the claim of the key and the answer are one
/// transaction, so that after a crash either all of it is there or nothing. A repeat of a request that
/// succeeded gets the first answer; one that failed left nothing behind and is judged anew. Another request
/// under the same key is idempotency_mismatch; one still being worked on is waited for, and after a while
/// idempotency_in_flight.
///
/// `fingerprint` tells one request from another. `work` may run again after a serialisation failure.
Task<Response> once(db::Queries& database, std::int64_t user_id, std::string key, std::string fingerprint,
                    std::string request_id, i18n::Language language,
                    std::function<Task<Response>(db::Queries& unit)> work);

/// 1 to 255 visible ASCII characters.
bool is_idempotency_key(std::string_view key);

/// Forgets answers older than a day, `most` of them. Gives how many.
Task<std::int64_t> forget_old_answers(db::Queries& database, std::int64_t most);

}  // namespace kpa::http
