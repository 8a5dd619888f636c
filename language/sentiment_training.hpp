#pragma once
#include "language/sentiment.hpp"
#include "language/softmax_regression.hpp"

#include <span>

namespace troupe::language {

/// Learns from texts that people rated, a row of embeddings for each: ridge regression (Hoerl, Kennard 1970),
/// scaled so that its predictions of texts that it was not fitted on have the mean and the deviation of
/// `by_words`, what sentiment() says of these texts.
[[nodiscard]] sentiment_weights fit_sentiment(const dense_features& embeddings,
                                              std::span<const double> ratings,
                                              std::span<const double> by_words);

} // namespace troupe::language
