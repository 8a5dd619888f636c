#include "retrieval/context.hpp"

namespace troupe::retrieval {

context cut_to_budget(const search_result& found, const context_limits& limits) {
  context cut{{}, found.terms, found.answerable};
  std::size_t used = 0;
  for (const auto& hit : found.hits) {
    if (cut.sources.size() == limits.sources) break;
    if (used + hit.chunk->tokens > limits.tokens) continue;
    used += hit.chunk->tokens;
    cut.sources.push_back({static_cast<std::uint32_t>(cut.sources.size() + 1), hit.chunk, hit.score});
  }
  return cut;
}

} // namespace troupe::retrieval
