// The defences that ./dev defences takes out of the source, one at a time, and the tests that must then fail: a test
// that passes without its defence shows nothing.

/// `file` holds `takes` exactly once; it becomes `gives`, which compiles. `tests`: of `program`, by GoogleTest's
/// filter.
export const defences = [
  {
    name: "changes with cookies need a CSRF token",
    file: "src/features/accounts/sessions.cpp",
    takes: "if (caller && credential.in_cookie && is_change(request.method))",
    gives: "if (caller && credential.in_cookie && is_change(request.method) && request.path.empty())",
    program: "accounts_test",
    tests: "CookieModeTest.*",
  },
  {
    name: "a login of nobody takes as long",
    file: "src/features/accounts/service_login.cpp",
    takes: "const auto verified = co_await passwords_.compare(login.password, hash);",
    gives:
      "PasswordWork::Compared verified; if (has_password) verified = co_await passwords_.compare(login.password, hash);",
    program: "accounts_test",
    tests: "AccountsTest.ALoginTellsNeither*",
  },
  {
    name: "guesses of a password are slowed down",
    file: "src/features/accounts/login_guard.cpp",
    takes: "if (wait.count() > 0)",
    gives: "if (wait.count() > 0 && attempt.account.empty())",
    program: "accounts_test",
    tests: "LoginGuard*",
  },
  {
    name: "a login that began before the second factor was set up is asked for it",
    file: "src/features/accounts/service_login.cpp",
    takes: "if (!proven.with_second_factor) {",
    gives: "if (user_id == 0) {",
    program: "accounts_test",
    tests: "SecondFactorTest.IsAskedOfALoginThatBegan*",
  },
  {
    name: "setting up a second factor waits for logins that are being stored",
    file: "src/features/accounts/service_second_factor.cpp",
    takes: "co_await store::locked_person(unit, call.caller.user_id);",
    gives: "co_await store::person(unit, call.caller.user_id);",
    program: "accounts_test",
    tests: "SecondFactorTest.ConfirmingItEnds*",
  },
  {
    name: "others' records are out of sight, in SQL",
    file: "src/features/accounts/viewer.cpp",
    takes: '.append(" OR depot_id = ANY',
    gives: '.append(" OR true OR depot_id = ANY',
    program: "security_test",
    tests: "OthersRecords.*",
  },
  {
    name: "tokens have our header and no other",
    file: "src/core/crypto/jwt.cpp",
    takes: "if (header != our_header)",
    gives: "if (header.empty() && header != our_header)",
    program: "security_test",
    tests: "Tokens.*",
  },
  {
    name: "no cache keeps what was answered to somebody",
    file: "src/core/http/dispatcher.cpp",
    takes: 'response.headers.emplace_back("Cache-Control", "no-store");',
    gives: 'response.headers.emplace_back("Cache-Control", "private");',
    program: "security_test",
    tests: "EveryEndpoint.AnswersSomebodyInNoCache*",
  },
  {
    name: "a session that ended is asked for again",
    file: "src/features/accounts/sessions.cpp",
    takes: "const auto age = CallerCache::Clock::now() - entry->checked_at;",
    gives: "const auto age = CallerCache::Clock::duration::zero();",
    program: "security_test",
    tests: "AccessEnds.*",
  },
];
