#pragma once
#include "load/fault.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace troupe::load {

/// What is wrong with an answer object in itself: its members and types, and citations whose markers "[n]"
/// the text does not hold.
[[nodiscard]] std::optional<fault> check_answer(const nlohmann::json& answer);

} // namespace troupe::load
