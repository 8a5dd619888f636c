#pragma once
#include "messages/local/gaps.hpp"

#include <cstddef>
#include <vector>

namespace troupe::gaps {

/// The questions in groups that ask for the same: by their vectors (of length 1, one for each), or by the
/// terms that they share where there are none. At most `limit` groups.
[[nodiscard]] gap_list group(const std::vector<given_answer>& questions,
                             const std::vector<std::vector<float>>& vectors, std::size_t limit);

} // namespace troupe::gaps
