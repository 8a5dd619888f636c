#pragma once
#include "language/classification.hpp"

#include <string>
#include <vector>

namespace troupe::language {

/// What a message may be about, and messages that are.
struct intent_rule {
  std::string name;
  intent_group group = intent_group::other;
  std::vector<std::string> examples;
};

} // namespace troupe::language
