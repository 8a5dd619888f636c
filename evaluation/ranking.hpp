#pragma once
#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Measures of rankings against graded judgements, as trec_eval computes them. Each is 0..1, of one query; a
/// collection's figure is the mean over its queries. A query without a relevant item is measured as 0:
/// whether it counts is the caller's to say.
namespace troupe::evaluation {

/// How relevant items are to a query, by id; 0, or absent: not relevant.
using judgements = std::map<std::string, unsigned, std::less<>>;

/// A ranking as its judgements see it.
struct judged_ranking {
  std::vector<unsigned> grades;   ///< of what was ranked, best first
  std::vector<unsigned> relevant; ///< the grades of all relevant items, highest first
};

/// An item that is ranked a second time is not relevant there.
[[nodiscard]] judged_ranking judge(std::span<const std::string_view> ranking, const judgements&);

/// Normalised discounted cumulative gain (Järvelin, Kekäläinen, "Cumulated gain-based evaluation of IR
/// techniques", 2002): the sum of grade / log2(1 + rank) over the first k, divided by that of the best
/// possible ranking.
[[nodiscard]] double ndcg_at(std::size_t k, const judged_ranking&);

/// The share of the first k that is relevant. Of k, however short the ranking is.
[[nodiscard]] double precision_at(std::size_t k, const judged_ranking&);

/// The share of the relevant items that is among the first k.
[[nodiscard]] double recall_at(std::size_t k, const judged_ranking&);

/// 1 / the rank of the first relevant item; 0 if it is not among the first k (Voorhees, "The TREC-8 Question
/// Answering Track Report", 1999). Its mean is the MRR.
[[nodiscard]] double reciprocal_rank_at(std::size_t k, const judged_ranking&);

/// The precisions at the ranks of the relevant items among the first k, summed and divided by the number of
/// all relevant items (Manning, Raghavan, Schütze, "Introduction to Information Retrieval", 2008, §8.4). Its
/// mean is the MAP.
[[nodiscard]] double average_precision_at(std::size_t k, const judged_ranking&);

} // namespace troupe::evaluation
