#pragma once

namespace kpa::http {

/// What a request is counted as where requests are limited. A route that says nothing is `read` when it is a
/// GET, else `write`.
enum class LimitClass { read, write, login, registration, code, export_ };

}  // namespace kpa::http
