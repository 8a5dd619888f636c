#pragma once
#include <functional>
#include <string_view>
#include <vector>

namespace troupe::language {

/// Makes the embedding of a text, of length 1. Empty: there is no encoder.
using embedder = std::function<std::vector<float>(std::string_view)>;

} // namespace troupe::language
