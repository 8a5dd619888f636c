#pragma once
#include "language/intent_examples.hpp"
#include "language/softmax_regression.hpp"
#include "language/tf_idf.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace troupe::language {

struct intent_score {
  std::size_t intent = 0;  ///< the likeliest
  double confidence = 0.0; ///< its probability, given that it is one of the intents
  std::size_t nearest = 0; ///< the most similar text: its place in `which`; behind its end, an intent's name
  double score = 0.0;      ///< grows with how sure it is that the text is about any of them; no fixed scale
};

/// Tells intents apart by what examples say: p = .7 log p(embedding) + .3 log p(tf-idf), each a softmax
/// regression; by tf-idf alone where there is no embedding. Whether a text is about any of the intents shows
/// in how likely the best one is, and how near the nearest example: score = log max p + 4 cos(embeddings) + 2
/// cos(tf-idf), or without embeddings log max p + 4 cos(tf-idf).
class intent_scorer {
public:
  /// Trains on the texts of these numbers, and on the intents' names.
  intent_scorer(const intent_examples&, std::span<const std::size_t> which);

  /// An empty embedding, or a scorer that was trained without: by words alone. None if nothing is known of
  /// the text.
  [[nodiscard]] std::optional<intent_score> operator()(const n_grams& text,
                                                       std::span<const float> embedding) const;

private:
  struct posting {
    std::uint32_t text = 0;
    float weight = 0;
  };
  void index(std::span<const feature_vector> texts);
  struct neighbour {
    std::size_t text = 0;
    double cosine = 0;
  };
  [[nodiscard]] neighbour nearest(const feature_vector&) const;
  [[nodiscard]] neighbour nearest(const Eigen::Ref<const Eigen::VectorXf>& embedding) const;

  tf_idf terms_;
  softmax_regression by_terms_;
  std::vector<std::size_t> first_posting_; ///< of each feature in `postings_`, and the end of the last
  std::vector<posting> postings_;
  std::size_t texts_ = 0;

  dense_features embeddings_; ///< of the examples; none without an encoder
  softmax_regression by_embedding_;
};

} // namespace troupe::language
