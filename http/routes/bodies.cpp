#include "http/routes/bodies.hpp"

namespace troupe::http::bodies {
namespace {

field_error wrong_value(std::string_view expected) { return {"/value", "must be " + std::string{expected}}; }

} // namespace

customer_ref customer_in(const json& body) {
  const auto at = body.find("customer");
  if (at == body.end()) return {};
  return {text_in(*at, "external_id"), text_in(*at, "email"), text_in(*at, "name")};
}

std::variant<double, field_error> feedback_value(std::string_view metric, const json& value) {
  if (metric == "thumbs") {
    if (value == "up") return 1.0;
    if (value == "down") return 0.0;
    return wrong_value("\"up\" or \"down\"");
  }
  if (metric == "csat") {
    if (value.is_number_integer() && value >= 1 && value <= 5) return value.get<double>();
    return wrong_value("a whole number from 1 to 5");
  }
  if (metric == "resolved" || metric == "escalated") {
    if (value.is_boolean()) return value.get<bool>() ? 1.0 : 0.0;
    return wrong_value("true or false");
  }
  return field_error{"/metric", "must be thumbs, csat, resolved or escalated"};
}

} // namespace troupe::http::bodies
