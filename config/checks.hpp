#pragma once
#include "config/settings.hpp"

#include <string>
#include <vector>

namespace troupe::config {

/// What is wrong with the settings taken together, or with the form of a text; one line each.
[[nodiscard]] std::vector<std::string> check(const settings&);

} // namespace troupe::config
