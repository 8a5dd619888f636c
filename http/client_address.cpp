#include "http/client_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <ranges>
#include <stdexcept>

namespace troupe::http {
namespace {

constexpr std::array<unsigned char, 12> mapped_prefix{0, 0, 0, 0, 0,    0,
                                                      0, 0, 0, 0, 0xff, 0xff}; // RFC 4291, 2.5.5.2

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

} // namespace

address_set::address_set(std::span<const std::string> networks) {
  for (const auto& text : networks) {
    const auto parsed = parse_network(text);
    if (!parsed)
      throw std::invalid_argument{"TROUPE_TRUSTED_PROXIES: \"" + text
                                  + "\" is no address or network such as 10.0.0.0/8"};
    networks_.push_back(*parsed);
  }
}

std::optional<address_set::bits> address_set::parse(std::string_view address) {
  const auto text = std::string{address};
  auto parsed = bits{};
  if (inet_pton(AF_INET6, text.c_str(), parsed.data()) == 1) return parsed;
  std::ranges::copy(mapped_prefix, parsed.begin());
  if (inet_pton(AF_INET, text.c_str(), parsed.data() + mapped_prefix.size()) == 1) return parsed;
  return std::nullopt;
}

std::optional<address_set::network> address_set::parse_network(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  if (slash == text.npos) return network{*address, 128};
  const auto digits = text.substr(slash + 1);
  const auto offset = text.substr(0, slash).find(':') == text.npos ? 96U : 0U;
  auto length = 0U;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (error != std::errc{} || end != digits.data() + digits.size() || length > 128 - offset)
    return std::nullopt;
  return network{*address, length + offset};
}

bool address_set::contains(std::string_view address) const {
  const auto wanted = parse(address);
  if (!wanted) return false;
  return std::ranges::any_of(networks_, [&](const network& n) {
    const auto bytes = n.length / 8;
    if (std::memcmp(n.address.data(), wanted->data(), bytes) != 0) return false;
    const auto rest = n.length % 8;
    return rest == 0 || (n.address[bytes] ^ (*wanted)[bytes]) >> (8 - rest) == 0;
  });
}

std::string client_address(const request& asked, const address_set& trusted_proxies) {
  auto address = asked.peer;
  // Several fields are one list (RFC 9110, 5.3); each proxy adds at its end.
  for (const auto& field : asked.headers | std::views::reverse) {
    if (find_field({field}, "X-Forwarded-For") == std::nullopt) continue;
    auto list = std::string_view{field.second};
    while (!list.empty() && trusted_proxies.contains(address)) {
      const auto comma = list.rfind(',');
      address = trimmed(comma == list.npos ? list : list.substr(comma + 1));
      list = comma == list.npos ? std::string_view{} : list.substr(0, comma);
    }
  }
  return address;
}

} // namespace troupe::http
