#pragma once
#include <string>

namespace troupe::language {

/// Why files are no model that can be used, for people.
struct model_error {
  std::string reason;
};

} // namespace troupe::language
