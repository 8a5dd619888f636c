#pragma once
#include "http/framing/message.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::http {

/// Addresses and networks, "10.0.0.7", "10.0.0.0/8", "fd00::/8": IPv4 is compared as the IPv6 addresses that
/// map it.
class address_set {
public:
  /// Throws std::invalid_argument that names what is no address.
  explicit address_set(std::span<const std::string> networks);

  [[nodiscard]] bool contains(std::string_view address) const;

private:
  using bits = std::array<unsigned char, 16>;
  struct network {
    bits address;
    unsigned length; ///< of the prefix, in bits of the IPv6 form
  };

  [[nodiscard]] static std::optional<bits> parse(std::string_view address);
  [[nodiscard]] static std::optional<network> parse_network(std::string_view text);

  std::vector<network> networks_;
};

/// Who really asks: the peer, or, where that is a trusted proxy, the last address of X-Forwarded-For that is
/// none.
[[nodiscard]] std::string client_address(const request&, const address_set& trusted_proxies);

} // namespace troupe::http
