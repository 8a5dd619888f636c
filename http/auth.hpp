#pragma once
#include "http/framing/message.hpp"
#include "messages/wire/errc.hpp"
#include "messages/wire/gateway.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace troupe::http {

/// What a route asks of its caller.
enum class key : std::uint8_t { none, chat, admin };

/// The bearer keys of TROUPE_API_KEYS and TROUPE_ADMIN_KEYS. It keeps their SHA-256 digests only, and looks
/// at all of them each time, so that the time it takes tells nothing.
class key_ring {
public:
  key_ring(std::span<const std::string> chat_keys, std::span<const std::string> admin_keys);

  /// Who asks, or errc::unauthorized or errc::forbidden. Without any keys everybody is the trusted principal
  /// "".
  [[nodiscard]] std::variant<caller, failure> admit(key needed, const request&) const;

private:
  using digest = std::array<unsigned char, 32>;
  struct entry {
    digest hash;
    caller who;
  };

  [[nodiscard]] static digest hash_of(std::string_view key);
  void add(std::string_view key, bool admin);
  [[nodiscard]] const entry* find(std::string_view key) const;

  std::vector<entry> keys_;
};

} // namespace troupe::http
