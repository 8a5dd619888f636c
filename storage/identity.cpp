#include "storage/identity.hpp"

#include "storage/error.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <initializer_list>
#include <span>

namespace troupe::storage {
namespace {

using id_bits = std::array<unsigned char, 16>;

std::string base32(std::span<const unsigned char> bytes) {
  constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
  std::string text;
  text.reserve((bytes.size() * 8 + 4) / 5);
  std::uint32_t buffer = 0;
  int bits = 0;
  for (auto byte : bytes) {
    buffer = buffer << 8 | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[buffer >> (bits - 5) & 31];
  }
  if (bits > 0) text += alphabet[buffer << (5 - bits) & 31];
  return text;
}

std::string id(std::string_view prefix, const id_bits& bits) { return std::string{prefix} + base32(bits); }

void fill_random(std::span<unsigned char> bytes) {
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    throw error{"identity: the system gives no random bytes (OpenSSL RAND_bytes); see whether /dev/urandom "
                "is readable"};
}

/// Every part stands behind its length: ("ab", "c") and ("a", "bc") must not meet in one id.
void append(std::string& text, std::string_view part) {
  text += std::to_string(part.size()).append(":").append(part);
}

id_bits derived(const identity::secret& secret, std::initializer_list<std::string_view> purpose_and_parts) {
  std::string text;
  for (auto part : purpose_and_parts) append(text, part);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  const auto* data = reinterpret_cast<const unsigned char*>(text.data());
  if (!HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), data, text.size(), digest.data(),
            nullptr))
    throw error{"identity: OpenSSL offers no HMAC-SHA256"};
  id_bits bits{};
  std::copy_n(digest.begin(), bits.size(), bits.begin());
  return bits;
}

std::string ascii_lower(std::string_view text) {
  std::string lower{text};
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

} // namespace

identity::identity(const secret& s) noexcept : secret_{s} {}

std::string identity::new_session() const {
  id_bits bits{};
  fill_random(bits);
  return id("ses_", bits);
}

std::string identity::session_for(std::string_view principal, std::string_view client_message_id) const {
  return id("ses_", derived(secret_, {"session", principal, client_message_id}));
}

std::string identity::new_turn(std::int64_t unix_ms) const {
  id_bits bits{};
  for (int i = 0; i < 6; ++i)
    bits[static_cast<std::size_t>(i)] = static_cast<unsigned char>(unix_ms >> (40 - 8 * i));
  fill_random(std::span{bits}.subspan<6>());
  return id("trn_", bits);
}

std::string identity::customer_by_external_id(std::string_view external_id) const {
  return id("cus_", derived(secret_, {"external_id", external_id}));
}

std::string identity::customer_by_email(std::string_view email) const {
  return id("cus_", derived(secret_, {"email", ascii_lower(email)}));
}

std::string identity::customer_of_session(std::string_view session_id) const {
  return id("cus_", derived(secret_, {"customer_of_session", session_id}));
}

} // namespace troupe::storage
