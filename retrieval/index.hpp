#pragma once
#include "language/encoder/distilled_encoder.hpp"
#include "retrieval/answerability.hpp"
#include "retrieval/indexed_chunk.hpp"
#include "retrieval/late_interaction.hpp"
#include "retrieval/vectors.hpp"

#include <memory>
#include <span>
#include <string_view>

namespace troupe::retrieval {

/// A part of what is asked: the last turn weighs 1, earlier turns of the customer .3, the last of the agent
/// .1.
struct query_part {
  std::string_view text;
  double weight = 1;
  bool asked = true; ///< false: it may find a passage, and what is asked has to be in that all the same
};

struct hit {
  std::shared_ptr<const indexed_chunk> chunk; ///< outlives the index that found it
  double bm25 = 0;
  double cosine = 0; ///< 0 without vectors
  double fused = 0;  ///< bm25 divided by its best of this query; with vectors .25 of that and .75 cosine
  double page = 0;   ///< of its document, see page_score.hpp
  double tokens = 0; ///< late interaction, of the best 20 alone
  double score = 0;  ///< fused + .15 page - size_penalty + .5 (tokens - their least): the order of hits
};

struct page_hit {
  std::string_view path; ///< of a chunk of the index, or of the hits
  double score = 0;
};

struct search_options {
  std::size_t limit = 10;
  std::string_view category;     ///< empty: any
  std::span<const float> vector; ///< what is asked, of length 1; empty: the search is by words alone
  const language::token_vectors* tokens = nullptr; ///< what is asked, token by token; only with a vector
};

struct search_result {
  std::vector<hit> hits;            ///< best first; ties in the documents' order
  std::vector<page_hit> pages;      ///< best first, at most `limit`
  std::vector<weighted_term> terms; ///< of the query; weight: the parts' times idf
  double answerable = 0;            ///< 0..1, how likely the documents answer it
  evidence answerable_by;           ///< what that was made of
};

/// An immutable index of documents; searched by many threads at once.
class index {
public:
  index() = default;
  explicit index(std::span<const language::document> documents, const language::chunk_options& options = {});

  /// The same documents with what their chunks mean: an embedding for each of chunks(), of rows of
  /// `dimensions`.
  [[nodiscard]] index with_embeddings(std::span<const embedding> embeddings, std::size_t dimensions) const;

  /// The same with an encoder of questions that is quick, and knows the language of these documents.
  [[nodiscard]] index with_query_encoder(std::shared_ptr<const language::distilled_encoder>) const;

  /// Without query parts the vector alone decides.
  [[nodiscard]] search_result search(std::span<const query_part> query,
                                     const search_options& options = {}) const;
  [[nodiscard]] search_result search(std::string_view question, const search_options& options = {}) const;

  [[nodiscard]] std::size_t documents() const noexcept {
    return page_begins_.empty() ? 0 : page_begins_.size() - 1;
  }
  [[nodiscard]] std::span<const std::shared_ptr<const indexed_chunk>> chunks() const noexcept {
    return chunks_;
  }
  [[nodiscard]] const bm25f& lexical() const noexcept { return lexical_; }
  /// Whether a search takes a vector.
  [[nodiscard]] bool has_vectors() const noexcept { return !vectors_.empty(); }
  /// Null: there is none, or none yet.
  [[nodiscard]] const language::distilled_encoder* query_encoder() const noexcept {
    return query_encoder_.get();
  }

private:
  struct scored;
  [[nodiscard]] std::vector<weighted_term> terms_of(std::span<const query_part> query) const;
  struct candidate;
  [[nodiscard]] bool by_vectors(const search_options& o) const noexcept {
    return !o.vector.empty() && !vectors_.empty();
  }
  [[nodiscard]] bool by_tokens(const search_options& o) const noexcept {
    return by_vectors(o) && o.tokens && !o.tokens->pieces.empty() && !interaction_.empty();
  }
  [[nodiscard]] evidence weigh(std::span<const query_part> query, std::span<const weighted_term> terms,
                               std::span<const scored> found, std::span<const candidate> best,
                               const search_options&) const;
  struct place;
  struct scored_page;
  void refine(std::span<candidate> best, const language::token_vectors& asked) const;
  [[nodiscard]] std::vector<scored> score(std::span<const weighted_term> terms, const search_options&) const;

  vocabulary vocabulary_;
  std::vector<std::shared_ptr<const indexed_chunk>> chunks_; ///< document after document
  std::vector<std::uint32_t> page_begins_; ///< of each document: its first chunk; one more at the end
  bm25f lexical_;
  vectors vectors_;
  late_interaction interaction_;
  std::shared_ptr<const language::distilled_encoder> query_encoder_;
};

} // namespace troupe::retrieval
