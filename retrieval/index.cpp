#include "retrieval/index.hpp"

#include "language/tokens.hpp"
#include "retrieval/answerability.hpp"
#include "retrieval/page_score.hpp"

#include <algorithm>
#include <utility>

namespace troupe::retrieval {
namespace {

constexpr double cosine_share = 0.75;
constexpr double page_share = 0.15;
constexpr std::size_t judged_hits = 3; // for answerability: the right passage need not be the first

std::string path_text(const language::chunk& chunk) {
  std::string text;
  for (std::size_t i = 1; i + 1 < chunk.heading_path.size(); ++i) text += chunk.heading_path[i] + ' ';
  return text;
}

bm25f::entry fields_of(const language::chunk& chunk) {
  return {language::terms(chunk.title), language::terms(path_text(chunk)), language::terms(chunk.heading),
          language::terms(chunk.text)};
}

/// Unique terms; what several parts ask weighs their sum.
std::vector<weighted_term> terms_of(std::span<const query_part> query) {
  std::vector<weighted_term> found;
  for (const auto& part : query) {
    auto terms = language::terms(part.text);
    std::ranges::sort(terms);
    const auto repeats = std::ranges::unique(terms);
    terms.erase(repeats.begin(), repeats.end());
    for (auto& term : terms) {
      const auto known = std::ranges::find(found, term, &weighted_term::term);
      if (known == found.end())
        found.push_back({std::move(term), part.weight});
      else
        known->weight += part.weight;
    }
  }
  return found;
}

struct candidate {
  passage found;
  double cosine;
  double fused;
  double page;
  double score;
};

/// The `limit` best by score, best first; of equals, those that came first.
template <class T>
void keep_best(std::vector<T>& all, std::size_t limit, double T::*score) {
  std::vector<std::pair<double, std::uint32_t>> order;
  order.reserve(all.size());
  for (const auto& one : all) order.emplace_back(-(one.*score), static_cast<std::uint32_t>(order.size()));
  const auto kept = static_cast<std::ptrdiff_t>(std::min(limit, order.size()));
  std::ranges::partial_sort(order, order.begin() + kept);
  std::vector<T> best;
  for (const auto& [_, place] : std::span{order}.first(static_cast<std::size_t>(kept)))
    best.push_back(all[place]);
  all = std::move(best);
}

} // namespace

index::index(std::span<const language::document> documents, const language::chunk_options& options)
    : page_begins_{0} {
  std::vector<bm25f::entry> entries;
  for (const auto& document : documents) {
    for (auto& chunk : language::chunk_document(document, options)) {
      entries.push_back(fields_of(chunk));
      chunks_.push_back(std::make_shared<const language::chunk>(std::move(chunk)));
    }
    page_begins_.push_back(static_cast<std::uint32_t>(chunks_.size()));
  }
  lexical_ = bm25f{entries};
}

search_result index::search(std::string_view question, const search_options& options) const {
  const query_part whole{question};
  return search(std::span{&whole, 1}, options);
}

index index::with_embeddings(std::span<const embedding> embeddings, std::size_t dimensions) const {
  auto made = *this;
  made.vectors_ = vectors{embeddings, dimensions};
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
  if (vectors_.empty() || options.vector.empty()) {
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

search_result index::search(std::span<const query_part> query, const search_options& options) const {
  const auto terms = terms_of(query);
  const auto found = score(terms, options);
  search_result result;
  std::vector<candidate> candidates;
  candidates.reserve(found.size());
  std::vector<float> of_page;
  for (auto at = found.begin(); at != found.end();) {
    const auto page = std::ranges::upper_bound(page_begins_, at->chunk);
    const auto first = *(page - 1);
    const auto last = *page;
    const auto end = std::find_if(at, found.end(), [&](const auto& one) { return one.chunk >= last; });
    of_page.clear();
    for (auto one = at; one != end; ++one) of_page.push_back(static_cast<float>(one->fused));
    const double score = page_score(of_page, last - first);
    result.pages.push_back({chunks_[first]->path, score});
    for (; at != end; ++at)
      candidates.push_back(
          {{at->chunk, first, last, at->bm25}, at->cosine, at->fused, score, at->fused + page_share * score});
  }
  keep_best(result.pages, options.limit, &page_hit::score);
  keep_best(candidates, std::max(options.limit, judged_hits), &candidate::score);
  for (const auto& one : std::span{candidates}.first(std::min(judged_hits, candidates.size())))
    result.answerable = std::max(result.answerable, answerability(lexical_, terms, one.found));
  for (const auto& one : std::span{candidates}.first(std::min(options.limit, candidates.size())))
    result.hits.push_back(
        {chunks_[one.found.chunk], one.found.score, one.cosine, one.fused, one.page, one.score});
  for (const auto& [term, weight] : terms) result.terms.push_back({term, weight * lexical_.idf(term)});
  return result;
}

} // namespace troupe::retrieval
