#include "app/eval/answerability.hpp"

#include "app/eval/read_file.hpp"
#include "app/eval/retrieval.hpp"
#include "language/softmax_regression.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace troupe::app::eval {
namespace {

constexpr double c = 0.1; // of the regressions

bool is(const query& asked, std::string_view label) {
  return std::ranges::find(asked.answerability, label) != asked.answerability.end();
}

/// By what the first `known` pieces of evidence say, each brought to mean 0 and deviation 1 to be learned
/// from.
retrieval::answerability_weights::regression learn(std::span<const judged_evidence> from, std::size_t known) {
  const auto columns = static_cast<Eigen::Index>(known);
  auto rows = language::dense_features(static_cast<Eigen::Index>(from.size()), columns);
  auto labels = std::vector<std::size_t>{};
  for (const auto& one : from) {
    for (Eigen::Index i = 0; i < columns; ++i)
      rows(static_cast<Eigen::Index>(labels.size()), i) =
          static_cast<float>(one.seen.values[static_cast<std::size_t>(i)]);
    labels.push_back(one.answered ? 1 : 0);
  }
  const Eigen::RowVectorXf mean = rows.colwise().mean();
  rows.rowwise() -= mean;
  const Eigen::RowVectorXf deviation =
      (rows.colwise().squaredNorm() / static_cast<float>(from.size())).cwiseSqrt().cwiseMax(1e-6F);
  rows.array().rowwise() /= deviation.array();
  const auto fitted = language::fit_softmax(rows, labels, 2, c);

  auto made = retrieval::answerability_weights::regression{};
  made.bias = static_cast<double>(fitted.bias[1]) - static_cast<double>(fitted.bias[0]);
  for (Eigen::Index i = 0; i < columns; ++i) {
    const auto weight = static_cast<double>((fitted.weights(i, 1) - fitted.weights(i, 0)) / deviation[i]);
    made.of[static_cast<std::size_t>(i)] = weight;
    made.bias -= weight * static_cast<double>(mean[i]);
  }
  return made;
}

void add(labelled_evidence& to, const retrieval::index& index, const std::optional<model>& with,
         std::string_view text, std::span<const message> history, bool answered) {
  const auto all = legs(with, index);
  to.by_words.push_back({search(index, all.front(), text, history, {}).answerable_by, answered});
  if (with) to.with_model.push_back({search(index, all.back(), text, history, {}).answerable_by, answered});
}

} // namespace

void add_evidence(labelled_evidence& to, const labelled_passages& of, const std::optional<model>& with,
                  const config::settings& s) {
  auto base = read_passages(of, s);
  if (with) base.index = embed(base.index, *with, s);
  for (const auto& asked : read_queries(of, s))
    if (is(asked, "ANSWERABLE") || is(asked, "UNANSWERABLE"))
      add(to, base.index, with, asked.text, asked.history, is(asked, "ANSWERABLE"));
}

void add_evidence(labelled_evidence& to, const labelled_folder& of, const std::string& unanswerable,
                  const std::optional<model>& with, const config::settings& s) {
  auto base = read_knowledge_base(of, s);
  if (with) base.index = embed(base.index, *with, s);
  for (const auto& asked : read_questions(of)) add(to, base.index, with, asked.text, {}, true);
  auto lines = std::istringstream{read_file(unanswerable)};
  for (auto line = std::string{}; std::getline(lines, line);)
    if (!line.empty()) add(to, base.index, with, line, {}, false);
}

retrieval::answerability_weights learn_answerability(const labelled_evidence& from) {
  using retrieval::evidence;
  auto made = retrieval::answerability_weights{};
  made.regressions[0] = learn(from.by_words, evidence::by_words);
  if (from.with_model.empty()) return made;
  made.regressions[1] = learn(from.with_model, evidence::by_words + evidence::by_vectors);
  made.regressions[2] = learn(from.with_model, evidence::all);
  return made;
}

} // namespace troupe::app::eval
