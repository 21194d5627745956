#include <gtest/gtest.h>

#include "tests/support/eventually.hpp"
#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;

/// Stores a session that expired long ago and a day-old answer, both due to be deleted.
void leave_something_to_forget(const TestService& service, const Person& person) {
  const std::string id = std::to_string(person.id);
  service.sql("INSERT INTO sessions (user_id, expires_at) VALUES (" + id + ", now() - interval '31 days')");
  service.sql("INSERT INTO idempotency_keys (user_id, key, fingerprint, created_at) VALUES (" + id +
              ", 'old', '', now() - interval '2 days')");
  service.sql("UPDATE scheduled_jobs SET due_at = now()");
}

bool all_is_forgotten(const TestService& service) {
  return service.sql(
             "SELECT (SELECT count(*) FROM sessions WHERE expires_at < now()) + "
             "(SELECT count(*) FROM idempotency_keys)") == "0";
}

TEST(Jobs, AreDoneByAnyOfTheProcessesOnADatabase) {
  TestService first;
  const Person person = first.enrol();
  kpa::app::Application second(first.settings(), first.conninfo());
  second.start();
  ASSERT_TRUE(eventually([&] { return first.sql("SELECT min(succeeded_at) FROM scheduled_jobs") != ""; }));
  leave_something_to_forget(first, person);
  EXPECT_TRUE(eventually([&] { return all_is_forgotten(first); }));

  first.stop();
  leave_something_to_forget(first, person);
  EXPECT_TRUE(eventually([&] { return all_is_forgotten(first); })) << "the second does them alone";
}

}  // namespace
