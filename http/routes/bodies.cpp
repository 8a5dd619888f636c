#include "http/routes/bodies.hpp"

#include <algorithm>

namespace troupe::http::bodies {

customer_ref customer_in(const json& body) {
  const auto at = body.find("customer");
  if (at == body.end()) return {};
  return {text_in(*at, "external_id"), text_in(*at, "email"), text_in(*at, "name")};
}

escalation_reason reason_in(const json& body) {
  const auto named = std::ranges::find(escalation_reason_names, text_in(body, "reason"));
  if (named == escalation_reason_names.end()) return escalation_reason::customer_request;
  return static_cast<escalation_reason>(named - escalation_reason_names.begin());
}

double feedback_value(const json& body) {
  const auto& value = body.at("value");
  if (value.is_number()) return value.get<double>();
  return value == true || value == "up" ? 1.0 : 0.0;
}

} // namespace troupe::http::bodies
