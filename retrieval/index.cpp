#include "retrieval/index.hpp"

#include "language/tokens.hpp"
#include "retrieval/answerability.hpp"
#include "retrieval/page_score.hpp"

#include <algorithm>
#include <utility>

namespace troupe::retrieval {
namespace {

constexpr double page_share = 0.15;
constexpr std::size_t judged_hits = 3; // for answerability: the right passage need not be the first

std::vector<term_id> numbered(std::string_view text, vocabulary& all) {
  std::vector<term_id> numbers;
  for (const auto& term : language::terms(text)) numbers.push_back(all.add(term));
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

struct candidate {
  passage found;
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
      chunks_.push_back(std::make_shared<const indexed_chunk>(std::move(chunk), vocabulary_));
      entries.push_back(fields_of(*chunks_.back(), vocabulary_));
    }
    page_begins_.push_back(static_cast<std::uint32_t>(chunks_.size()));
  }
  lexical_ = bm25f{entries, vocabulary_.size()};
}

/// Unique terms; what several parts ask weighs their sum.
std::vector<weighted_term> index::terms_of(std::span<const query_part> query) const {
  std::vector<std::pair<std::string, double>> asked;
  for (const auto& part : query) {
    const auto first = static_cast<std::ptrdiff_t>(asked.size());
    for (auto& term : language::terms(part.text)) asked.emplace_back(std::move(term), part.weight);
    std::ranges::sort(asked.begin() + first, asked.end());
    const auto repeats = std::ranges::unique(asked.begin() + first, asked.end());
    asked.erase(repeats.begin(), repeats.end());
  }
  std::ranges::stable_sort(asked, {}, &std::pair<std::string, double>::first);
  std::vector<weighted_term> found;
  for (auto at = asked.begin(); at != asked.end();) {
    found.push_back({vocabulary_.find(at->first), 0});
    for (const auto& term = at->first; at != asked.end() && at->first == term; ++at)
      found.back().weight += at->second;
  }
  return found;
}

search_result index::search(std::string_view question, const search_options& options) const {
  const query_part whole{question};
  return search(std::span{&whole, 1}, options);
}

search_result index::search(std::span<const query_part> query, const search_options& options) const {
  const auto terms = terms_of(query);
  auto found = lexical_.search(terms);
  if (!options.category.empty())
    std::erase_if(found, [&](const auto& one) { return chunks_[one.entry]->category != options.category; });
  if (found.empty()) return {};
  const double best = std::ranges::max(found, {}, &bm25f::scored::score).score;

  search_result result;
  std::vector<candidate> candidates;
  candidates.reserve(found.size());
  std::vector<float> of_page;
  for (auto at = found.begin(); at != found.end();) {
    const auto page = std::ranges::upper_bound(page_begins_, at->entry);
    const auto first = *(page - 1);
    const auto last = *page;
    const auto end = std::find_if(at, found.end(), [&](const auto& one) { return one.entry >= last; });
    of_page.clear();
    for (auto one = at; one != end; ++one) of_page.push_back(static_cast<float>(one->score / best));
    const double score = page_score(of_page, last - first);
    result.pages.push_back({chunks_[first]->path, score});
    for (; at != end; ++at) {
      const double fused = at->score / best;
      candidates.push_back({{at->entry, first, last, at->score}, fused, score, fused + page_share * score});
    }
  }
  keep_best(result.pages, options.limit, &page_hit::score);
  keep_best(candidates, std::max(options.limit, judged_hits), &candidate::score);
  for (const auto& one : std::span{candidates}.first(std::min(judged_hits, candidates.size())))
    result.answerable = std::max(result.answerable, answerability(lexical_, terms, one.found));
  for (const auto& one : std::span{candidates}.first(std::min(options.limit, candidates.size())))
    result.hits.push_back({chunks_[one.found.chunk], one.found.score, one.fused, one.page, one.score});
  for (const auto& [term, weight] : terms) result.terms.push_back({term, weight * lexical_.idf(term)});
  return result;
}

} // namespace troupe::retrieval
