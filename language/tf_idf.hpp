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

/// The n-grams of a text as hashes: of 1 and 2 words, and of 2 to 5 characters (Unicode code points) within a
/// word and its two edges. The latter see what typos and inflections leave in common.
struct n_grams {
  std::vector<std::uint64_t> words;
  std::vector<std::uint64_t> characters;
};

/// Of the words of a text (see words()).
[[nodiscard]] n_grams n_grams_of(std::span<const std::string> words);

/// Texts as vectors of n-grams.
///
/// weight = (1 + ln tf)(1 + ln((1 + N) / (1 + df))) (Manning, Raghavan, Schuetze: Introduction to Information
/// Retrieval, 6.4); the words' part and the characters' have length 1 each, the whole has length 1 again.
class tf_idf {
public:
  /// Learns the n-grams of texts, each the words of one.
  explicit tf_idf(std::span<const std::vector<std::string>> texts);

  [[nodiscard]] std::size_t size() const noexcept { return idf_.size(); }

  /// What is known of a text; empty if nothing is.
  [[nodiscard]] feature_vector operator()(const n_grams&) const;

private:
  struct slot {
    std::uint64_t gram = 0; ///< its hash; 0: free
    std::uint32_t feature = 0;
  };
  /// unknown if no text had it.
  [[nodiscard]] std::uint32_t find(std::uint64_t gram) const noexcept;
  void weigh(std::span<const std::uint64_t> grams, feature_vector& into) const;

  static constexpr std::uint32_t unknown = 0xffffffff;

  std::vector<slot> slots_; ///< open addressing, a power of two: one probe, mostly, for each n-gram of a text
  std::vector<float> idf_;  ///< of each feature
};

} // namespace troupe::language
