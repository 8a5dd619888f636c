#pragma once
#include "language/chunk.hpp"
#include "retrieval/vocabulary.hpp"

#include <span>
#include <vector>

namespace troupe::retrieval {

/// A chunk with what search and answers ask of its text for every question, read once.
struct indexed_chunk : language::chunk {
  /// Adds the chunk's terms to the vocabulary.
  indexed_chunk(language::chunk, vocabulary&);

  [[nodiscard]] std::span<const term_id> terms_of_sentence(std::size_t number) const noexcept {
    return std::span{body_terms}.subspan(sentence_begins[number],
                                         sentence_begins[number + 1] - sentence_begins[number]);
  }

  std::size_t tokens = 0;                     ///< of the text, as the context budget counts them
  std::vector<term_id> heading_terms;         ///< of the whole heading path
  std::vector<term_id> body_terms;            ///< of the sentences, in order
  std::vector<std::uint32_t> sentence_begins; ///< in body_terms; one more at the end
};

} // namespace troupe::retrieval
