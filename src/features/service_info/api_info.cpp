#include "features/service_info/service_info.hpp"

namespace kpa::service_info {
namespace {

constexpr std::string_view description =
    R"(Maintenance records of a railway workshop: wheel specifications and bogie checksheets, and the people who make them.

## Getting a token

1. `POST /api/users/register` with a phone number and a password, once.
2. `POST /api/users/login` with both: the answer holds an `access_token`, good for an hour, and a `refresh_token`.
3. Send `Authorization: Bearer <access_token>` with every request. In the interactive documentation, paste the token under **Authorize**.
4. When it expires, `POST /api/users/refresh` with the `refresh_token` gives a new pair. Each refresh token is good once.

A page logs in with `?cookie=true` instead: then the tokens are cookies that no script can read, which the browser sends by itself. A request that changes something must repeat the answer's `csrf_token` (also in the cookie `__Host-kpa_csrf`) in the field `X-CSRF-Token`. Where an `Authorization` field comes too, it alone counts.

## Rules for every request

- Bodies are JSON in UTF-8. Unknown members and unknown query parameters are errors. Names, those of sorts too, are accepted in `camelCase` and `snake_case`. In a GET, a parameter without a value is as good as left out. An id that is documented as text may also be sent as a number.
- Paths work with and without a slash at the end. `HEAD` works wherever `GET` does.
- A failure is `application/problem+json` (RFC 9457) with a stable `code`; all problems of a body are told at once, under `errors` by their path.
- Beyond what each operation lists, a request that is no proper HTTP can be answered 400, 405, 414, 431 or 501, and one with a query that the operation does not take 422.
- Every answer carries `X-Request-ID`: the one that you sent, or a new one.
- With an `Idempotency-Key`, a creating request can be repeated safely. With `If-Match`, a change is refused when somebody else was faster. With `If-None-Match`, an answer that you have is not sent again.
- Messages for people come in English, Hindi, Marathi, Tamil, Bengali or Telugu: as the profile's `language` says, else as `Accept-Language` prefers. Codes and parameters are the same in all.
- Who asks too much is answered 429, with the seconds to wait in `Retry-After`. Before that, `RateLimit-Remaining` counts down from `RateLimit-Limit`, and `RateLimit-Reset` says in how many seconds all is there again.
- Instants are RFC 3339 in UTC, dates `YYYY-MM-DD` in the workshop's time zone, measurements text exactly as it was written down.
)";

}  // namespace

http::ApiInfo api_info(std::string title, std::string version) {
  return {.title = std::move(title), .version = std::move(version), .description = std::string(description)};
}

}  // namespace kpa::service_info
