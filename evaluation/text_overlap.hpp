#pragma once
#include <span>
#include <string>

/// What two texts have in common, word by word, as language::words() gives them. The measures are 0..1 and
/// the same in both directions; two empty texts are equal.
namespace troupe::evaluation {

/// F1 of the words that both have, as often as both have them, in any order (Rajpurkar et al., "SQuAD:
/// 100,000+ Questions for Machine Comprehension of Text", 2016; articles count here).
[[nodiscard]] double token_f1(std::span<const std::string> text, std::span<const std::string> reference);

/// F1 of the longest common subsequence of words (Lin, "ROUGE: A Package for Automatic Evaluation of
/// Summaries", 2004: ROUGE-L with beta = 1).
[[nodiscard]] double rouge_l(std::span<const std::string> text, std::span<const std::string> reference);

/// Whether all words of `part` stand in `whole` in their order, others between them or not.
[[nodiscard]] bool in_order(std::span<const std::string> part, std::span<const std::string> whole);

} // namespace troupe::evaluation
