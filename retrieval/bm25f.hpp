#pragma once
#include "retrieval/vocabulary.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace troupe::retrieval {

struct weighted_term {
  term_id term = no_term;
  double weight = 1;
};

/// BM25 over several fields (Robertson, Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond",
/// 2009, §3.6): a term's frequencies are length-normalised in each field, added, and saturated once. All
/// fields weigh 1, k1 = 1.2, b = .75, idf = ln(1 + (N - df + .5) / (df + .5)). Immutable once built; may be
/// searched by many threads.
class bm25f {
public:
  static constexpr std::size_t fields = 4;
  /// The terms of each field of one entry; entries are numbered from 0 in the order given.
  using entry = std::array<std::vector<term_id>, fields>;

  bm25f() = default;
  /// `terms`: how many the vocabulary has.
  bm25f(std::span<const entry> entries, std::size_t terms);

  struct scored {
    std::uint32_t entry = 0;
    float score = 0;
  };
  /// The entries that hold any of the terms, ascending.
  [[nodiscard]] std::vector<scored> search(std::span<const weighted_term> query) const;

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// What a term says of a subject; highest for a term in no entry.
  [[nodiscard]] double idf(term_id term) const noexcept;
  /// The best score that any entry could reach.
  [[nodiscard]] double bound(std::span<const weighted_term> query) const noexcept;
  /// Whether any of the entries [first, last) holds a term.
  [[nodiscard]] bool contains(std::uint32_t first, std::uint32_t last, term_id term) const noexcept;

private:
  struct posting {
    std::uint32_t entry;
    float score; ///< of a query with this term alone
  };
  [[nodiscard]] std::span<const posting> postings_of(term_id term) const noexcept;

  std::size_t size_ = 0;
  std::vector<double> idf_;           ///< of each term
  std::vector<std::uint32_t> begins_; ///< of each term's postings, ascending by entry; one more at the end
  std::vector<posting> postings_;
};

} // namespace troupe::retrieval
