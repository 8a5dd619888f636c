#pragma once
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace troupe::language {

/// Makes the embedding of a text, of length 1. Empty: there is no encoder.
using embedder = std::function<std::vector<float>(std::string_view)>;

/// An embedding that several look at. Null: there is none.
using shared_embedding = std::shared_ptr<const std::vector<float>>;

} // namespace troupe::language
