#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace troupe::language {

/// The YAML block that a source may begin with, after a byte order mark.
struct front_matter {
  std::size_t end = 0; ///< where the body begins; after the byte order mark if there is no front matter
  std::string title;   ///< its `title:`, unquoted; empty without one
};

/// A block that is never closed is body.
[[nodiscard]] front_matter read_front_matter(std::string_view source);

} // namespace troupe::language
