#include "http/json.hpp"
#include "http/routes/bodies.hpp"
#include "http/routes/customer_bodies.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

/// Any bytes as a body: parsing and checking neither throw nor crash, and what fits can be said again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace troupe::http;
  const auto parsed = parse_json({reinterpret_cast<const char*>(data), size});
  const auto* body = std::get_if<json>(&parsed);
  if (!body) return 0;
  if (check(bodies::chat, *body).empty()) {
    static_cast<void>(bodies::customer_in(*body));
    const auto again = parse_json(body->dump());
    if (!std::holds_alternative<json>(again) || std::get<json>(again) != *body) std::abort();
  }
  if (check(bodies::feedback, *body).empty()) {
    const auto value = bodies::feedback_value(*body);
    if (!(value >= 0 && value <= 5)) std::abort();
  }
  static_cast<void>(check(bodies::new_customer, *body));
  return 0;
}
