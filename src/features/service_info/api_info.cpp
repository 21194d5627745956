#include "features/service_info/service_info.hpp"

namespace kpa::service_info {
namespace {

constexpr std::string_view description =
    R"(Maintenance records of a railway workshop: wheel specifications and bogie checksheets, and the people who make them.

## Getting a token

1. Register once: `POST /api/users/register` with a phone number and a password.
2. Log in: `POST /api/users/login` with both. The answer contains an `access_token`, valid for an hour, and a `refresh_token`.
3. Send `Authorization: Bearer <access_token>` with every request. In the interactive documentation, paste the token under **Authorize**.
4. When it expires, `POST /api/users/refresh` with the `refresh_token` gives a new pair. Each refresh token can be used once.

A web page logs in with `?cookie=true` instead: then the tokens are cookies that scripts cannot read, and the browser sends them by itself. A request that changes something must send the answer's `csrf_token` (also in the cookie `__Host-kpa_csrf`) in the header field `X-CSRF-Token`. If a request also has an `Authorization` field, its cookies are ignored.

## Rules for every request

- Bodies are JSON in UTF-8. Unknown members and unknown query parameters are errors. Names of members, parameters and sort orders can be written in `camelCase` or `snake_case`. In a GET, a parameter without a value counts as left out. An id that is documented as text can also be sent as a number.
- Paths work with and without a slash at the end. `HEAD` works wherever `GET` does.
- A failure is `application/problem+json` (RFC 9457) with a stable `code`; all problems of a body are reported at once, under `errors` by path.
- In addition to the listed errors, every operation can answer 400, 405, 414, 431 or 501 to invalid HTTP, and 422 to query parameters that it does not have.
- Every answer has an `X-Request-ID`: the one that you sent, or a new one.
- With an `Idempotency-Key`, a request that creates something can be repeated safely. With `If-Match`, a change is refused if somebody else changed the record first. With `If-None-Match`, an answer that you have already is not sent again.
- Messages for people are in English, Hindi, Marathi, Tamil, Bengali or Telugu: in the `language` of the profile, else in the one that `Accept-Language` prefers. Codes and parameters are the same in all languages.
- Too many requests are answered with 429, and the seconds to wait in `Retry-After`. Before that, `RateLimit-Remaining` counts down from `RateLimit-Limit`, and `RateLimit-Reset` is the number of seconds until the full limit is available again.
- Times are RFC 3339 in UTC, dates are `YYYY-MM-DD` in the workshop's time zone, and measurements are text, exactly as it was written.
)";

}  // namespace

http::ApiInfo api_info(std::string title, std::string version) {
  return {.title = std::move(title), .version = std::move(version), .description = std::string(description)};
}

}  // namespace kpa::service_info
