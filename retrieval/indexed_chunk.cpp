#include "retrieval/indexed_chunk.hpp"

#include "language/tokens.hpp"

#include <utility>

namespace troupe::retrieval {

indexed_chunk::indexed_chunk(language::chunk of, vocabulary& all)
    : language::chunk{std::move(of)}, tokens{language::count_tokens(text)}, sentence_begins{0} {
  for (const auto& one : heading_path) all.add_terms(one, heading_terms);
  for (const auto& sentence : sentences) {
    all.add_terms(sentence.text, body_terms);
    sentence_begins.push_back(static_cast<std::uint32_t>(body_terms.size()));
  }
}

} // namespace troupe::retrieval
