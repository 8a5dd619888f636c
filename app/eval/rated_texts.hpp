#pragma once
#include "language/embedder.hpp"
#include "language/sentiment.hpp"

#include <string>
#include <vector>

namespace troupe::app::eval {

/// A text, and how people felt it to be on the mean.
struct rated_text {
  std::string id;
  std::string text;
  double rating = 0;
};

/// JSON lines {"id","text","rating"}. Throws std::runtime_error with file, line and reason.
[[nodiscard]] std::vector<rated_text> read_rated_texts(const std::vector<std::string>& files);

/// Learns from them. Nothing without an encoder.
[[nodiscard]] language::sentiment_weights learn_sentiment(const std::vector<rated_text>&,
                                                          const language::sentiment_lexicon&,
                                                          const language::embedder&);

} // namespace troupe::app::eval
