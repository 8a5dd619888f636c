#include "retrieval/index.hpp"

#include "language/tokens.hpp"
#include "retrieval/page_score.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

namespace troupe::retrieval {
namespace {

constexpr double cosine_share = 0.75;
constexpr double page_share = 0.15;
constexpr double tokens_share = 0.5;
constexpr std::size_t refined_hits = 20;
constexpr std::size_t judged_hits = 10; // for answerability

std::vector<term_id> numbered(std::string_view text, vocabulary& all) {
  std::vector<term_id> numbers;
  all.add_terms(text, numbers);
  return numbers;
}

std::string path_text(const language::chunk& chunk) {
  std::string text;
  for (std::size_t i = 1; i + 1 < chunk.heading_path.size(); ++i) text += chunk.heading_path[i] + ' ';
  return text;
}

bm25f::entry fields_of(const indexed_chunk& chunk, vocabulary& all) {
  return {numbered(chunk.title, all), numbered(path_text(chunk), all), numbered(chunk.heading, all),
          chunk.body_terms};
}

/// The `limit` highest scores among those offered; of equals, those that came first.
template <class T>
class best_of {
public:
  explicit best_of(std::size_t limit) : limit_{limit} { kept_.reserve(std::min(limit, most_reserved)); }

  void offer(double score, const T& what) {
    if (kept_.size() == limit_) {
      if (limit_ == 0 || score <= kept_.front().score) return;
      std::ranges::pop_heap(kept_, better);
      kept_.pop_back();
    }
    kept_.push_back({score, offered_++, what});
    std::ranges::push_heap(kept_, better);
  }

  struct entry {
    double score;
    std::size_t order;
    T what;
  };
  /// Best first; nothing can be offered any more.
  [[nodiscard]] std::span<const entry> ranked() {
    std::ranges::sort(kept_, better);
    return kept_;
  }

private:
  static bool better(const entry& a, const entry& b) noexcept {
    return a.score != b.score ? a.score > b.score : a.order < b.order;
  }

  static constexpr std::size_t most_reserved = 64;

  std::size_t limit_;
  std::size_t offered_ = 0;
  std::vector<entry> kept_; ///< a heap with the worst in front
};

} // namespace

index::index(std::span<const language::document> documents, const language::chunk_options& options)
    : page_begins_{0} {
  std::vector<bm25f::entry> entries;
  for (const auto& document : documents) {
    for (auto& chunk : language::chunk_document(document, options)) {
      chunks_.push_back(std::make_shared<const indexed_chunk>(std::move(chunk), vocabulary_));
      entries.push_back(fields_of(*chunks_.back(), vocabulary_));
    }
    page_begins_.push_back(static_cast<std::uint32_t>(chunks_.size()));
  }
  lexical_ = bm25f{entries, vocabulary_.size()};
}

/// Unique terms; what several parts ask weighs their sum. Terms that no document holds count, each by itself.
std::vector<weighted_term> index::terms_of(std::span<const query_part> query) const {
  struct asked {
    std::uint64_t key; ///< the term's number, or above all numbers a hash of its letters
    double weight;
  };
  constexpr auto unknown = std::uint64_t{1} << 32U;
  std::vector<asked> all;
  for (const auto& part : query) {
    const auto first = static_cast<std::ptrdiff_t>(all.size());
    language::each_term(part.text, [&](std::string_view term) {
      const auto known = vocabulary_.find(term);
      all.push_back({known != no_term ? known : std::hash<std::string_view>{}(term) | unknown, part.weight});
    });
    std::ranges::sort(all.begin() + first, all.end(), {}, &asked::key);
    const auto repeats = std::ranges::unique(all.begin() + first, all.end(), {}, &asked::key);
    all.erase(repeats.begin(), repeats.end());
  }
  std::ranges::sort(all, {}, &asked::key);
  std::vector<weighted_term> found;
  for (auto at = all.begin(); at != all.end();) {
    const auto key = at->key;
    found.push_back({key < unknown ? static_cast<term_id>(key) : no_term, 0});
    for (; at != all.end() && at->key == key; ++at) found.back().weight += at->weight;
  }
  return found;
}

search_result index::search(std::string_view question, const search_options& options) const {
  const query_part whole{question};
  return search(std::span{&whole, 1}, options);
}

index index::with_embeddings(std::span<const embedding> embeddings, std::size_t dimensions) const {
  auto made = *this;
  made.vectors_ = vectors{embeddings, dimensions};
  made.interaction_ = late_interaction{embeddings};
  return made;
}

index index::with_query_encoder(std::shared_ptr<const language::distilled_encoder> encoder) const {
  auto made = *this;
  made.query_encoder_ = std::move(encoder);
  return made;
}

struct index::scored {
  std::uint32_t chunk;
  double bm25;
  double cosine;
  double fused;
};

/// The chunks of the category that words or vectors speak for, ascending.
std::vector<index::scored> index::score(std::span<const weighted_term> terms,
                                        const search_options& options) const {
  const auto found = lexical_.search(terms);
  const double best = found.empty() ? 1 : std::ranges::max(found, {}, &bm25f::scored::score).score;
  std::vector<scored> all;
  if (!by_vectors(options)) {
    all.reserve(found.size());
    for (const auto& [chunk, bm25] : found) all.push_back({chunk, bm25, 0, bm25 / best});
  } else {
    const auto cosines = vectors_.cosines(options.vector);
    all.reserve(cosines.size());
    for (const auto cosine : cosines)
      all.push_back({static_cast<std::uint32_t>(all.size()), 0, cosine, cosine_share * cosine});
    for (const auto& [chunk, bm25] : found) {
      all[chunk].bm25 = bm25;
      all[chunk].fused += (1 - cosine_share) * bm25 / best;
    }
  }
  if (!options.category.empty())
    std::erase_if(all, [&](const auto& one) { return chunks_[one.chunk]->category != options.category; });
  return all;
}

struct index::candidate {
  passage found;
  double cosine;
  double fused;
  std::size_t page; ///< its place among the pages
  double score;
  double tokens = 0;
  double lift = 0; ///< of the score, by what the tokens say
};

struct index::place {
  const scored* found;
  std::uint32_t page; ///< its place among the pages
};

struct index::scored_page {
  std::uint32_t first; ///< chunk
  std::uint32_t last;  ///< behind its chunks
  double score;
  double lift = 0; ///< the greatest of its chunks'
};

/// Adds to the scores what the tokens say, and puts them in order.
void index::refine(std::span<candidate> best, const language::token_vectors& asked) const {
  if (best.empty()) return;
  for (auto& one : best) one.tokens = interaction_.similarity(asked, one.found.chunk);
  const auto least = std::ranges::min(best, {}, &candidate::tokens).tokens;
  for (auto& one : best) {
    one.lift = tokens_share * (one.tokens - least);
    one.score += one.lift;
  }
  std::ranges::stable_sort(best, std::greater{}, &candidate::score);
}

evidence index::weigh(std::span<const query_part> query, std::span<const weighted_term> terms,
                      std::span<const scored> found, std::span<const candidate> best,
                      const search_options& options) const {
  std::vector<query_part> asked;
  std::ranges::copy_if(query, std::back_inserter(asked), &query_part::asked);
  const auto own = asked.size() < query.size() ? terms_of(asked) : std::vector(terms.begin(), terms.end());
  std::vector<passage> passages;
  passages.reserve(judged_hits);
  for (const auto& one : best.first(std::min(judged_hits, best.size()))) passages.push_back(one.found);
  auto seen = weigh_words(lexical_, {terms, own}, passages);
  if (best.empty() || !by_vectors(options)) return seen;
  std::vector<float> cosines;
  for (const auto& one : found) cosines.push_back(static_cast<float>(one.cosine));
  add_vectors(seen, cosines, best.front().cosine);
  if (by_tokens(options)) add_tokens(seen, std::ranges::max(best, {}, &candidate::tokens).tokens);
  return seen;
}

search_result index::search(std::span<const query_part> query, const search_options& options) const {
  const auto terms = terms_of(query);
  const auto found = score(terms, options);
  const auto refined = by_tokens(options);
  auto best = best_of<place>{std::max({options.limit, judged_hits, refined ? refined_hits : 0})};
  std::vector<scored_page> pages;
  pages.reserve(documents());
  std::vector<float> of_page;
  auto page = page_begins_.begin();
  for (auto at = found.begin(); at != found.end();) {
    while (*(page + 1) <= at->chunk) ++page;
    const auto first = *page;
    const auto last = *(page + 1);
    const auto end = std::find_if(at, found.end(), [&](const auto& one) { return one.chunk >= last; });
    of_page.clear();
    for (auto one = at; one != end; ++one) of_page.push_back(static_cast<float>(one->fused));
    const double penalty = size_penalty(last - first);
    const double score = page_score(of_page, last - first) - penalty;
    for (; at != end; ++at)
      best.offer(at->fused + page_share * score - penalty, {&*at, static_cast<std::uint32_t>(pages.size())});
    pages.push_back({first, last, score});
  }
  std::vector<candidate> candidates;
  const auto ranked = best.ranked();
  candidates.reserve(ranked.size());
  for (const auto& [score, _, one] : ranked) {
    const auto& of = pages[one.page];
    candidates.push_back({{one.found->chunk, of.first, of.last, one.found->bm25},
                          one.found->cosine,
                          one.found->fused,
                          one.page,
                          score});
  }
  if (refined) {
    const auto most = std::min(refined_hits, candidates.size());
    refine(std::span{candidates}.first(most), *options.tokens);
    for (const auto& one : std::span{candidates}.first(most))
      pages[one.page].lift = std::max(pages[one.page].lift, one.lift);
  }

  search_result result;
  auto best_pages = best_of<std::uint32_t>{options.limit};
  for (const auto& one : pages) best_pages.offer(one.score + one.lift, one.first);
  const auto ranked_pages = best_pages.ranked();
  result.pages.reserve(ranked_pages.size());
  for (const auto& one : ranked_pages) result.pages.push_back({chunks_[one.what]->path, one.score});
  result.answerable_by = weigh(query, terms, found, candidates, options);
  result.answerable = answerability(result.answerable_by);
  result.hits.reserve(std::min(options.limit, candidates.size()));
  for (const auto& one : std::span{candidates}.first(std::min(options.limit, candidates.size())))
    result.hits.push_back({chunks_[one.found.chunk], one.found.score, one.cosine, one.fused,
                           pages[one.page].score, one.tokens, one.score});
  result.terms.reserve(terms.size());
  for (const auto& [term, weight] : terms) result.terms.push_back({term, weight * lexical_.idf(term)});
  return result;
}

} // namespace troupe::retrieval
