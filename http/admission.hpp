#pragma once
#include "http/auth.hpp"
#include "http/cors.hpp"
#include "http/problem.hpp"
#include "http/route.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace troupe::http {

/// A request that may go on to its handler.
struct admitted {
  match found;
  caller who;
};

/// An answer without a handler: a refusal, or one to OPTIONS.
struct turned_away {
  response answer;
  std::string_view route; ///< its path in the table; "none" where there is none
};

/// The rules that a request meets by its head alone, so that a refused body is never read: address, method,
/// key, media type, size.
struct admission {
  route_table table;
  key_ring keys;
  http::cors cors;
  std::size_t max_body_bytes = 0;
  std::size_t max_document_bytes = 0; ///< of a markdown body

  [[nodiscard]] std::variant<admitted, turned_away> admit(const request&) const;

private:
  [[nodiscard]] std::variant<admitted, response> admit_to(match, const request&) const;
};

} // namespace troupe::http
