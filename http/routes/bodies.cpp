#include "http/routes/bodies.hpp"

namespace troupe::http::bodies {

customer_ref customer_in(const json& body) {
  const auto at = body.find("customer");
  if (at == body.end()) return {};
  return {text_in(*at, "external_id"), text_in(*at, "email"), text_in(*at, "name")};
}

double feedback_value(const json& body) {
  const auto& value = body.at("value");
  if (value.is_number()) return value.get<double>();
  return value == true || value == "up" ? 1.0 : 0.0;
}

} // namespace troupe::http::bodies
