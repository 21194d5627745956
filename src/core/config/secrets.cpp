#include "core/config/secrets.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <set>
#include <stdexcept>

#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/crypto/digest.hpp"
#include "core/crypto/random.hpp"
#include "core/text.hpp"

namespace kpa::config {
namespace {

constexpr std::size_t least_bytes = 32;

/// Words from examples that people copy. None is likely to occur in 32 random characters.
constexpr std::string_view well_known[] = {
    "your-",      "your_",      "changeme",  "change-me", "change_me", "change-this", "change_this",
    "secret-key", "secret_key", "secretkey", "insecure",  "example",   "password",    "default",
    "replace-me", "replace_me", "012345678", "abcdefgh",  "qwertyui"};

std::string base64(const std::string& bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');  // OpenSSL appends a NUL
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::string random_secret() { return base64(crypto::random_bytes(48)); }

std::string derived_key(const std::string& secret, std::string_view purpose) {
  const crypto::Digest key = crypto::hmac_sha256(secret, purpose);
  return base64({key.begin(), key.end()});
}

/// Whether the text repeats a shorter text: `abcabcabc`.
bool repeats(std::string_view text) {
  for (std::size_t period = 1; period <= text.size() / 2; ++period) {
    if (text.substr(period) == text.substr(0, text.size() - period)) return true;
  }
  return false;
}

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& what) {
  throw std::runtime_error(file.string() + ": " + what + "; mend it, or set SECRET_KEY");
}

/// Closes a file and, if `name` is set, deletes it.
struct File {
  int descriptor = -1;
  std::string remove = {};
  File() = default;
  File(int opened, std::string name) : descriptor(opened), remove(std::move(name)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor >= 0) ::close(descriptor);
    if (!remove.empty()) ::unlink(remove.c_str());
  }
};

/// The secret in the file; nothing when the file does not exist.
std::optional<std::string> read_secret(const std::filesystem::path& file) {
  const File opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW), {});
  if (opened.descriptor < 0) {
    if (errno == ENOENT) return std::nullopt;
    fail(file, std::strerror(errno));
  }
  struct stat status{};
  ::fstat(opened.descriptor, &status);
  if (!S_ISREG(status.st_mode)) fail(file, "is not a file");
  if ((status.st_mode & 077U) != 0) fail(file, "others can read this secret (chmod 600 it, or remove it)");
  std::array<char, 512> text{};
  const auto length = ::read(opened.descriptor, text.data(), text.size());
  std::string secret(text.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  secret.erase(secret.find_last_not_of(" \r\n") + 1);
  if (secret.size() < least_bytes) fail(file, "holds no whole secret (remove it)");
  return secret;
}

/// Writes the secret to a temporary file and links that to its final name, so that nobody reads half a
/// secret, and only one of several processes that start at once creates it.
void create_secret(const std::filesystem::path& file) {
  std::string name = file.string() + ".XXXXXX";
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);  // mode 0600
  if (descriptor < 0) fail(file, std::strerror(errno));
  const File made(descriptor, name);
  const std::string row = random_secret() + "\n";
  if (::write(descriptor, row.data(), row.size()) != static_cast<ssize_t>(row.size()) ||
      ::fsync(descriptor) != 0 || (::link(name.c_str(), file.c_str()) != 0 && errno != EEXIST)) {
    fail(file, std::strerror(errno));
  }
}

}  // namespace

std::optional<std::string> weakness(std::string_view secret) {
  if (secret.size() < least_bytes) {
    return "is only " + std::to_string(secret.size()) + " bytes long, " + std::to_string(least_bytes) +
           " are needed";
  }
  const std::string letters = lower(secret);
  for (const std::string_view word : well_known) {
    if (letters.find(word) != std::string::npos) return "looks like an example from a document";
  }
  if (std::set<char>(secret.begin(), secret.end()).size() < 8 || repeats(secret)) {
    return "repeats few characters over and over";
  }
  return std::nullopt;
}

std::string kept_secret(const std::filesystem::path& data_dir) {
  const auto file = data_dir / "secret";
  std::error_code failed;
  std::filesystem::create_directories(data_dir, failed);
  if (failed) fail(data_dir, failed.message());
  if (auto known = read_secret(file)) return *known;
  create_secret(file);
  if (auto made = read_secret(file)) return *made;
  fail(file, "vanished");
}

void complete_secrets(Settings& settings) {
  AuthSettings& auth = settings.auth;
  if (auth.secret_key.empty()) {
    if (settings.profile == Profile::prod) throw std::logic_error("prod without a secret got past load()");
    auth.secret_key = kept_secret(settings.data_dir);
  }
  if (auth.jwt_secret_key.empty())
    auth.jwt_secret_key = derived_key(auth.secret_key, "kpa access token signature 1");
}

}  // namespace kpa::config
