#pragma once
#include "retrieval/index.hpp"

namespace troupe::retrieval {

struct context_limits {
  std::size_t tokens = 2000; ///< of white space and punctuation, see count_tokens
  std::size_t sources = 5;
};

struct source {
  std::uint32_t number = 0; ///< from 1
  std::shared_ptr<const indexed_chunk> chunk;
  double score = 0;
};

/// What an answer may be made of, best first.
struct context {
  std::vector<source> sources;
  std::vector<weighted_term> terms; ///< of the question, weighted by what they say
  double answerable = 0;
};

/// The best hits that fit: a hit that would break the token budget is passed over for a shorter one after it.
[[nodiscard]] context cut_to_budget(const search_result& found, const context_limits& limits = {});

} // namespace troupe::retrieval
