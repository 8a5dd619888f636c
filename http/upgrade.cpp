#include "http/upgrade.hpp"

#include "http/list_field.hpp"
#include "http/problem.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>

namespace troupe::http {
namespace {

constexpr std::string_view version = "13";

response refuse_upgrade(std::string_view detail) {
  auto answer = refuse(problems::upgrade_required, detail);
  answer.headers.emplace_back("Upgrade", "websocket");
  answer.headers.emplace_back("Sec-WebSocket-Version", version);
  return answer;
}

/// 16 bytes in base64.
bool is_key(std::string_view text) noexcept {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  return text.size() == 24 && text.ends_with("==") && text.find_first_not_of(letters) == 22;
}

/// A page of this very server: its origin names the host that was asked.
bool is_own(std::string_view origin, const request& asked) {
  const auto host = asked.header("Host");
  const auto scheme = origin.find("://");
  return host && scheme != origin.npos && same_letters(origin.substr(scheme + 3), *host);
}

} // namespace

std::string accept_of(std::string_view key) {
  const auto text = std::string{key} + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  auto sum = std::array<unsigned char, SHA_DIGEST_LENGTH>{};
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), sum.data());
  auto encoded = std::array<unsigned char, 29>{}; // 28 characters and NUL
  const auto size = EVP_EncodeBlock(encoded.data(), sum.data(), static_cast<int>(sum.size()));
  return {encoded.begin(), encoded.begin() + size};
}

response upgrade(const request& asked, const cors& allowed) {
  const auto named = [&](std::string_view field, std::string_view value) {
    return lists(asked.header(field).value_or(""), value);
  };
  if (asked.minor_version == 0 || !named("Connection", "upgrade") || !named("Upgrade", "websocket"))
    return refuse_upgrade(asked.path + " is a WebSocket: send Connection: Upgrade and Upgrade: websocket");
  if (asked.header("Sec-WebSocket-Version") != version)
    return refuse_upgrade("Sec-WebSocket-Version: must be 13");
  const auto key = asked.header("Sec-WebSocket-Key").value_or("");
  if (!is_key(key))
    return refuse(failure{errc::bad_request, "Sec-WebSocket-Key: must be 16 bytes in base64"});
  const auto origin = asked.header("Origin");
  if (origin && !is_own(*origin, asked)
      && !find_field(allowed.headers_for(asked), "Access-Control-Allow-Origin"))
    return refuse(failure{errc::forbidden, "Origin: pages of " + std::string{*origin}
                                               + " may not call; TROUPE_CORS_ORIGINS names those that may"});
  auto answer = response{101, {{"Sec-WebSocket-Accept", accept_of(key)}}, {}};
  if (named("Sec-WebSocket-Protocol", websocket_protocol))
    answer.headers.emplace_back("Sec-WebSocket-Protocol", websocket_protocol);
  return answer;
}

} // namespace troupe::http
