#include "http/auth.hpp"

#include "http/list_field.hpp"
#include "language/hex.hpp"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <optional>

namespace troupe::http {
namespace {

/// The token of `Authorization: Bearer TOKEN` (RFC 6750); the scheme's case does not matter.
std::optional<std::string_view> token_in_header(const request& asked) {
  constexpr std::string_view scheme = "bearer ";
  const auto header = asked.header("Authorization");
  if (!header || !same_letters(header->substr(0, scheme.size()), scheme)) return std::nullopt;
  const auto token = header->find_first_not_of(' ', scheme.size());
  return token == header->npos ? std::nullopt : std::optional{header->substr(token)};
}

/// The key of a WebSocket from a browser, which sends no headers of its own: "bearer.KEY" among the
/// subprotocols that it offers.
std::optional<std::string_view> token_in_protocols(const request& asked) {
  constexpr std::string_view prefix = "bearer.";
  auto token = std::optional<std::string_view>{};
  any_of_list(asked.header("Sec-WebSocket-Protocol").value_or(""), [&](std::string_view offered) {
    if (!offered.starts_with(prefix)) return false;
    token = offered.substr(prefix.size());
    return true;
  });
  return token;
}

std::optional<std::string_view> bearer_token(const request& asked) {
  const auto token = token_in_header(asked);
  return token ? token : token_in_protocols(asked);
}

/// A name for a key that tells nothing of it: 48 bits of its digest.
std::string short_name(std::span<const unsigned char> digest) { return language::hex(digest.first(6)); }

} // namespace

key_ring::key_ring(std::span<const std::string> chat_keys, std::span<const std::string> admin_keys) {
  for (const auto& k : admin_keys) add(k, true);
  for (const auto& k : chat_keys) add(k, false);
}

std::variant<caller, failure> key_ring::admit(key needed, const request& asked) const {
  if (keys_.empty() || needed == key::none) return caller{};
  const auto token = bearer_token(asked);
  if (!token) return failure{errc::unauthorized, "send a key: Authorization: Bearer KEY"};
  const auto* known = find(*token);
  if (!known)
    return failure{errc::unauthorized,
                   "the key is unknown; the operator sets keys by TROUPE_API_KEYS and TROUPE_ADMIN_KEYS"};
  if (needed == key::admin && !known->who.admin)
    return failure{errc::forbidden, "this takes a key of TROUPE_ADMIN_KEYS"};
  return known->who;
}

key_ring::digest key_ring::hash_of(std::string_view key) {
  auto hash = digest{};
  SHA256(reinterpret_cast<const unsigned char*>(key.data()), key.size(), hash.data());
  return hash;
}

void key_ring::add(std::string_view key, bool admin) {
  const auto hash = hash_of(key);
  keys_.push_back({hash, caller{(admin ? "adm_" : "key_") + short_name(hash), admin, admin}});
}

const key_ring::entry* key_ring::find(std::string_view key) const {
  const auto hash = hash_of(key);
  const entry* found = nullptr;
  for (const auto& e : keys_)
    if (CRYPTO_memcmp(e.hash.data(), hash.data(), hash.size()) == 0 && !found) found = &e;
  return found;
}

} // namespace troupe::http
