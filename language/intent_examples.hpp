#pragma once
#include "language/embedder.hpp"
#include "language/intent_rule.hpp"
#include "language/softmax_regression.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::language {

/// A row for each text; none without an encoder.
[[nodiscard]] dense_features embed_all(std::span<const std::string> texts, const embedder&);

/// What an intent classifier is trained on.
struct intent_examples {
  std::vector<std::string> intents; ///< their names

  std::vector<std::vector<std::string>> words; ///< of each text, see words()
  std::vector<std::size_t> intent_of;          ///< of each text, a number in `intents`
  dense_features embeddings;                   ///< a row for each text; none without an encoder

  std::vector<std::vector<std::string>> name_words; ///< of each intent's name: an example more
  dense_features name_embeddings;

  [[nodiscard]] bool embedded() const noexcept { return embeddings.rows() > 0; }
};

/// An intent's name as a person would say it: "order_status" and "OrderStatus" are "order status".
[[nodiscard]] std::string spoken_name(std::string_view intent);

/// Each number in `intent_of` is one of `intents`.
[[nodiscard]] intent_examples prepare_examples(std::vector<std::string> intents,
                                               std::span<const std::string> texts,
                                               std::vector<std::size_t> intent_of, const embedder&);

/// The examples of rules; intents are numbered as they are.
[[nodiscard]] intent_examples prepare_examples(std::span<const intent_rule>, const embedder&);

} // namespace troupe::language
