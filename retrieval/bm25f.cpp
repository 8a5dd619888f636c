#include "retrieval/bm25f.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace troupe::retrieval {
namespace {

constexpr double k1 = 1.2;
constexpr double b = 0.75;

using lengths = std::array<double, bm25f::fields>;

lengths mean_lengths(std::span<const bm25f::entry> entries) {
  lengths mean{};
  for (const auto& entry : entries)
    for (std::size_t field = 0; field < bm25f::fields; ++field)
      mean[field] += static_cast<double>(entry[field].size()) / static_cast<double>(entries.size());
  return mean;
}

double inverse_document_frequency(std::size_t entries, std::size_t with_term) noexcept {
  const auto n = static_cast<double>(entries);
  const auto df = static_cast<double>(with_term);
  return std::log1p((n - df + 0.5) / (df + 0.5));
}

double saturated(double frequency) noexcept { return frequency * (k1 + 1) / (k1 + frequency); }

} // namespace

bm25f::bm25f(std::span<const entry> entries, std::size_t terms) : size_{entries.size()} {
  struct frequency {
    term_id term;
    posting in; ///< the score is the normalised frequency until all entries are counted
  };
  std::vector<frequency> found;
  const auto mean = mean_lengths(entries);
  // Of each term: its place in `found` and one more, in the entry that held it last.
  std::vector<std::size_t> last(terms, 0);
  for (std::uint32_t number = 0; number < entries.size(); ++number) {
    const auto first = found.size();
    for (std::size_t field = 0; field < fields; ++field) {
      const auto& words = entries[number][field];
      const double norm = words.empty() ? 1 : 1 - b + b * static_cast<double>(words.size()) / mean[field];
      for (const auto term : words) {
        auto& place = last[term];
        if (place <= first) {
          found.push_back({term, {number, 0}});
          place = found.size();
        }
        found[place - 1].in.score += static_cast<float>(1 / norm);
      }
    }
  }
  begins_.assign(terms + 1, 0);
  for (const auto& one : found) ++begins_[one.term + 1];
  std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
  for (std::size_t term = 0; term < terms; ++term)
    idf_.push_back(inverse_document_frequency(size_, begins_[term + 1] - begins_[term]));
  postings_.resize(found.size());
  auto next = begins_;
  for (const auto& one : found)
    postings_[next[one.term]++] = {one.in.entry,
                                   static_cast<float>(idf_[one.term] * saturated(one.in.score))};
}

std::vector<bm25f::scored> bm25f::search(std::span<const weighted_term> query) const {
  thread_local std::vector<float> sums;
  sums.assign(size_, 0);
  for (const auto& [term, weight] : query)
    for (const auto& [number, score] : postings_of(term)) sums[number] += static_cast<float>(weight) * score;
  std::vector<scored> found;
  found.reserve(static_cast<std::size_t>(std::ranges::count_if(sums, [](float sum) { return sum > 0; })));
  for (std::uint32_t number = 0; number < size_; ++number)
    if (sums[number] > 0) found.push_back({number, sums[number]});
  return found;
}

double bm25f::idf(term_id term) const noexcept {
  return term < idf_.size() ? idf_[term] : inverse_document_frequency(size_, 0);
}

double bm25f::bound(std::span<const weighted_term> query) const noexcept {
  double sum = 0;
  for (const auto& [term, weight] : query) sum += weight * idf(term) * (k1 + 1);
  return sum;
}

bool bm25f::contains(std::uint32_t first, std::uint32_t last, term_id term) const noexcept {
  const auto postings = postings_of(term);
  const auto found = std::ranges::lower_bound(postings, first, {}, &posting::entry);
  return found != postings.end() && found->entry < last;
}

std::span<const bm25f::posting> bm25f::postings_of(term_id term) const noexcept {
  if (term >= idf_.size()) return {}; // no_term among them
  return std::span{postings_}.subspan(begins_[term], begins_[term + 1] - begins_[term]);
}

} // namespace troupe::retrieval
