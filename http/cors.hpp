#pragma once
#include "http/framing/message.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::http {

/// Which web pages of other origins may call (Fetch standard, "CORS protocol"). Off when no origin is named.
class cors {
public:
  /// Exact origins, such as "https://shop.example", or "*".
  explicit cors(std::span<const std::string> origins) : origins_{origins.begin(), origins.end()} {}

  /// What the answer to this request carries; nothing where the request comes from no allowed page.
  [[nodiscard]] fields headers_for(const request&) const;

  /// The answer to a preflight; `methods` is the list of the address. Without CORS it just names the methods.
  [[nodiscard]] response preflight(const request&, std::string_view methods) const;

private:
  std::vector<std::string> origins_;
};

} // namespace troupe::http
