#pragma once
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace troupe::load {

/// A text as JSON writes it, quotes included. Bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] inline std::string json_text(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace troupe::load
