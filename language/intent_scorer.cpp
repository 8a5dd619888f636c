#include "language/intent_scorer.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::language {
namespace {

// C of the two regressions, and how they and the nearness to an example count.
constexpr double embedding_c = 30;
constexpr double terms_c = 10;
constexpr float embedding_share = 0.7F;
constexpr double embedding_nearness = 4;
constexpr double terms_nearness = 2;
constexpr double terms_nearness_alone = 4;

std::vector<std::vector<std::string>> training_words(const intent_examples& of,
                                                     std::span<const std::size_t> which) {
  auto all = std::vector<std::vector<std::string>>{};
  all.reserve(which.size() + of.name_words.size());
  for (const auto i : which) all.push_back(of.words[i]);
  std::ranges::copy(of.name_words, std::back_inserter(all));
  return all;
}

std::vector<std::size_t> training_labels(const intent_examples& of, std::span<const std::size_t> which) {
  auto all = std::vector<std::size_t>{};
  for (const auto i : which) all.push_back(of.intent_of[i]);
  for (std::size_t intent = 0; intent < of.intents.size(); ++intent) all.push_back(intent);
  return all;
}

dense_features training_embeddings(const intent_examples& of, std::span<const std::size_t> which) {
  auto rows = dense_features(static_cast<Eigen::Index>(which.size()) + of.name_embeddings.rows(),
                             of.embeddings.cols());
  for (Eigen::Index i = 0; i < static_cast<Eigen::Index>(which.size()); ++i)
    rows.row(i) = of.embeddings.row(static_cast<Eigen::Index>(which[static_cast<std::size_t>(i)]));
  rows.bottomRows(of.name_embeddings.rows()) = of.name_embeddings;
  return rows;
}

sparse_features matrix_of(std::span<const feature_vector> texts, std::size_t features) {
  auto rows = sparse_features{static_cast<Eigen::Index>(texts.size()), static_cast<Eigen::Index>(features)};
  std::size_t entries = 0;
  for (const auto& text : texts) entries += text.size();
  rows.reserve(static_cast<Eigen::Index>(entries));
  for (std::size_t i = 0; i < texts.size(); ++i) {
    rows.startVec(static_cast<Eigen::Index>(i));
    for (const auto& f : texts[i])
      rows.insertBack(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(f.feature)) = f.weight;
  }
  rows.finalize();
  return rows;
}

} // namespace

intent_scorer::intent_scorer(const intent_examples& examples, std::span<const std::size_t> which)
    : terms_{training_words(examples, which)} {
  auto texts = std::vector<feature_vector>{};
  for (const auto& words : training_words(examples, which)) texts.push_back(terms_(n_grams_of(words)));
  const auto labels = training_labels(examples, which);
  by_terms_ = fit_softmax(matrix_of(texts, terms_.size()), labels, examples.intents.size(), terms_c);
  index(texts);
  if (!examples.embedded()) return;
  embeddings_ = training_embeddings(examples, which);
  by_embedding_ = fit_softmax(embeddings_, labels, examples.intents.size(), embedding_c);
}

void intent_scorer::index(std::span<const feature_vector> texts) {
  texts_ = texts.size();
  first_posting_.assign(terms_.size() + 1, 0);
  for (const auto& text : texts)
    for (const auto& f : text) ++first_posting_[f.feature + 1];
  for (std::size_t f = 0; f < terms_.size(); ++f) first_posting_[f + 1] += first_posting_[f];
  postings_.resize(first_posting_.back());
  auto next = first_posting_;
  for (std::uint32_t i = 0; i < texts.size(); ++i)
    for (const auto& f : texts[i]) postings_[next[f.feature]++] = {i, f.weight};
}

intent_scorer::neighbour intent_scorer::nearest(const feature_vector& text) const {
  auto cosines = std::vector<float>(texts_);
  for (const auto& f : text)
    for (auto p = first_posting_[f.feature]; p < first_posting_[f.feature + 1]; ++p)
      cosines[postings_[p].text] += f.weight * postings_[p].weight;
  const auto best = std::ranges::max_element(cosines);
  return {static_cast<std::size_t>(best - cosines.begin()), static_cast<double>(*best)};
}

intent_scorer::neighbour intent_scorer::nearest(const Eigen::Ref<const Eigen::VectorXf>& embedding) const {
  Eigen::Index best = 0;
  const auto cosine = (embeddings_ * embedding).maxCoeff(&best);
  return {static_cast<std::size_t>(best), static_cast<double>(cosine)};
}

std::optional<intent_score> intent_scorer::operator()(const n_grams& text,
                                                      std::span<const float> embedding) const {
  const auto terms = terms_(text);
  const auto embedded = !embedding.empty() && embeddings_.rows() > 0;
  if (terms.empty() && !embedded) return std::nullopt;

  auto scores = dense_features{by_terms_.bias};
  for (const auto& f : terms)
    scores.row(0) += f.weight * by_terms_.weights.row(static_cast<Eigen::Index>(f.feature));
  normalize_log(scores);
  auto most_similar = nearest(terms);
  auto nearness = most_similar.cosine * (embedded ? terms_nearness : terms_nearness_alone);
  if (embedded) {
    const auto meant = Eigen::Map<const Eigen::VectorXf>{embedding.data(), embeddings_.cols()};
    auto by_embedding = dense_features{by_embedding_.bias};
    by_embedding.row(0).noalias() += meant.transpose() * by_embedding_.weights;
    normalize_log(by_embedding);
    scores = embedding_share * by_embedding + (1 - embedding_share) * scores;
    most_similar = nearest(meant);
    nearness += embedding_nearness * most_similar.cosine;
  }
  auto found = intent_score{};
  Eigen::Index best = 0;
  const auto highest = static_cast<double>(scores.row(0).maxCoeff(&best));
  found.intent = static_cast<std::size_t>(best);
  found.nearest = most_similar.text;
  normalize_log(scores);
  found.confidence = std::exp(static_cast<double>(scores(0, best)));
  found.score = highest + nearness;
  return found;
}

} // namespace troupe::language
