#pragma once
#include <cstddef>
#include <functional>
#include <vector>

namespace troupe::language {

/// How alike two of the things are, by their places; 1: the same. Symmetric.
using similarity = std::function<double(std::size_t, std::size_t)>;

/// Groups `count` things in one pass (sequential leader clustering, Hartigan, Clustering Algorithms, 1975,
/// ch. 3, with the mean similarity to a group in place of that to its leader): each joins the group that it
/// is most like, if by `least`, else it opens one. The largest group comes first, then the one opened first;
/// in each, the member that is most like the others comes first, then the others in their order.
[[nodiscard]] std::vector<std::vector<std::size_t>> clusters(std::size_t count, const similarity&,
                                                             double least);

} // namespace troupe::language
