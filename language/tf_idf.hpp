#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace troupe::language {

/// A feature of a text and its weight there.
struct weighted_feature {
  std::uint32_t feature = 0;
  float weight = 0;
};

/// By ascending feature.
using feature_vector = std::vector<weighted_feature>;

/// Texts as vectors of n-grams: 1 and 2 words, and 2 to 5 characters (Unicode code points) within a word and
/// its two edges. The latter see what typos and inflections leave in common.
///
/// weight = (1 + ln tf)(1 + ln((1 + N) / (1 + df))) (Manning, Raghavan, Schuetze: Introduction to Information
/// Retrieval, 6.4); the words' part and the characters' have length 1 each, the whole has length 1 again.
class tf_idf {
public:
  /// Learns the n-grams of texts, each the words of one (see words()).
  explicit tf_idf(std::span<const std::vector<std::string>> texts);

  [[nodiscard]] std::size_t size() const noexcept { return features_; }

  /// What is known of a text; empty if nothing is.
  [[nodiscard]] feature_vector operator()(std::span<const std::string> words) const;

private:
  struct slot {
    std::uint64_t gram = 0; ///< its hash; 0: free
    std::uint32_t feature = 0;
    float idf = 0;
  };
  [[nodiscard]] const slot* find(std::uint64_t gram) const noexcept;
  void weigh(std::span<const std::uint64_t> grams, feature_vector& into) const;

  std::vector<slot> slots_; ///< open addressing, a power of two: one probe, mostly, for each n-gram of a text
  std::size_t features_ = 0;
};

} // namespace troupe::language
