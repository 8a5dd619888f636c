#pragma once
#include "retrieval/answerability.hpp"
#include "retrieval/context.hpp"

namespace troupe::retrieval {

struct answer_sentence {
  std::string text;         ///< a whole sentence, without its marker
  std::uint32_t marker = 0; ///< of the citation that holds it
  std::uint32_t step = 0;   ///< from 1: a step of a numbered list, in order; 0 otherwise
  bool item = false;        ///< a point of a list
  bool row = false;         ///< of a table: its cells, each behind the name of its column
};

struct citation {
  std::uint32_t marker = 0; ///< from 1, in the order of the answer
  std::string document;
  std::string heading;
  std::string anchor;
  std::string chunk_id;
  std::string quote;          ///< the document's bytes of `range`
  language::byte_range range; ///< of the document's source, around all sentences used
  double score = 0;
};

/// An answer in sentences of the documents. Without support it has none.
struct composed {
  std::vector<answer_sentence> sentences;
  std::vector<citation> citations;
  bool supported = false;

  /// Sentences as prose, steps and points one a line, each with its marker: "You can … [1]".
  [[nodiscard]] std::string text() const;
  /// The text, sentence by sentence, as it is streamed: joined the pieces are text().
  [[nodiscard]] std::vector<std::string> pieces() const;
};

struct answer_limits {
  std::size_t sentences = 5; ///< of prose; a list of steps is given whole, up to `steps`
  std::size_t steps = 12;
  double answerable = answerable_threshold; ///< context.answerable below this is no support
};

/// Picks the run of sentences that answers best; the same context gives the same answer.
[[nodiscard]] composed compose(const context& from, const answer_limits& limits = {});

} // namespace troupe::retrieval
