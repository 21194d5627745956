#include "core/config/secrets.hpp"

#include <fstream>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

namespace kpa::config {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class Secrets : public testing::Test {
 protected:
  ~Secrets() override { fs::remove_all(directory_); }

  static fs::path made() {
    std::string name = (fs::temp_directory_path() / "kpa-secrets-XXXXXX").string();
    return ::mkdtemp(name.data());
  }

  Settings settings(Profile profile) const {
    Settings result;
    result.profile = profile;
    result.data_dir = directory_ / "data";
    return result;
  }

  const fs::path directory_ = made();
};

TEST_F(Secrets, AreGeneratedOnceAndKept) {
  const std::string secret = kept_secret(directory_ / "data");
  EXPECT_EQ(weakness(secret), std::nullopt);
  EXPECT_EQ(kept_secret(directory_ / "data"), secret);
  EXPECT_NE(kept_secret(directory_ / "other"), secret);
  EXPECT_EQ(fs::status(directory_ / "data" / "secret").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(std::distance(fs::directory_iterator(directory_ / "data"), {}), 1);
}

TEST_F(Secrets, AreTheSameForAllWhoAskAtOnce) {
  std::mutex mutex;
  std::set<std::string> seen;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        const std::string secret = kept_secret(directory_);
        const std::lock_guard lock(mutex);
        seen.insert(secret);
      });
    }
  }
  EXPECT_EQ(seen.size(), 1U);
}

TEST_F(Secrets, AreNotTakenFromAFileThatOthersReadOrThatIsBroken) {
  const std::string secret = kept_secret(directory_);
  const fs::path file = directory_ / "secret";
  fs::permissions(file, fs::perms::group_read, fs::perm_options::add);
  try {
    kept_secret(directory_);
    FAIL() << "a readable secret was taken";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("chmod 600"));
    EXPECT_THAT(error.what(), testing::Not(HasSubstr(secret)));
  }
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  std::ofstream(file) << "short\n";
  EXPECT_THROW(kept_secret(directory_), std::runtime_error);
  fs::remove(file);
  fs::create_directory(file);
  EXPECT_THROW(kept_secret(directory_), std::runtime_error);
  std::ofstream(directory_ / "plain") << "x";
  EXPECT_THROW(kept_secret(directory_ / "plain"), std::runtime_error);
}

TEST_F(Secrets, CompleteTheSettings) {
  Settings first = settings(Profile::dev), second = settings(Profile::dev);
  complete_secrets(first);
  complete_secrets(second);
  EXPECT_EQ(first.auth.secret_key, second.auth.secret_key);
  EXPECT_EQ(first.auth.jwt_secret_key, second.auth.jwt_secret_key);
  EXPECT_NE(first.auth.jwt_secret_key, first.auth.secret_key);
  EXPECT_GE(first.auth.jwt_secret_key.size(), 32U);
}

TEST_F(Secrets, AreNotReplacedWhenTheyAreSet) {
  Settings given = settings(Profile::prod);
  given.auth.secret_key = "one";
  given.auth.jwt_secret_key = "two";
  complete_secrets(given);
  EXPECT_EQ(given.auth.secret_key, "one");
  EXPECT_EQ(given.auth.jwt_secret_key, "two");
  EXPECT_FALSE(fs::exists(given.data_dir));
  Settings bare = settings(Profile::prod);
  EXPECT_THROW(complete_secrets(bare), std::logic_error);
}

TEST_F(Secrets, DeriveTheJwtKeyAsDocumented) {
  Settings given = settings(Profile::dev);
  given.auth.secret_key = "secret";
  complete_secrets(given);
  // printf %s 'kpa access token signature 1' | openssl dgst -sha256 -hmac secret -binary | base64
  EXPECT_EQ(given.auth.jwt_secret_key, "FePV5F6Z3ekm81jifsS9WHC52NAR4q9unKOSYG4cBDc=");
}

}  // namespace
}  // namespace kpa::config
