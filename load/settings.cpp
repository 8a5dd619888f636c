#include "load/settings.hpp"

#include <stdexcept>

namespace troupe::load {

std::string_view name(transport by) noexcept {
  switch (by) {
  case transport::json: return "json";
  case transport::sse: return "sse";
  case transport::mixed: return "mixed";
  case transport::ws: return "ws";
  }
  return "json";
}

transport parse_transport(std::string_view text) {
  for (const auto by : {transport::json, transport::sse, transport::mixed, transport::ws})
    if (text == name(by)) return by;
  throw std::invalid_argument{'"' + std::string{text} + "\" is not json, sse or mixed"};
}

} // namespace troupe::load
