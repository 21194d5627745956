#include "core/crypto/seal.hpp"

#include <memory>
#include <stdexcept>

#include <openssl/evp.h>

#include "core/crypto/base64url.hpp"
#include "core/crypto/bytes.hpp"
#include "core/crypto/random.hpp"

namespace kpa::crypto {
namespace {

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

void require(int done) {
  if (done != 1) throw std::runtime_error("AES-256-GCM failed");
}

/// A cipher initialised with key, nonce (12 bytes, the default) and associated data.
Context begin(const Digest& key, std::string_view nonce, std::string_view associated, int encrypt) {
  if (nonce.size() != gcm_nonce_bytes) throw std::invalid_argument("a nonce of AES-GCM has 12 bytes");
  Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  if (!context) throw std::bad_alloc();
  require(EVP_CipherInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), data(nonce), encrypt));
  int length = 0;
  if (!associated.empty())
    require(EVP_CipherUpdate(context.get(), nullptr, &length, data(associated),
                             static_cast<int>(associated.size())));
  return context;
}

std::string run(EVP_CIPHER_CTX* context, std::string_view input) {
  std::string output(input.size(), '\0');
  int length = 0;
  if (!input.empty())
    require(EVP_CipherUpdate(context, data(output), &length, data(input), static_cast<int>(input.size())));
  return output;
}

}  // namespace

std::string gcm_encrypt(const Digest& key, std::string_view nonce, std::string_view plain,
                        std::string_view associated) {
  const Context context = begin(key, nonce, associated, 1);
  std::string cipher = run(context.get(), plain);
  std::string tag(gcm_tag_bytes, '\0');
  int length = 0;
  require(EVP_CipherFinal_ex(context.get(), data(tag), &length));  // writes nothing: GCM has no padding
  require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, gcm_tag_bytes, data(tag)));
  return cipher + tag;
}

std::optional<std::string> gcm_decrypt(const Digest& key, std::string_view nonce, std::string_view cipher,
                                       std::string_view associated) {
  if (nonce.size() != gcm_nonce_bytes || cipher.size() < gcm_tag_bytes) return std::nullopt;
  const std::string_view content = cipher.substr(0, cipher.size() - gcm_tag_bytes);
  std::string tag(cipher.substr(content.size()));
  const Context context = begin(key, nonce, associated, 0);
  std::string plain = run(context.get(), content);
  require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, gcm_tag_bytes, data(tag)));
  int length = 0;
  if (EVP_CipherFinal_ex(context.get(), data(tag), &length) != 1) return std::nullopt;
  return plain;
}

std::string seal(const Digest& key, std::string_view plain, std::string_view place) {
  const std::string nonce = random_bytes(gcm_nonce_bytes);
  return base64url_encode(nonce + gcm_encrypt(key, nonce, plain, place));
}

std::optional<std::string> unseal(const Digest& key, std::string_view sealed, std::string_view place) {
  const auto bytes = base64url_decode(sealed);
  if (!bytes || bytes->size() < gcm_nonce_bytes) return std::nullopt;
  const std::string_view whole = *bytes;
  return gcm_decrypt(key, whole.substr(0, gcm_nonce_bytes), whole.substr(gcm_nonce_bytes), place);
}

}  // namespace kpa::crypto
