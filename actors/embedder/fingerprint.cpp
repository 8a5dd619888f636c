#include "actors/embedder/fingerprint.hpp"

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace troupe::embedder {
namespace {

class sha256 {
public:
  sha256() { check(context_ ? EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) : 0); }

  void add(std::string_view bytes) { check(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size())); }

  using digest = std::array<unsigned char, EVP_MAX_MD_SIZE>;
  [[nodiscard]] digest end() {
    auto made = digest{};
    check(EVP_DigestFinal_ex(context_.get(), made.data(), nullptr));
    return made;
  }

private:
  static void check(int done) {
    if (done != 1) throw std::runtime_error{"OpenSSL offers no SHA-256"};
  }

  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

} // namespace

std::string fingerprint(std::span<const std::string_view> parts) {
  auto hash = sha256{};
  for (const auto part : parts) {
    hash.add(std::to_string(part.size()) + ':');
    hash.add(part);
  }
  constexpr auto digits = std::string_view{"0123456789abcdef"};
  const auto digest = hash.end();
  auto text = std::string{};
  for (const auto byte : std::span{digest}.first<16>()) {
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

} // namespace troupe::embedder
