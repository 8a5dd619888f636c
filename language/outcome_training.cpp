#include "language/outcome_training.hpp"

#include "language/outcome_grams.hpp"
#include "language/softmax_regression.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

namespace troupe::language {
namespace {

constexpr double c = 1;
constexpr std::size_t least_conversations = 2;

/// A gram's place in the matrix's columns, and its idf.
struct column {
  Eigen::Index index = 0;
  double idf = 0;
};
using vocabulary = std::map<std::string, column>;

/// Gives it the next column, where `first` is that of the first.
void add(vocabulary& to, const std::string& gram, double idf, Eigen::Index first) {
  const auto next = first + static_cast<Eigen::Index>(to.size());
  to.emplace(gram, column{next, idf});
}

using counted = std::map<std::string, double>;

counted count(std::span<const utterance> messages) {
  auto counts = counted{};
  for (auto& gram : outcome_grams(messages)) ++counts[std::move(gram)];
  return counts;
}

/// Numbers its columns from `first`.
vocabulary vocabulary_of(std::span<const counted> texts, Eigen::Index first) {
  auto frequencies = std::map<std::string, std::size_t>{};
  for (const auto& text : texts)
    for (const auto& [gram, _] : text) ++frequencies[gram];
  auto made = vocabulary{};
  for (const auto& [gram, frequency] : frequencies) {
    if (frequency < least_conversations) continue;
    const auto idf =
        1 + std::log((1 + static_cast<double>(texts.size())) / (1 + static_cast<double>(frequency)));
    add(made, gram, idf, first);
  }
  return made;
}

using entries = std::vector<Eigen::Triplet<float>>;

void add_row(const counted& text, const vocabulary& known, Eigen::Index row, entries& to) {
  auto values = std::vector<std::pair<Eigen::Index, double>>{};
  auto squares = 0.0;
  for (const auto& [gram, tf] : text) {
    const auto found = known.find(gram);
    if (found == known.end()) continue;
    const auto value = (1 + std::log(tf)) * found->second.idf;
    squares += value * value;
    values.emplace_back(found->second.index, value);
  }
  for (const auto& [index, value] : values)
    to.emplace_back(row, index, static_cast<float>(value / std::sqrt(squares)));
}

/// The two kinds of grams of each conversation.
struct texts {
  std::vector<counted> recent;
  std::vector<counted> whole;
};

struct columns {
  vocabulary recent;
  vocabulary whole;
  [[nodiscard]] Eigen::Index size() const { return static_cast<Eigen::Index>(recent.size() + whole.size()); }
};

/// The log odds of a label: a weight for each column, and the bias.
struct log_odds {
  Eigen::VectorXf weights;
  double bias = 0;
};

log_odds fit(std::span<const judged_conversation> judged, const texts& of, const columns& in,
             std::optional<bool> judged_conversation::*label) {
  auto labels = std::vector<std::size_t>{};
  auto cells = entries{};
  for (std::size_t i = 0; i < judged.size(); ++i) {
    const auto& said = judged[i].*label;
    if (!said) continue;
    const auto row = static_cast<Eigen::Index>(labels.size());
    add_row(of.recent[i], in.recent, row, cells);
    add_row(of.whole[i], in.whole, row, cells);
    labels.push_back(*said ? 1 : 0);
  }
  if (std::ranges::adjacent_find(labels, std::ranges::not_equal_to{}) == labels.end())
    return {Eigen::VectorXf::Zero(in.size()), 0}; // all alike: there is nothing to tell apart
  auto x = sparse_features{static_cast<Eigen::Index>(labels.size()), in.size()};
  x.setFromTriplets(cells.begin(), cells.end());
  const auto fitted = fit_softmax(x, labels, 2, c);
  return {fitted.weights.col(1) - fitted.weights.col(0),
          static_cast<double>(fitted.bias[1] - fitted.bias[0])};
}

/// Half of what is kept weighs most for the one label, half for the other.
vocabulary select(const vocabulary& from, const log_odds& resolved, const log_odds& frustrated,
                  std::size_t most, Eigen::Index first) {
  auto kept = std::map<std::string, double>{};
  for (const auto* by : {&resolved, &frustrated}) {
    auto order = std::vector<std::pair<float, const vocabulary::value_type*>>{};
    for (const auto& one : from) order.emplace_back(std::abs(by->weights[one.second.index]), &one);
    std::ranges::stable_sort(order, [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [_, one] : order) {
      if (kept.size() >= (by == &resolved ? most / 2 : most)) break;
      kept[one->first] = one->second.idf;
    }
  }
  auto made = vocabulary{};
  for (const auto& [gram, idf] : kept) add(made, gram, idf, first);
  return made;
}

std::vector<outcome_gram> grams_of(const vocabulary& in, const log_odds& resolved,
                                   const log_odds& frustrated) {
  auto grams = std::vector<outcome_gram>{};
  for (const auto& [text, at] : in)
    grams.push_back({text, at.idf, static_cast<double>(resolved.weights[at.index]),
                     static_cast<double>(frustrated.weights[at.index])});
  return grams;
}

} // namespace

outcome_weights fit_outcomes(std::span<const judged_conversation> judged, std::size_t most) {
  auto of = texts{};
  for (const auto& one : judged) {
    of.recent.push_back(count(recent_part(one.messages)));
    of.whole.push_back(count(one.messages));
  }
  auto in = columns{vocabulary_of(of.recent, 0), {}};
  in.whole = vocabulary_of(of.whole, static_cast<Eigen::Index>(in.recent.size()));
  auto resolved = fit(judged, of, in, &judged_conversation::resolved);
  auto frustrated = fit(judged, of, in, &judged_conversation::frustrated);
  if (in.recent.size() > most || in.whole.size() > most) {
    in.recent = select(in.recent, resolved, frustrated, most, 0);
    in.whole = select(in.whole, resolved, frustrated, most, static_cast<Eigen::Index>(in.recent.size()));
    resolved = fit(judged, of, in, &judged_conversation::resolved);
    frustrated = fit(judged, of, in, &judged_conversation::frustrated);
  }
  return {grams_of(in.recent, resolved, frustrated), grams_of(in.whole, resolved, frustrated), resolved.bias,
          frustrated.bias};
}

} // namespace troupe::language
