#include "retrieval/late_interaction.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::retrieval {
namespace {

constexpr double longest = 127; // of a row

int product(const std::int8_t* a, const std::int8_t* b) noexcept {
  int sum = 0;
  for (std::size_t i = 0; i < language::token_vectors::dimensions; ++i) sum += a[i] * b[i];
  return sum;
}

} // namespace

late_interaction::late_interaction(std::span<const embedding> chunks) {
  for (const auto& chunk : chunks) {
    chunks_.push_back(chunk.tokens);
    auto distinct = chunk.tokens.pieces;
    std::ranges::sort(distinct);
    distinct.erase(std::ranges::unique(distinct).begin(), distinct.end());
    for (const auto piece : distinct) ++idf_[piece]; // how many hold it, so far
  }
  const auto all = static_cast<double>(chunks.size());
  for (auto& [piece, value] : idf_) value = std::log1p((all - value + 0.5) / (value + 0.5));
}

double late_interaction::idf(language::piece_id piece) const noexcept {
  const auto found = idf_.find(piece);
  return found != idf_.end() ? found->second : std::log1p((static_cast<double>(chunks_.size()) + 0.5) / 0.5);
}

double late_interaction::similarity(const language::token_vectors& query, std::uint32_t chunk) const {
  const auto& rows = chunks_[chunk].rows;
  if (rows.empty()) return 0;
  double sum = 0;
  double weights = 0;
  for (std::size_t i = 0; i < query.pieces.size(); ++i) {
    const auto* asked = &query.rows[i * language::token_vectors::dimensions];
    auto best = product(asked, rows.data());
    for (auto at = language::token_vectors::dimensions; at < rows.size();
         at += language::token_vectors::dimensions)
      best = std::max(best, product(asked, &rows[at]));
    const auto weight = idf(query.pieces[i]);
    sum += weight * best / (longest * longest);
    weights += weight;
  }
  return weights > 0 ? sum / weights : 0;
}

} // namespace troupe::retrieval
