#include "retrieval/context.hpp"

#include "language/tokens.hpp"

namespace troupe::retrieval {

context cut_to_budget(const search_result& found, const context_limits& limits) {
  context cut{{}, found.terms, found.answerable};
  std::size_t used = 0;
  for (const auto& hit : found.hits) {
    if (cut.sources.size() == limits.sources) break;
    const auto tokens = language::count_tokens(hit.chunk->text);
    if (used + tokens > limits.tokens) continue;
    used += tokens;
    cut.sources.push_back({static_cast<std::uint32_t>(cut.sources.size() + 1), hit.chunk, hit.score});
  }
  return cut;
}

} // namespace troupe::retrieval
